/** A tutor is one no more, or has left the group: what they hold goes back to the queue, and they are told. */
import type { Db } from '../db/db.ts'
import type { Person } from '../db/people.ts'
import { releaseTicketsOf } from '../db/ticket-leavers.ts'
import type { Parts } from './context.ts'
import { ownChat } from './desk-chats.ts'
import { moveTexts } from './texts/moves.ts'
import { planText } from './ticketing.ts'

/** The tickets whose cards change, and the deliveries to flush; both after the commit. */
export interface Released {
  changed: number[]
  planned: number[]
}

/** `by` names the update that did it, which is told once however often it is handled. */
export async function releaseFor(
  tx: Db,
  parts: Pick<Parts, 'outbox'>,
  { tutor, by, now }: { tutor: Person; by: string; now: Date },
): Promise<Released> {
  const changed = await releaseTicketsOf(tx, { tutorId: tutor.id, now })
  if (changed.length === 0) return { changed, planned: [] }
  const key = `desk:released:${by}:${tutor.id}`
  const text = moveTexts.released(changed)
  return { changed, planned: await planText(tx, parts, { key, ...ownChat(tutor), text, now }) }
}
