/** Everything that is looked at each second, put together. */
import type { VoprosBot } from '../bot/bot.ts'
import type { Pool } from '../db/db.ts'
import type { Queues } from '../jobs/queues.ts'
import { createWhenToTell } from '../jobs/quiet-hours.ts'
import { createReviewKnowledge } from '../jobs/review-knowledge.ts'
import { createTellEditions } from '../jobs/tell-editions.ts'
import { createWatchDesk } from '../jobs/watch-desk.ts'
import type { Watch, Watches } from '../jobs/watches.ts'
import type { Calendar } from '../jobs/working-hours.ts'

/** `quietHours` is the centre's, «21:00-08:00», by the calendar's zone. */
export function createWatches(parts: {
  pool: Pool
  queues: Pick<Queues, 'enqueue'>
  bot: Pick<VoprosBot, 'outbox' | 'deskNews' | 'tellChange' | 'tellExpired'>
  calendar: Calendar
  quietHours: string
  reEmbed: Watch
  clock: () => Date
}): Watches {
  const { pool, queues, bot, calendar, quietHours, reEmbed, clock } = parts
  const { outbox } = bot
  const whenToTell = createWhenToTell({ quietHours, zone: calendar.zone })
  return {
    'watch-desk': createWatchDesk({ pool, queues, outbox, news: bot.deskNews, calendar, clock }),
    'tell-editions': createTellEditions({ pool, outbox, tell: bot.tellChange, whenToTell, clock }),
    'review-knowledge': createReviewKnowledge({
      ...{ pool, outbox, tell: bot.tellExpired, calendar, clock },
    }),
    're-embed': reEmbed,
  }
}
