import { afterAll, expect, it } from 'vitest'
import {
  closeUncontested,
  endLeases,
  isDeskDue,
  takeOverdue,
  takeReminders,
} from '../../db/ticket-times.ts'
import type { Ticket } from '../../db/tickets.ts'
import {
  answerTicket,
  claimTicket,
  continueTicket,
  findTicket,
  returnTicket,
} from '../../db/tickets.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { historyOf, makePerson, makeTicket, now, soon } from '../helpers/people.ts'

const database = await openTestDatabase()
const db = database.pool
afterAll(() => database.close())

const after = (hours: number) => new Date(soon.getTime() + hours * 60 * 60_000)
const look = { now: after(1), limit: 1000 }
const anna = await makePerson(db, { roles: ['tutor'] })

async function claimed(): Promise<Ticket> {
  const { id: ticketId } = await makeTicket(db, await makePerson(db))
  const claim = { ticketId, tutorId: anna.id, leaseUntil: soon, now }
  return (await claimTicket(db, claim))!
}

const mine = <Row extends { id: number }>(rows: Row[], { id }: { id: number }) =>
  rows.filter((row) => row.id === id)

it('ends a lease once, whoever looks first, and says whose it was', async () => {
  const ticket = await claimed()
  expect(mine(await endLeases(db, { ...look, now }), ticket)).toEqual([])
  const looks = await Promise.all([endLeases(db, look), endLeases(db, look), endLeases(db, look)])
  expect(mine(looks.flat(), ticket)).toEqual([
    { id: ticket.id, tutor_id: anna.id, revision: ticket.revision + 1 },
  ])
  expect(await findTicket(db, ticket.id)).toMatchObject({ status: 'open', tutor_id: null })
  expect(await historyOf(db, ticket.id)).toEqual(['opened', 'claimed', 'lease ended'])
})

it('reminds once for each stay in the queue, and never of a claimed ticket', async () => {
  const ticket = await makeTicket(db, await makePerson(db))
  expect(mine(await takeReminders(db, { ...look, now }), ticket)).toEqual([])
  const looks = await Promise.all([takeReminders(db, look), takeReminders(db, look)])
  expect(mine(looks.flat(), ticket)).toHaveLength(1)
  const claim = { ticketId: ticket.id, tutorId: anna.id, leaseUntil: after(9), now }
  await claimTicket(db, claim)
  expect(mine(await takeReminders(db, look), ticket)).toEqual([])
  await returnTicket(db, { ticketId: ticket.id, tutorId: anna.id, now })
  expect(mine(await takeReminders(db, look), ticket)).toHaveLength(1)
})

it('tells once of each broken promise, also after a new one', async () => {
  const teacher = await makePerson(db)
  const ticket = await makeTicket(db, teacher)
  expect(mine(await takeOverdue(db, { ...look, now }), ticket)).toEqual([])
  const looks = await Promise.all([takeOverdue(db, look), takeOverdue(db, look)])
  expect(mine(looks.flat(), ticket)).toHaveLength(1)
  const claim = { ticketId: ticket.id, tutorId: anna.id, leaseUntil: after(9), now }
  await claimTicket(db, claim)
  await answerTicket(db, claim)
  const again = { promisedBy: after(2), remindAt: after(2), leaseUntil: after(2), closedSince: now }
  await continueTicket(db, { ...again, ticketId: ticket.id, personId: teacher.id, now })
  expect(mine(await takeOverdue(db, look), ticket)).toEqual([])
  expect(mine(await takeOverdue(db, { ...look, now: after(3) }), ticket)).toHaveLength(1)
})

it('closes what was answered and not contested, once', async () => {
  const ticket = await claimed()
  await answerTicket(db, { ticketId: ticket.id, tutorId: anna.id, now: soon })
  expect(await closeUncontested(db, { ...look, answeredBefore: now })).not.toContain(ticket.id)
  const closing = { ...look, answeredBefore: soon }
  const looks = await Promise.all([closeUncontested(db, closing), closeUncontested(db, closing)])
  expect(looks.flat().filter((id) => id === ticket.id)).toHaveLength(1)
  expect(await historyOf(db, ticket.id)).toEqual(['opened', 'claimed', 'answered', 'uncontested'])
})

it('knows whether anything is due', async () => {
  const due = (at: Date) => isDeskDue(db, { now: at, answeredBefore: now })
  await endLeases(db, look)
  await takeReminders(db, look)
  await takeOverdue(db, look)
  expect(await due(after(1))).toBe(false)
  const ticket = await claimed()
  expect(await due(now)).toBe(false)
  expect(await due(soon)).toBe(true)
  await answerTicket(db, { ticketId: ticket.id, tutorId: anna.id, now: soon })
  expect(await due(after(1))).toBe(false)
})
