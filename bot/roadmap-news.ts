/** What methodists are told of road maps: the weekly digest, and that the term of a plan has ended. */
import type { InlineKeyboardMarkup } from 'grammy/types'
import type { Db } from '../db/db.ts'
import { listMeasures } from '../db/measures.ts'
import { peopleWithRole } from '../db/people.ts'
import { type RoadmapNews, todayIn } from '../jobs/roadmap-news.ts'
import { partsOf } from '../rag/measures/days.ts'
import { isOver } from '../rag/measures/occurrences.ts'
import { PRIORITY, textMessages } from './content.ts'
import type { Parts } from './context.ts'
import { ownChat } from './desk-chats.ts'
import type { Html } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { monthCode } from './roadmap-views.ts'
import { buttons } from './texts/buttons.ts'
import { roadmapTexts } from './texts/roadmap.ts'

export function createRoadmapNews(parts: Pick<Parts, 'outbox' | 'centre' | 'clock'>): RoadmapNews {
  const { zone } = parts.centre.calendar
  return {
    digest: async (tx, week, until) => {
      const now = parts.clock()
      const today = todayIn(zone, now)
      const month = { view: monthCode(partsOf(today)), plan: 0, offset: 0 }
      const late = { view: 'overdue', plan: 0, offset: 0 }
      const { length: count } = week.overdue
      return tell(tx, parts, {
        ...{ key: `roadmap:digest:${week.from}`, text: roadmapTexts.digest(week, today) },
        keyboard: keyboard([
          button(roadmapTexts.thisMonth, 'roadmap', month),
          ...(count > 0 ? [button(roadmapTexts.overdueButton(count), 'roadmap', late)] : []),
        ]),
        ...{ now, pointlessAt: until },
      })
    },
    ended: async (tx, plans) => {
      const now = parts.clock()
      const ids: number[] = []
      for (const plan of plans) {
        const { document_id: document, edition_id: edition } = plan
        const measures = await listMeasures(tx, { documentId: document })
        const open = measures.filter((one) => !isOver(one, todayIn(zone, now))).length
        const message = {
          ...{ key: `roadmap:ended:${edition}`, text: roadmapTexts.ended(plan, open) },
          keyboard: keyboard([
            button(buttons.archive, 'plan-away-yes', { plan: document }),
            button(roadmapTexts.keep, 'plan-keep', { plan: document }),
          ]),
          ...{ now, pointlessAt: null },
        }
        ids.push(...(await tell(tx, parts, message)))
      }
      return ids
    },
  }
}

/** To each methodist whom the bot can reach. */
async function tell(
  tx: Db,
  { outbox }: Pick<Parts, 'outbox'>,
  message: {
    key: string
    text: Html
    keyboard: InlineKeyboardMarkup
    now: Date
    pointlessAt: Date | null
  },
): Promise<number[]> {
  const { key, text, keyboard: under, now: dueAt, pointlessAt } = message
  const ids: number[] = []
  for (const person of await peopleWithRole(tx, { role: 'methodist' })) {
    if (person.blocked_at) continue
    const { chatKey, personId } = ownChat(person)
    for (const [part, content] of textMessages(text, { keyboard: under }).entries()) {
      const where = { key: `${key}:${personId}:${part}`, chatKey, personId, content }
      const how = { kind: 'reminder', priority: PRIORITY.reminder, dueAt, pointlessAt } as const
      ids.push(await outbox.plan(tx, { ...where, ...how }))
    }
  }
  return ids
}
