/** Tells the author of a broadcast how it goes, and what became of it. */
import type { Broadcast } from '../db/broadcasts.ts'
import type { Db } from '../db/db.ts'
import { findPersonById } from '../db/people.ts'
import type { BroadcastNews, Going } from '../jobs/broadcast-news.ts'
import { goingButtons, reportButtons } from './broadcast-buttons.ts'
import { PRIORITY, textMessages, textPayload } from './content.ts'
import type { Parts } from './context.ts'
import { ownChat } from './desk-chats.ts'
import type { Html } from './html.ts'
import { keyboard } from './keyboards.ts'
import { rolesOf } from './middleware/identify.ts'
import { broadcastProgressTexts } from './texts/broadcast-progress.ts'

export function createBroadcastNews(
  parts: Pick<Parts, 'outbox' | 'clock' | 'adminIds'>,
): BroadcastNews {
  const { outbox, clock, adminIds } = parts

  /** Nothing to an author who is gone or has withdrawn consent. */
  async function plan(
    tx: Db,
    { created_by }: Broadcast,
    told: { key: string; text: Html; buttons?: ReturnType<typeof keyboard> },
  ): Promise<number[]> {
    const author = created_by === null ? null : await findPersonById(tx, created_by)
    if (!author?.consented) return []
    const ids: number[] = []
    const contents = textMessages(told.text, { keyboard: told.buttons })
    for (const [part, content] of contents.entries()) {
      const key = `${told.key}:${part}`
      const delivery = { key, kind: 'card', content, priority: PRIORITY.card } as const
      ids.push(await outbox.plan(tx, { ...delivery, ...ownChat(author), dueAt: clock() }))
    }
    return ids
  }

  return {
    mayBroadcast: (author) =>
      rolesOf(author, adminIds).some((role) => role === 'methodist' || role === 'administrator'),
    planProgress: async (tx, going) => {
      const { id, progress_lost } = going.broadcast
      const key = `broadcast:${id}:progress:${progress_lost}`
      const shown = { key, text: textOf(going), buttons: buttonsOf(going) }
      return (await plan(tx, going.broadcast, shown))[0] ?? null
    },
    progress: (going) => ({ ...textPayload(textOf(going), buttonsOf(going)) }),
    planReport: async (tx, { broadcast, sums, repeatable }) => {
      const { id, reports } = broadcast
      const text = broadcastProgressTexts.report(broadcast, sums, repeatable)
      const buttons = reportButtons(broadcast, { repeatable, sent: sums.sent })
      return plan(tx, broadcast, { key: `broadcast:${id}:report:${reports}`, text, buttons })
    },
    planCancelled: (tx, broadcast) => {
      const text = broadcastProgressTexts.notBegun(broadcast)
      return plan(tx, broadcast, { key: `broadcast:${broadcast.id}:not-begun`, text })
    },
  }
}

function textOf({ broadcast, sums, speed }: Going): Html {
  const calls = broadcast.act === 'send' ? broadcast.contents.length : 1
  const left = (sums.planned + sums.sending) * Math.max(1, calls)
  return broadcastProgressTexts.progress(broadcast, { sums, speed, left })
}

function buttonsOf({ broadcast }: Going): ReturnType<typeof keyboard> {
  return keyboard(goingButtons(broadcast))
}
