/** Where cards go: the tutors' group, or each tutor's own chat when there is no group. */
import type { Db } from '../db/db.ts'
import { findFact } from '../db/facts.ts'
import { peopleWithRole } from '../db/people.ts'
import { chatKeyOf } from './chat-key.ts'

/** Chat key of the tutors' group; null when cards go to tutors privately. */
export async function findTutorGroup(db: Db): Promise<string | null> {
  return findFact(db, { name: 'tutor_chat' })
}

/** Every chat that gets a card, with the person whose own chat it is. Empty when nobody could answer. */
export async function deskChats(db: Db): Promise<{ chatKey: string; personId: number | null }[]> {
  const group = await findTutorGroup(db)
  if (group) return [{ chatKey: group, personId: null }]
  const tutors = await peopleWithRole(db, { role: 'tutor' })
  return tutors.map((tutor) => ({
    chatKey: chatKeyOf(tutor.external_id),
    personId: tutor.id,
  }))
}
