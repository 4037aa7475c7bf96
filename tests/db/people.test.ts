import { afterAll, expect, it } from 'vitest'
import { findConsent, giveConsent, withdrawConsent } from '../../db/consents.ts'
import { enterConversation, findConversation, leaveConversation } from '../../db/conversations.ts'
import { countStored, erasePerson } from '../../db/erasure.ts'
import { createInvite, useInvite } from '../../db/invites.ts'
import { findPerson, findPersonById, peopleWithRole, registerPerson } from '../../db/people.ts'
import { claimTicket, findTicket } from '../../db/tickets.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { consentText, makePerson, makeTicket, now, soon } from '../helpers/people.ts'

const database = await openTestDatabase()
const db = database.pool
afterAll(() => database.close())

it('knows one person by one account, however often they register', async () => {
  const account = { messenger: 'telegram', externalId: '77', name: 'Анна', username: null, now }
  const id = await registerPerson(db, account)
  expect(await registerPerson(db, { ...account, name: 'Другое имя', username: 'anna' })).toBe(id)
  expect(await findPerson(db, account)).toMatchObject({ id, name: 'Анна', username: 'anna' })
})

it('records which text was agreed to and when, and ends a consent once', async () => {
  const person = await makePerson(db)
  await giveConsent(db, { personId: person.id, text: { version: 'v2', body: '…' }, now: soon })
  expect(await findConsent(db, { personId: person.id })).toEqual(
    expect.objectContaining({ text_version: consentText.version, given_at: now }),
  )
  expect(await withdrawConsent(db, { personId: person.id, now })).toBe(true)
  expect(await withdrawConsent(db, { personId: person.id, now })).toBe(false)
  expect(await findPersonById(db, person.id)).toMatchObject({ consented: false })
})

it('lets an invitation be used once, in time, and keeps no code', async () => {
  const [admin, guest, other] = [await makePerson(db), await makePerson(db), await makePerson(db)]
  const invite = { role: 'tutor', createdBy: admin.id, now, expiresAt: soon } as const
  await createInvite(db, { code: 'secret-one', ...invite })
  await createInvite(db, { code: 'secret-two', ...invite })
  expect(await useInvite(db, { code: 'secret-one', personId: guest.id, now })).toMatchObject({
    role: 'tutor',
    fresh: true,
  })
  expect(await useInvite(db, { code: 'secret-one', personId: guest.id, now })).toMatchObject({
    fresh: false,
  })
  expect(await useInvite(db, { code: 'secret-one', personId: other.id, now })).toBeNull()
  expect(await useInvite(db, { code: 'secret-two', personId: other.id, now: soon })).toBeNull()
  const { rows } = await db.query('select * from invites')
  expect(JSON.stringify(rows)).not.toContain('secret')
})

it('keeps one dialogue of a person in a chat, and forgets a stale one', async () => {
  const person = await makePerson(db)
  const place = { personId: person.id, chatKey: 'telegram:1' }
  await enterConversation(db, { ...place, step: 'first', data: {}, now })
  await enterConversation(db, { ...place, step: 'second', data: { ticketId: 5 }, now })
  expect(await findConversation(db, { ...place, since: now })).toEqual({
    step: 'second',
    data: { ticketId: 5 },
  })
  expect(await findConversation(db, { ...place, since: soon })).toBeNull()
  expect(await leaveConversation(db, place)).toBe(true)
  expect(await leaveConversation(db, place)).toBe(false)
})

it('names only consenting people as holders of a role', async () => {
  const tutor = await makePerson(db, { roles: ['methodist'] })
  const gone = await makePerson(db, { roles: ['methodist'] })
  await withdrawConsent(db, { personId: gone.id, now })
  const holders = await peopleWithRole(db, { role: 'methodist' })
  expect(holders.map((person) => person.id)).toEqual([tutor.id])
})

it('leaves no trace of an erased person in any row', async () => {
  const person = await makePerson(db, { name: 'Уникальное-Имя', roles: ['tutor'] })
  const chatKey = `telegram:${person.external_id}`
  const ticket = await makeTicket(db, person)
  await db.query(
    `insert into deliveries (key, kind, chat_key, person_id, content, due_at, created_at)
     values ('erasure:1', 'reply', $1, $2, '{"text": "Уникальное-Имя"}', $3, $3)`,
    [chatKey, person.id, now],
  )
  await enterConversation(db, { personId: person.id, chatKey, step: 'x', data: {}, now })
  expect(await countStored(db, { personId: person.id })).toMatchObject({ questions: 1, tickets: 1 })
  expect(await erasePerson(db, { personId: person.id, now })).toEqual([ticket.id])
  expect(await findPerson(db, { messenger: 'telegram', externalId: person.external_id })).toBeNull()
  expect(await findTicket(db, ticket.id)).toMatchObject({ status: 'closed', person_id: null })
  expect(await everything()).not.toMatch(
    new RegExp(`Уникальное-Имя|user${person.external_id}|${chatKey}`),
  )
})

it('puts what an erased tutor held back into the queue', async () => {
  const [teacher, tutor] = [await makePerson(db), await makePerson(db)]
  const ticket = await makeTicket(db, teacher)
  await claimTicket(db, { ticketId: ticket.id, tutorId: tutor.id, leaseUntil: soon, now })
  expect(await erasePerson(db, { personId: tutor.id, now })).toEqual([ticket.id])
  expect(await findTicket(db, ticket.id)).toMatchObject({ status: 'open', tutor_id: null })
})

/** Every row of every table as text. */
async function everything(): Promise<string> {
  const tables = await db.query(
    `select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const contents = tables.rows.map(async ({ table_name }) => {
    const { rows } = await db.query(`select to_jsonb(t) as row from ${table_name} t`)
    return JSON.stringify(rows)
  })
  return (await Promise.all(contents)).join('\n')
}
