import { afterAll, expect, it } from 'vitest'
import { markBlocked } from '../../db/deliveries.ts'
import { revokeRole } from '../../db/people.ts'
import { listAskers } from '../../db/ticket-askers.ts'
import { closeTicketsOf, releaseTicketsOf, releaseTicketsOfGone } from '../../db/ticket-leavers.ts'
import {
  answerOrRetake,
  handOverTicket,
  joinTicket,
  listJoinedTickets,
  prolongTicket,
  rejectTicket,
} from '../../db/ticket-moves.ts'
import {
  claimTicket,
  continueTicket,
  findSameTicket,
  findTicket,
  returnTicket,
} from '../../db/tickets.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { historyOf, makePerson, makeTicket, now, soon } from '../helpers/people.ts'

const database = await openTestDatabase()
const db = database.pool
afterAll(() => database.close())

const [anna, boris] = [
  await makePerson(db, { roles: ['tutor'] }),
  await makePerson(db, { roles: ['tutor'] }),
]
const lease = new Date('2026-11-24T09:00:00Z')

async function heldBy(tutor: { id: number }, text?: string) {
  const teacher = await makePerson(db)
  const { id: ticketId } = await makeTicket(db, teacher, text)
  await claimTicket(db, { ticketId, tutorId: tutor.id, leaseUntil: lease, now })
  return { ticketId, teacher, tutorId: tutor.id, now }
}

it('hands a ticket over to another tutor who can answer, and to nobody else', async () => {
  const held = await heldBy(anna)
  const move = { ...held, toId: boris.id, leaseUntil: soon }
  const stranger = await makePerson(db)
  expect(await handOverTicket(db, { ...move, toId: stranger.id })).toBeNull()
  expect(await handOverTicket(db, { ...move, toId: anna.id })).toBeNull()
  expect(await handOverTicket(db, { ...move, tutorId: boris.id, toId: anna.id })).toBeNull()
  const moved = { status: 'claimed', tutor_id: boris.id, lease_until: soon }
  expect(await handOverTicket(db, move)).toMatchObject(moved)
  expect(await handOverTicket(db, move)).toBeNull()
  expect(await historyOf(db, held.ticketId)).toEqual(['opened', 'claimed', 'handed over'])
})

it('lets one of two moves at the same time happen', async () => {
  const held = await heldBy(anna)
  const done = await Promise.all([
    handOverTicket(db, { ...held, toId: boris.id, leaseUntil: soon }),
    returnTicket(db, held),
    rejectTicket(db, held),
  ])
  expect(done.filter(Boolean)).toHaveLength(1)
  expect(await historyOf(db, held.ticketId)).toHaveLength(3)
})

it('prolongs a lease up to the promised time, once, for its tutor', async () => {
  const held = await heldBy(anna)
  expect(await prolongTicket(db, { ...held, tutorId: boris.id })).toBeNull()
  expect(await prolongTicket(db, held)).toMatchObject({ lease_until: soon, status: 'claimed' })
  expect(await prolongTicket(db, held)).toBeNull()
})

it('takes a ticket again for an answer when its lease ran out and it is free', async () => {
  const held = await heldBy(anna)
  const answer = { ticketId: held.ticketId, tutorId: anna.id, leaseUntil: soon, now }
  await returnTicket(db, held)
  expect(await answerOrRetake(db, answer)).toMatchObject({ status: 'answered', tutor_id: anna.id })
  const lost = await heldBy(boris)
  expect(await answerOrRetake(db, { ...answer, ticketId: lost.ticketId })).toBeNull()
})

it('closes a rejected ticket, which its asker may reopen', async () => {
  const held = await heldBy(anna)
  expect(await rejectTicket(db, held)).toMatchObject({ status: 'closed', lease_until: null })
  const next = { promisedBy: soon, remindAt: soon, leaseUntil: lease, closedSince: now, now }
  const again = { ...next, ticketId: held.ticketId, personId: held.teacher.id }
  expect(await continueTicket(db, again)).toMatchObject({ status: 'claimed', tutor_id: anna.id })
})

