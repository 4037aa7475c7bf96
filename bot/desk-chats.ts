/** Who is told what at the desk: the tutors' group, a tutor's own chat, and those who oversee it. */
import type { Db } from '../db/db.ts'
import { type DeskChat, listDeskChats } from '../db/duty.ts'
import { findFact } from '../db/facts.ts'
import { findPerson, type Person, peopleWithRole } from '../db/people.ts'
import { chatKeyOf } from './chat-key.ts'
import type { Parts } from './context.ts'

/** Chat key of the tutors' group; null when cards go to tutors privately. */
export async function findTutorGroup(db: Db): Promise<string | null> {
  return findFact(db, { name: 'tutor_chat' })
}

/** Where news of a ticket go: to the group, or to the tutor who has it, or to the whole desk while nobody has it. */
export async function chatsOfTicket(db: Db, tutor: Person | null): Promise<DeskChat[]> {
  const desk = await listDeskChats(db)
  const isPrivate = desk.every(({ personId }) => personId !== null)
  return tutor && isPrivate ? [ownChat(tutor)] : desk
}

/** The person's chat with the bot. */
export function ownChat({ id, external_id }: Person): DeskChat {
  return { chatKey: chatKeyOf(external_id), personId: id }
}

/** Consenting administrators: by the settings, and by the role. */
export async function administrators(
  db: Db,
  { adminIds }: Pick<Parts, 'adminIds'>,
): Promise<Person[]> {
  const found = await peopleWithRole(db, { role: 'administrator' })
  for (const externalId of adminIds) {
    const person = await findPerson(db, { messenger: 'telegram', externalId })
    if (person?.consented && found.every(({ id }) => id !== person.id)) found.push(person)
  }
  return found
}
