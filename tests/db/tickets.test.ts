import { afterAll, expect, it } from 'vitest'
import { revokeRole } from '../../db/people.ts'
import {
  answerTicket,
  claimTicket,
  continueTicket,
  findSameTicket,
  openTicket,
  resolveTicket,
  returnTicket,
} from '../../db/tickets.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { historyOf, makePerson, makeTicket, now, soon } from '../helpers/people.ts'

const database = await openTestDatabase()
const db = database.pool
afterAll(() => database.close())

const later = { leaseUntil: soon, remindAt: soon, now }

it('opens one ticket for a question, however often it is asked for', async () => {
  const teacher = await makePerson(db)
  const ticket = await makeTicket(db, teacher)
  const again = {
    questionId: ticket.question_id,
    personId: teacher.id,
    promisedBy: soon,
    remindAt: soon,
    now,
  }
  expect(await openTicket(db, again)).toMatchObject({ fresh: false, ticket: { id: ticket.id } })
  expect(await historyOf(db, ticket.id)).toEqual(['opened'])
})

it('finds the unanswered ticket that asks the same, letter case and edges aside', async () => {
  const teacher = await makePerson(db)
  const ticket = await makeTicket(db, teacher, 'Как стать тьютором?')
  const same = { personId: teacher.id, text: ' как стать ТЬЮТОРОМ? ' }
  expect(await findSameTicket(db, same)).toMatchObject({ id: ticket.id })
  const stranger = await makePerson(db)
  expect(await findSameTicket(db, { ...same, personId: stranger.id })).toBeNull()
})

it('gives the ticket to exactly one of many who claim it at once', async () => {
  const ticket = await makeTicket(db, await makePerson(db))
  const tutors = await Promise.all(Array.from({ length: 8 }, () => makePerson(db)))
  const claims = await Promise.all(
    tutors.map((tutor) => claimTicket(db, { ticketId: ticket.id, tutorId: tutor.id, ...later })),
  )
  expect(claims.filter(Boolean)).toHaveLength(1)
  expect(await historyOf(db, ticket.id)).toEqual(['opened', 'claimed'])
})

it('leases a ticket no longer than until the time promised, unless that is over', async () => {
  const [tutor, teacher] = [await makePerson(db), await makePerson(db)]
  const [late, over] = [await makeTicket(db, teacher), await makeTicket(db, teacher)]
  const leaseUntil = new Date(soon.getTime() + 3_600_000)
  const claim = { tutorId: tutor.id, leaseUntil, now }
  expect(await claimTicket(db, { ...claim, ticketId: late.id })).toMatchObject({
    lease_until: late.promised_by,
  })
  const after = { ...claim, ticketId: over.id, now: over.promised_by }
  expect(await claimTicket(db, after)).toMatchObject({ lease_until: leaseUntil })
})

it('lets only its tutor return or answer a ticket', async () => {
  const [anna, boris] = [await makePerson(db), await makePerson(db)]
  const ticket = await makeTicket(db, await makePerson(db))
  await claimTicket(db, { ticketId: ticket.id, tutorId: anna.id, ...later })
  const byBoris = { ticketId: ticket.id, tutorId: boris.id, now }
  expect(await returnTicket(db, byBoris)).toBeNull()
  expect(await answerTicket(db, byBoris)).toBeNull()
  const byAnna = { ticketId: ticket.id, tutorId: anna.id, now }
  expect(await returnTicket(db, byAnna)).toMatchObject({ status: 'open', tutor_id: null })
  expect(await answerTicket(db, byAnna)).toBeNull()
})

it('brings a continued ticket back to its tutor, and a closed one only while it may be reopened', async () => {
  const [teacher, tutor] = [await makePerson(db), await makePerson(db, { roles: ['tutor'] })]
  const { id: ticketId } = await makeTicket(db, teacher)
  await claimTicket(db, { ticketId, tutorId: tutor.id, ...later })
  await answerTicket(db, { ticketId, tutorId: tutor.id, now })
  await resolveTicket(db, { ticketId, personId: teacher.id, now })
  const next = { ticketId, personId: teacher.id, promisedBy: soon, ...later }
  expect(await continueTicket(db, { ...next, closedSince: soon })).toBeNull()
  const reopened = await continueTicket(db, { ...next, closedSince: now })
  expect(reopened).toMatchObject({ status: 'claimed', tutor_id: tutor.id })
  expect(await historyOf(db, ticketId)).toEqual([
    'opened',
    'claimed',
    'answered',
    'resolved',
    'continued',
  ])
})

it('lets nobody but the asker resolve or continue a ticket', async () => {
  const [teacher, stranger, tutor] = [
    await makePerson(db),
    await makePerson(db),
    await makePerson(db),
  ]
  const { id: ticketId } = await makeTicket(db, teacher)
  await claimTicket(db, { ticketId, tutorId: tutor.id, ...later })
  await answerTicket(db, { ticketId, tutorId: tutor.id, now })
  const foreign = { ticketId, personId: stranger.id, promisedBy: soon, closedSince: now, ...later }
  expect(await resolveTicket(db, foreign)).toBeNull()
  expect(await continueTicket(db, foreign)).toBeNull()
})

it('puts a continued ticket into the queue when its tutor is one no more', async () => {
  const [teacher, tutor] = [await makePerson(db), await makePerson(db, { roles: ['tutor'] })]
  const { id: ticketId } = await makeTicket(db, teacher)
  await claimTicket(db, { ticketId, tutorId: tutor.id, ...later })
  await answerTicket(db, { ticketId, tutorId: tutor.id, now })
  await revokeRole(db, { personId: tutor.id, role: 'tutor' })
  const next = { ticketId, personId: teacher.id, promisedBy: soon, closedSince: now, ...later }
  expect(await continueTicket(db, next)).toMatchObject({
    status: 'open',
    tutor_id: null,
    lease_until: null,
  })
})