it('joins a ticket to another one with whatever was joined to it, and tells who waits', async () => {
  const [main, second, third] = [await heldBy(boris), await heldBy(anna), await heldBy(anna)]
  await joinTicket(db, { ...third, intoId: second.ticketId })
  const done = await joinTicket(db, { ...second, intoId: main.ticketId })
  expect(done?.joined).toMatchObject({ id: second.ticketId, status: 'closed' })
  expect(done?.into).toMatchObject({ id: main.ticketId, status: 'claimed', revision: 3 })
  const joined = await listJoinedTickets(db, main.ticketId)
  expect(joined.map(({ id }) => id)).toEqual([second.ticketId, third.ticketId])
  const askers = await listAskers(db, main.ticketId)
  expect(askers.map(({ person_id }) => person_id)).toEqual(
    [main, second, third].map(({ teacher }) => teacher.id),
  )
  expect(await historyOf(db, main.ticketId)).toEqual(['opened', 'claimed', 'joined by'])
})

it('joins nothing to itself, to a closed ticket, or for a tutor who does not have it', async () => {
  const [main, other] = [await heldBy(boris), await heldBy(anna)]
  expect(await joinTicket(db, { ...other, intoId: other.ticketId })).toBeNull()
  expect(await joinTicket(db, { ...other, tutorId: boris.id, intoId: main.ticketId })).toBeNull()
  expect(await joinTicket(db, { ...other, tutorId: null, intoId: main.ticketId })).toBeNull()
  await rejectTicket(db, main)
  expect(await joinTicket(db, { ...other, intoId: main.ticketId })).toBeNull()
  expect(await historyOf(db, other.ticketId)).toEqual(['opened', 'claimed'])
})

it('repeats the number of a joined ticket while its answer is waited for, and lets its asker go on alone', async () => {
  const [main, other] = [await heldBy(boris), await heldBy(anna, 'Когда отпуск?')]
  await joinTicket(db, { ...other, intoId: main.ticketId })
  const same = { personId: other.teacher.id, text: 'когда отпуск?' }
  expect(await findSameTicket(db, same)).toMatchObject({ id: other.ticketId })
  const next = { promisedBy: soon, remindAt: soon, leaseUntil: lease, closedSince: now, now }
  const alone = { ...next, ticketId: other.ticketId, personId: other.teacher.id }
  expect(await continueTicket(db, alone)).toMatchObject({ joined_to: null, status: 'claimed' })
  expect(await listJoinedTickets(db, main.ticketId)).toEqual([])
})

it('keeps a ticket for those who joined it when its own asker leaves', async () => {
  const [main, other] = [await heldBy(boris), await heldBy(anna)]
  await joinTicket(db, { ...other, intoId: main.ticketId })
  expect(await closeTicketsOf(db, { personId: main.teacher.id, now })).toEqual([])
  expect(await findTicket(db, main.ticketId)).toMatchObject({ status: 'claimed' })
})

it('puts the tickets of whoever cannot answer any more back into the queue', async () => {
  const [gone, silent, there] = [
    await makePerson(db, { roles: ['tutor'] }),
    await makePerson(db, { roles: ['tutor'] }),
    await makePerson(db, { roles: ['tutor'] }),
  ]
  const held = [await heldBy(gone), await heldBy(silent), await heldBy(there)]
  await revokeRole(db, { personId: gone.id, role: 'tutor' })
  const chatKey = `telegram:${silent.external_id}`
  await markBlocked(db, { personId: silent.id, chatKey, now })
  expect(await releaseTicketsOfGone(db, { now })).toEqual([held[0]!.ticketId, held[1]!.ticketId])
  expect(await releaseTicketsOfGone(db, { now })).toEqual([])
  expect(await releaseTicketsOf(db, { tutorId: there.id, now })).toEqual([held[2]!.ticketId])
  expect(await historyOf(db, held[0]!.ticketId)).toEqual(['opened', 'claimed', 'tutor left'])
})
