import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { reportOf } from '../../db/broadcast-report.ts'
import { pauseBroadcast, resumeBroadcast, scheduleBroadcast } from '../../db/broadcast-states.ts'
import { findBroadcast, setBroadcastAudience } from '../../db/broadcasts.ts'
import { giveConsent, withdrawConsent } from '../../db/consents.ts'
import type { Database } from '../../db/database.ts'
import { revokeRole } from '../../db/people.ts'
import { createBroadcastWatch } from '../../jobs/broadcast.ts'
import type { BroadcastNews } from '../../jobs/broadcast-news.ts'
import { createQuietTimes } from '../../jobs/quiet-hours.ts'
import { begin, deliveriesOf, makeDraft, PRIORITY } from '../helpers/broadcasts.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { endHolds } from '../helpers/deliveries.ts'
import { createScriptedNotifier } from '../helpers/notifier.ts'
import { consentText, now, soon } from '../helpers/people.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
afterEach(() =>
  database.pool.query('truncate broadcasts, broadcast_people, deliveries restart identity cascade'),
)

/** Past eleven in the evening in Moscow; and the next morning at eight. */
const NIGHT = new Date('2026-11-23T20:30:00Z')
const MORNING = new Date('2026-11-24T05:00:00Z')

function open() {
  const { pool } = database
  const notifier = createScriptedNotifier()
  const clock = { now }
  const told: string[] = []
  const news: BroadcastNews = {
    planProgress: async () => null,
    progress: () => ({}),
    planReport: async (_tx, { broadcast, repeatable }) => {
      told.push(`${broadcast.status}, ${repeatable} in doubt`)
      return []
    },
    mayBroadcast: ({ roles }) => roles.includes('methodist'),
    planCancelled: async () => {
      told.push('not begun')
      return []
    },
  }
  const watch = createBroadcastWatch({
    sender: { pool, notifier, clock: () => clock.now },
    outbox: { flush: async () => [] },
    news,
    quiet: createQuietTimes({ quietHours: '21:00-08:00', zone: 'Europe/Moscow' }),
    priority: PRIORITY,
  })
  return { watch, notifier, clock, told }
}

const sums = (broadcastId: number) => reportOf(database.pool, { broadcastId })
const statusOf = async (id: number) => (await findBroadcast(database.pool, { id }))?.status

it('sends to everybody, ends, and reports once', async () => {
  const { watch, notifier, told } = open()
  const { id, people } = await makeDraft(database.pool, { people: 20 })
  await begin(database.pool, id)
  expect(await watch.isDue()).toBe(true)
  await watch.run()
  const chats = new Set(notifier.sent.map(({ chatKey }) => chatKey))
  expect(chats).toEqual(new Set(people.map(({ external_id }) => `telegram:${external_id}`)))
  expect(notifier.sent).toHaveLength(20)
  expect(await sums(id)).toMatchObject({ audience: 20, sent: 20 })
  expect(told).toEqual(['ended, 0 in doubt'])
  expect(await watch.isDue()).toBe(false)
})

it('marks who has blocked the bot, and does not try them again', async () => {
  const { watch, notifier } = open()
  notifier.next({ kind: 'blocked', why: 'blocked' }, { kind: 'blocked', why: 'deactivated' })
  const { id } = await makeDraft(database.pool, { people: 3 })
  await begin(database.pool, id)
  await watch.run()
  expect(await sums(id)).toMatchObject({ audience: 3, sent: 1, blocked: 2 })
  const again = await makeDraft(database.pool, { people: 0 })
  const { audience } = (await findBroadcast(database.pool, { id }))!
  await setBroadcastAudience(database.pool, { broadcastId: again.id, audience })
  expect(await begin(database.pool, again.id)).toMatchObject({ audience: 1 })
})

it('stops at the first refusal of the message, not after thousands', async () => {
  const { watch, notifier, told } = open()
  notifier.next(...Array.from({ length: 30 }, () => REFUSED))
  const { id } = await makeDraft(database.pool, { people: 30 })
  await begin(database.pool, id)
  await watch.run()
  expect(notifier.sent.length).toBeLessThanOrEqual(16)
  const stopped = await findBroadcast(database.pool, { id })
  expect(stopped).toMatchObject({ status: 'stopped', stopped_because: REFUSED.reason })
  const { audience, failed, leftOut } = await sums(id)
  expect([audience, failed + leftOut]).toEqual([30, 30])
  expect(told).toEqual(['stopped, 0 in doubt'])
})

const REFUSED = { kind: 'refused', reason: "400: can't parse entities" } as const

it('tries again what the messenger itself has failed with, and what never reached it', async () => {
  const { watch, notifier } = open()
  notifier.next(
    { kind: 'unknown', reason: '500: Internal Server Error', denied: true },
    { kind: 'unsent', reason: 'ECONNREFUSED' },
  )
  const { id } = await makeDraft(database.pool, { people: 3 })
  await begin(database.pool, id)
  await watch.run()
  await endHolds(database.pool)
  await watch.run()
  expect(await sums(id)).toMatchObject({ audience: 3, sent: 3 })
})

it('leaves in doubt what may have arrived, and offers to repeat it', async () => {
  const { watch, notifier, told } = open()
  notifier.next({ kind: 'unknown', reason: 'ECONNRESET', denied: false })
  const { id } = await makeDraft(database.pool, { people: 3 })
  await begin(database.pool, id)
  await watch.run()
  expect(await sums(id)).toMatchObject({ audience: 3, sent: 2, inDoubt: 1 })
  expect(notifier.sent).toHaveLength(3)
  expect(told).toEqual(['ended, 1 in doubt'])
})

