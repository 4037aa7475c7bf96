/** Reminds people in time: each due reminder becomes a list of people, and all that is due for a person one message. */
import type { Db, Pool } from '../db/db.ts'
import { toJson } from '../db/json.ts'
import {
  type DueItem,
  dropItems,
  endPointless,
  planReminderMessages,
  putItemsOff,
  type ReminderMessage,
  takeDueItems,
} from '../db/reminded.ts'
import { listRemindedOf, type RemindedOf } from '../db/reminded-of.ts'
import {
  isRemindingDue,
  noteReached,
  peopleToRemind,
  planReminded,
  takeDueReminder,
} from '../db/reminding.ts'
import { transaction } from '../db/transaction.ts'
import type { QuietTimes } from './quiet-hours.ts'
import type { Watch } from './watches.ts'

/** One thing that a person is reminded of. */
export interface ReminderItem {
  of: RemindedOf
  /** At an event: whether the person has said that they come. */
  isGoing: boolean
}

/** Puts what one person is reminded of into words; everything fits into one message. */
export interface ReminderWords {
  /** The content of the delivery. */
  render(items: readonly ReminderItem[], now: Date): object
  priority: number
}

/** Pages: each is one transaction, for which others wait on the embedded engine. */
const LISTED = 200
const TOLD = 50
const ENDED = 100

/** A longer list is more than one message. */
const MOST_IN_MESSAGE = 8

export function createRemind(parts: {
  pool: Pool
  words: ReminderWords
  quiet: QuietTimes
  clock: () => Date
}): Watch {
  const { pool, words, quiet, clock } = parts

  /** A page of the people of a due reminder; false when nothing is due. */
  async function list(tx: Db): Promise<boolean> {
    const reminder = await takeDueReminder(tx, { now: clock() })
    if (!reminder) return false
    const people = await peopleToRemind(tx, { reminder, limit: LISTED })
    const planned = people.map(({ person_id: personId, quiet_hours: own, urgent }) => ({
      personId,
      dueAt: urgent ? reminder.due_at : quiet.after(own, reminder.due_at),
    }))
    await planReminded(tx, { reminder, people: planned })
    const last = people.length < LISTED ? null : people.at(-1)
    await noteReached(tx, { reminder, reached: last?.person_id ?? null })
    return true
  }

  /** What is due for a page of people; false when nothing is. */
  async function tell(tx: Db): Promise<boolean> {
    const now = clock()
    const items = await takeDueItems(tx, { now, people: TOLD })
    if (items.length === 0) return false
    const dropped: (DueItem & { reason: string })[] = []
    const putOff: (DueItem & { dueAt: Date })[] = []
    const told: DueItem[] = []
    for (const item of items) {
      const dueAt = item.urgent ? now : quiet.after(item.quiet_hours, now)
      const reason = whyNot(item, dueAt)
      if (reason !== null) dropped.push({ ...item, reason })
      else if (dueAt > now) putOff.push({ ...item, dueAt })
      else told.push(item)
    }
    if (dropped.length > 0) await dropItems(tx, { items: dropped })
    if (putOff.length > 0) await putItemsOff(tx, { items: putOff })
    if (told.length > 0) await say(tx, told, now)
    return true
  }

  async function say(tx: Db, items: readonly DueItem[], now: Date): Promise<void> {
    const reminderIds = [...new Set(items.map((item) => item.reminder_id))]
    const known = await listRemindedOf(tx, { reminderIds })
    const messages = messagesOf(items).map((own): ReminderMessage => {
      const content = words.render(
        own.flatMap(({ reminder_id: id, mark }) => {
          const of = known.get(id)
          return of ? [{ of, isGoing: mark === 'going' }] : []
        }),
        now,
      )
      return {
        ...addressOf(own),
        content: toJson(content),
        pointlessAt: endOf(own, now),
        items: own,
      }
    })
    await planReminderMessages(tx, { messages, priority: words.priority, now })
  }

  /** When the message has lost its point in part, or quiet hours have begun. What has a point still is told later. */
  function endOf(items: readonly DueItem[], now: Date): Date {
    const ends = items.flatMap(({ pointless_at: pointlessAt, urgent, quiet_hours: own }) => {
      const quietAt = urgent ? null : quiet.next(own, now)
      return quietAt ? [pointlessAt, quietAt] : [pointlessAt]
    })
    return new Date(Math.min(...ends.map((end) => end.getTime())))
  }

  return {
    isDue: () => isRemindingDue(pool, { now: clock() }),
    // What is listed at the same moment is told at once, so the lists come first. Nothing is sent from here: of
    // thousands of messages each waits for its place at the messenger's limit, and `due` sees to that.
    run: async () => {
      while (await transaction(pool, (tx) => endLate(tx, clock()))) {}
      while (await transaction(pool, list)) {}
      while (await transaction(pool, tell)) {}
    },
  }
}

async function endLate(tx: Db, now: Date): Promise<boolean> {
  return (await endPointless(tx, { now, limit: ENDED })) === ENDED
}

/** Why a due item is not told at all; null when it is, at that time. */
function whyNot(item: DueItem, dueAt: Date): string | null {
  if (item.chat_key === null) return 'cannot be written to'
  if (!item.holds) return 'not needed any more'
  if (item.overtaken) return 'a later one'
  return dueAt < item.pointless_at ? null : 'quiet hours'
}

/** The items of each person, in messages that are not too long. */
function messagesOf(items: readonly DueItem[]): DueItem[][] {
  const messages: DueItem[][] = []
  for (const item of items) {
    const last = messages.at(-1)
    const goesOn = last?.[0]?.person_id === item.person_id && last.length < MOST_IN_MESSAGE
    if (goesOn) last.push(item)
    else messages.push([item])
  }
  return messages
}

function addressOf([first]: readonly DueItem[]): { personId: number; chatKey: string } {
  if (!first?.chat_key) throw new Error('a message to nobody')
  return { personId: first.person_id, chatKey: first.chat_key }
}
