/** Everything that is looked at each second, put together. */
import type { VoprosBot } from '../bot/bot.ts'
import { PRIORITY } from '../bot/content.ts'
import type { Pool } from '../db/db.ts'
import { createBroadcastWatch } from '../jobs/broadcast.ts'
import { createKeepMeasures } from '../jobs/keep-measures.ts'
import type { Queues } from '../jobs/queues.ts'
import { createQuietTimes, createWhenToTell } from '../jobs/quiet-hours.ts'
import { createRemind } from '../jobs/remind.ts'
import { createReviewKnowledge } from '../jobs/review-knowledge.ts'
import { createRoadmapNews } from '../jobs/roadmap-news.ts'
import { createTellDiagnostics } from '../jobs/tell-diagnostics.ts'
import { createTellEditions } from '../jobs/tell-editions.ts'
import { createTellEvents } from '../jobs/tell-events.ts'
import { createWatchDesk } from '../jobs/watch-desk.ts'
import type { Watch, Watches } from '../jobs/watches.ts'
import type { Calendar } from '../jobs/working-hours.ts'

/** `quietHours` is the centre's, «21:00-08:00», by the calendar's zone. */
export function createWatches(parts: {
  pool: Pool
  queues: Pick<Queues, 'enqueue'>
  bot: Pick<
    VoprosBot,
    | 'outbox'
    | 'diagnosticsNews'
    | 'eventNews'
    | 'roadmapNews'
    | 'deskNews'
    | 'tellChange'
    | 'tellExpired'
    | 'reminderWords'
    | 'notifier'
    | 'undelivered'
    | 'broadcastNews'
  >
  calendar: Calendar
  quietHours: string
  reEmbed: Watch
  clock: () => Date
}): Watches {
  const { pool, queues, bot, calendar, quietHours, reEmbed, clock } = parts
  const { outbox, notifier, undelivered } = bot
  const centre = { quietHours, zone: calendar.zone }
  const quiet = createQuietTimes(centre)
  const whenToTell = createWhenToTell(centre)
  return {
    'watch-desk': createWatchDesk({ pool, queues, outbox, news: bot.deskNews, calendar, clock }),
    'tell-editions': createTellEditions({ pool, outbox, tell: bot.tellChange, whenToTell, clock }),
    'review-knowledge': createReviewKnowledge({
      ...{ pool, outbox, tell: bot.tellExpired, calendar, clock },
    }),
    broadcast: createBroadcastWatch({
      ...{ sender: { pool, notifier, undelivered, clock }, outbox, quiet },
      ...{ news: bot.broadcastNews, priority: PRIORITY.broadcast },
    }),
    'keep-measures': createKeepMeasures({ pool, zone: calendar.zone, clock }),
    'roadmap-news': createRoadmapNews({
      ...{ pool, outbox, news: bot.roadmapNews, calendar, clock },
    }),
    remind: createRemind({ pool, words: bot.reminderWords, quiet, clock }),
    'tell-events': createTellEvents({ pool, news: bot.eventNews, quietTimes: quiet, clock }),
    'tell-diagnostics': createTellDiagnostics({
      ...{ pool, outbox, news: bot.diagnosticsNews, whenToTell, clock },
    }),
    're-embed': reEmbed,
  }
}