it('tries one at a time, and carefully, while the messenger is in trouble', async () => {
  const { watch, notifier } = open()
  const unreachable = { kind: 'unsent', reason: 'ENETUNREACH' } as const
  const careful = () => notifier.sent.filter(({ carefully }) => carefully).length
  const answer = async () =>
    careful() < 2 ? unreachable : ({ kind: 'sent', messageId: '1' } as const)
  notifier.next(...Array.from({ length: 60 }, () => answer))
  const { id } = await makeDraft(database.pool, { people: 40 })
  await begin(database.pool, id)
  const began = performance.now()
  await watch.run()
  expect(performance.now() - began).toBeGreaterThan(2_500)
  expect(careful()).toBeGreaterThan(1)
  await endHolds(database.pool)
  await watch.run()
  expect(await sums(id)).toMatchObject({ audience: 40, sent: 40 })
})

it('has everybody wait when the messenger asks for it', async () => {
  const { watch, notifier } = open()
  notifier.next({ kind: 'wait', seconds: 1, everyone: true })
  const { id } = await makeDraft(database.pool, { people: 20 })
  await begin(database.pool, id)
  const began = performance.now()
  await watch.run()
  expect(performance.now() - began).toBeGreaterThan(1_000)
  await endHolds(database.pool)
  await watch.run()
  expect(await sums(id)).toMatchObject({ audience: 20, sent: 20 })
})

it('stops sending within two seconds of a pause, and goes on where it was', async () => {
  const { watch, notifier } = open()
  const { id } = await makeDraft(database.pool, { people: 40 })
  await begin(database.pool, id)
  notifier.next(async () => {
    await pauseBroadcast(database.pool, { broadcastId: id })
    return { kind: 'sent', messageId: '1' }
  })
  await watch.run()
  expect(notifier.sent.length).toBeLessThanOrEqual(16)
  expect(await watch.isDue()).toBe(false)
  await resumeBroadcast(database.pool, { broadcastId: id })
  await watch.run()
  expect(notifier.sent).toHaveLength(40)
  expect(await sums(id)).toMatchObject({ audience: 40, sent: 40 })
})

it('leaves out who has withdrawn consent since the start', async () => {
  const { watch, notifier } = open()
  const { id, people } = await makeDraft(database.pool, { people: 2 })
  await begin(database.pool, id)
  await withdrawConsent(database.pool, { personId: people[0]!.id, now })
  await watch.run()
  expect(notifier.sent).toHaveLength(1)
  expect(await sums(id)).toMatchObject({ audience: 2, sent: 1, leftOut: 1 })
  await giveConsent(database.pool, { personId: people[0]!.id, text: consentText, now })
})

it('waits for the end of quiet hours, also when they began after the start', async () => {
  const { watch, notifier, clock } = open()
  const early = await makeDraft(database.pool, { people: 2 })
  await begin(database.pool, early.id, false)
  await pauseBroadcast(database.pool, { broadcastId: early.id })
  clock.now = NIGHT
  const late = await makeDraft(database.pool, { people: 2 })
  await begin(database.pool, late.id, false)
  await resumeBroadcast(database.pool, { broadcastId: early.id })
  await watch.run()
  expect(notifier.sent).toHaveLength(0)
  expect(await watch.isDue()).toBe(false)
  clock.now = MORNING
  await watch.run()
  expect(notifier.sent).toHaveLength(4)
})

it('does not mind quiet hours when its author has said so', async () => {
  const { watch, notifier, clock } = open()
  clock.now = NIGHT
  const { id } = await makeDraft(database.pool, { people: 2 })
  await begin(database.pool, id, true)
  await watch.run()
  expect(notifier.sent).toHaveLength(2)
})

it('begins what is scheduled when its time has come, if its author may still do that', async () => {
  const { watch, notifier, clock, told } = open()
  const drafts = [await makeDraft(database.pool), await makeDraft(database.pool)]
  for (const { id } of drafts) {
    const scheduled = { broadcastId: id, startsAt: soon, ignoresQuietHours: false }
    await scheduleBroadcast(database.pool, scheduled)
  }
  await revokeRole(database.pool, { personId: drafts[1]!.author.id, role: 'methodist' })
  expect(await watch.isDue()).toBe(false)
  clock.now = soon
  await watch.run()
  expect(notifier.sent).toHaveLength(3)
  expect(await statusOf(drafts[0]!.id)).toBe('ended')
  expect(await statusOf(drafts[1]!.id)).toBe('cancelled')
  expect(told).toContain('not begun')
})

it('goes on after a process that was killed at any of its steps', async () => {
  const { watch, notifier } = open()
  const { id } = await makeDraft(database.pool, { people: 5 })
  await begin(database.pool, id)
  notifier.next(() => Promise.reject(new Error('killed')))
  await expect(watch.run()).rejects.toThrow('killed')
  const states = (await deliveriesOf(database.pool, id)).map(({ status }) => status)
  expect(states.filter((status) => status === 'sending')).toHaveLength(1)
  await open().watch.run()
  expect(await sums(id)).toMatchObject({ audience: 5, sent: 4, sending: 1 })
  expect(notifier.sent.length).toBeLessThanOrEqual(5)
})

it('begins nothing more when it is told to end', async () => {
  const { watch, notifier } = open()
  const { id } = await makeDraft(database.pool, { people: 20 })
  await begin(database.pool, id)
  const isSent = Promise.withResolvers<void>()
  notifier.next(async () => {
    isSent.resolve()
    return { kind: 'sent', messageId: '1' }
  })
  const run = watch.run()
  await isSent.promise
  await watch.stop()
  await run
  expect(notifier.sent.length).toBeLessThanOrEqual(17)
  expect(await sums(id)).toMatchObject({ audience: 20, sending: 0 })
})
