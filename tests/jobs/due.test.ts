import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../db/database.ts'
import { findDelivery, planDelivery } from '../../db/deliveries.ts'
import { storeUpdates, takeUpdates } from '../../db/inbox.ts'
import { claimDelivery, startSending } from '../../db/sending.ts'
import { createDue } from '../../jobs/due.ts'
import type { Queues } from '../../jobs/queues.ts'
import { recoverAfterCrash } from '../../jobs/recover.ts'
import type { Watches } from '../../jobs/watches.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { aDelivery, endHolds } from '../helpers/deliveries.ts'
import { makePerson, makeQuestion, makeTicket, now, soon } from '../helpers/people.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
afterEach(() =>
  database.pool.query(
    'truncate deliveries, inbox, updates_seen, questions restart identity cascade',
  ),
)

/** What one run of `due` asks of the queue. */
async function due({
  at = now,
  takes = async () => true,
  vectorsWait = false,
  deskWaits = false,
  newsWaits = false,
  knowledgeWaits = false,
  remindersWait = false,
  broadcastsWait = false,
} = {}) {
  const jobs: object[] = []
  const enqueue: Queues['enqueue'] = async (name, payload, options) => {
    jobs.push({ name, ...payload, jobId: options?.jobId })
    return takes()
  }
  const queues = { enqueue, healthy: async () => true, close: async () => {} }
  const watch = (waits: boolean) => ({ isDue: async () => waits, run: async () => {} })
  const watches = {
    'watch-desk': watch(deskWaits),
    'tell-editions': watch(newsWaits),
    'review-knowledge': watch(knowledgeWaits),
    'tell-events': watch(false),
    remind: watch(remindersWait),
    broadcast: watch(broadcastsWait),
    'tell-diagnostics': watch(false),
    'keep-measures': watch(false),
    'roadmap-news': watch(false),
    're-embed': watch(vectorsWait),
  }
  await createDue({ pool: database.pool, queues, watches, clock: () => at })({})
  return jobs
}

const plan = async (part: Parameters<typeof aDelivery>[0] = {}) =>
  (await planDelivery(database.pool, { ...aDelivery(part), now })).id

async function onTheWire() {
  const id = await plan()
  const held = { id, owner: 'killed' }
  await claimDelivery(database.pool, { ...held, leaseSeconds: 60, now })
  await startSending(database.pool, { ...held, leaseSeconds: 45, now })
  return id
}

it('asks for nothing when nothing is due', async () => {
  await plan({ dueAt: soon })
  expect(await due()).toEqual([])
})

it('has passages embedded anew that wait for it', async () => {
  expect(await due({ vectorsWait: true })).toEqual([{ name: 're-embed', jobId: 'only' }])
})

it('has the desk looked after when something is due there', async () => {
  expect(await due({ deskWaits: true })).toEqual([{ name: 'watch-desk', jobId: 'only' }])
})

it('has people reminded when something is due', async () => {
  expect(await due({ remindersWait: true })).toEqual([{ name: 'remind', jobId: 'only' }])
})

it('has a delivery sent when its time has come', async () => {
  const id = await plan({ dueAt: soon })
  expect(await due({ at: soon })).toEqual([{ name: 'deliver', deliveryId: id, jobId: id }])
})

it('has a send repeated whose process is gone', async () => {
  const id = await onTheWire()
  expect(await due()).toEqual([])
  await endHolds(database.pool)
  expect(await due()).toEqual([{ name: 'deliver', deliveryId: id, jobId: id }])
})

it('has updates handled that nobody has in hand', async () => {
  const update = { updateId: 1, chatKey: 'telegram:1', press: false, body: {} }
  await storeUpdates(database.pool, { updates: [update], now })
  expect(await due()).toEqual([{ name: 'drain-inbox', jobId: 'only' }])
  await takeUpdates(database.pool, { owner: 'alive', leaseSeconds: 15, limit: 1 })
  expect(await due()).toEqual([])
})

it('has a question answered that nobody answers any more', async () => {
  const question = await makeQuestion(database.pool, await makePerson(database.pool))
  expect(await due()).toEqual([])
  expect(await due({ at: soon })).toEqual([
    { name: 'answer-question', questionId: question.id, jobId: question.id },
  ])
})

it('has a card refreshed that shows less than is true', async () => {
  const ticket = await makeTicket(database.pool, await makePerson(database.pool))
  const id = await plan({ kind: 'card' })
  await database.pool.query(`insert into ticket_cards values ($1, 'telegram:-1', $2, 0)`, [
    ticket.id,
    id,
  ])
  await database.pool.query(`update deliveries set status = 'sent', message_id = '5'`)
  expect(await due()).toEqual([{ name: 'refresh-card', ticketId: ticket.id, jobId: ticket.id }])
  await database.pool.query('update ticket_cards set shown_revision = 1')
  expect(await due()).toEqual([])
})

it('does not look twice at once, however often it is called, and looks again afterwards', async () => {
  const waiting: (() => void)[] = []
  const isDue = () => new Promise<boolean>((resolve) => waiting.push(() => resolve(false)))
  const [queues, clock] = [{} as Queues, () => now]
  const watches = { remind: { isDue, run: async () => {} } } as unknown as Watches
  const look = createDue({ pool: database.pool, queues, watches, clock })
  const first = look({})
  await expect(look({})).resolves.toBeUndefined()
  await expect.poll(() => waiting.length).toBe(1)
  waiting.pop()?.()
  await first
  const next = look({})
  await expect.poll(() => waiting.length).toBe(1)
  waiting.pop()?.()
  await next
})

it('takes a page at a time, and stops when the queue is away', async () => {
  await database.pool.query(
    `insert into deliveries (key, kind, chat_key, content, due_at, created_at)
     select n::text, 'reply', n::text, '{}', $1, $1 from generate_series(1, 500) n`,
    [now],
  )
  expect(await due()).toHaveLength(200)
  expect(await due({ takes: async () => false })).toHaveLength(1)
})

it('forgets after two days which updates were seen', async () => {
  const update = { updateId: 1, chatKey: 'telegram:1', press: false, body: {} }
  await storeUpdates(database.pool, { updates: [update], now })
  await database.pool.query('delete from inbox')
  await due({ at: new Date(now.getTime() + 49 * 60 * 60_000) })
  const { rows } = await database.pool.query('select * from updates_seen')
  expect(rows).toEqual([])
})

it('waits for no lease when it starts alone after a crash', async () => {
  const question = await makeQuestion(database.pool, await makePerson(database.pool))
  const update = { updateId: 1, chatKey: 'telegram:1', press: false, body: {} }
  await storeUpdates(database.pool, { updates: [update], now })
  await takeUpdates(database.pool, { owner: 'killed', leaseSeconds: 15, limit: 1 })
  const id = await onTheWire()
  expect(await recoverAfterCrash(database.pool)).toBe(1)
  expect(await findDelivery(database.pool, { id })).toMatchObject({ repeats: 1 })
  expect(await due()).toMatchObject([
    { name: 'drain-inbox' },
    { name: 'answer-question', questionId: question.id },
    { name: 'deliver', deliveryId: id },
  ])
})
