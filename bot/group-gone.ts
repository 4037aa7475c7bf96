/** Tells administrators that the bot is out of the tutors' group, once each time, however the program learnt of it. */
import type { Db } from '../db/db.ts'
import { groupGoneSince } from '../db/desk-chat.ts'
import type { Parts } from './context.ts'
import { administrators, ownChat } from './desk-chats.ts'
import { groupTexts } from './texts/group.ts'
import { planText } from './ticketing.ts'

/** The ids of deliveries to flush; none while the bot is in the group. */
export async function planGroupGone(
  tx: Db,
  parts: Pick<Parts, 'outbox' | 'adminIds' | 'clock'>,
): Promise<number[]> {
  const since = await groupGoneSince(tx)
  if (!since) return []
  const ids: number[] = []
  for (const person of await administrators(tx, parts)) {
    const key = `group-gone:${since.toISOString()}:${person.id}`
    const notice = { key, ...ownChat(person), text: groupTexts.gone, now: parts.clock() }
    ids.push(...(await planText(tx, parts, notice)))
  }
  return ids
}
