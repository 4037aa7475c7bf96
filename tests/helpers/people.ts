/** People and questions made straight in the database, for tests that begin after them. */
import { giveConsent } from '../../db/consents.ts'
import type { Db } from '../../db/db.ts'
import {
  findPersonById,
  grantRole,
  type Person,
  type Role,
  registerPerson,
} from '../../db/people.ts'
import { type QuestionRow, saveQuestion } from '../../db/questions.ts'
import { openTicket, type Ticket } from '../../db/tickets.ts'

export const now = new Date('2026-11-23T09:00:00Z')
export const soon = new Date('2026-11-25T09:00:00Z')
export const consentText = { version: 'v1', body: 'Согласие для проверки.' }

let last = 1000

/** A consenting person with an account of their own. */
export async function makePerson(
  db: Db,
  { name = 'Анна', roles = [] as Role[] } = {},
): Promise<Person> {
  const externalId = String(++last)
  const account = { messenger: 'telegram', externalId }
  const personId = await registerPerson(db, { ...account, name, username: `user${last}`, now })
  await giveConsent(db, { personId, text: consentText, now })
  for (const role of roles) await grantRole(db, { personId, role, grantedBy: null, now })
  return (await findPersonById(db, personId))!
}

/** Makes a tutor with a consent of somebody in Telegram who need not talk to the bot for that. */
export async function makeTutor(db: Db, { id, name }: { id: number; name: string }): Promise<void> {
  const account = { messenger: 'telegram', externalId: String(id), username: null }
  const personId = await registerPerson(db, { ...account, name, now })
  await giveConsent(db, { personId, text: consentText, now })
  await grantRole(db, { personId, role: 'tutor', grantedBy: null, now })
}

export async function makeQuestion(
  db: Db,
  person: Person,
  text = 'Кто такой тьютор?',
): Promise<QuestionRow> {
  const { question } = await saveQuestion(db, {
    origin: `telegram:${++last}`,
    personId: person.id,
    chatKey: `telegram:${person.external_id}`,
    messageId: String(last),
    text,
    municipality: null,
    follows: null,
    now,
    leaseUntil: soon,
  })
  return question
}

export async function makeTicket(db: Db, person: Person, text?: string): Promise<Ticket> {
  const question = await makeQuestion(db, person, text)
  const ticket = {
    questionId: question.id,
    personId: person.id,
    promisedBy: soon,
    remindAt: soon,
    now,
  }
  return (await openTicket(db, ticket)).ticket
}

/** What has happened to the ticket, in order. */
export async function historyOf(db: Db, ticketId: number): Promise<string[]> {
  const { rows } = await db.query<{ act: string }>(
    'select act from ticket_history where ticket_id = $1 order by id',
    [ticketId],
  )
  return rows.map((row) => row.act)
}
