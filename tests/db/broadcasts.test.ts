import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  endBroadcasts,
  hasBroadcastWork,
  leaveOut,
  readyDeliveries,
  runningBroadcasts,
} from '../../db/broadcast-pages.ts'
import { linesOf, repeatDoubtful, reportOf } from '../../db/broadcast-report.ts'
import {
  noteRefusal,
  pauseBroadcast,
  resumeBroadcast,
  scheduleBroadcast,
  stopBroadcast,
} from '../../db/broadcast-states.ts'
import {
  createCorrectionDraft,
  createRemovalDraft,
  findBroadcast,
  listBroadcasts,
  setBroadcastAudience,
  setBroadcastContents,
} from '../../db/broadcasts.ts'
import type { Database } from '../../db/database.ts'
import { erasePerson } from '../../db/erasure.ts'
import { revokeRole } from '../../db/people.ts'
import {
  claimDelivery,
  dueDeliveries,
  markFailed,
  markInDoubt,
  markSent,
  startSending,
} from '../../db/sending.ts'
import { transaction } from '../../db/transaction.ts'
import { begin, deliveriesOf, makeDraft, planSome, text } from '../helpers/broadcasts.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { makePerson, now, soon } from '../helpers/people.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

async function running(options: Parameters<typeof makeDraft>[1] = {}) {
  const draft = await makeDraft(database.pool, options)
  await begin(database.pool, draft.id)
  await planSome(database.pool, draft.id)
  return draft
}

const owner = 'test'
const claim = (id: number) => claimDelivery(database.pool, { id, owner, leaseSeconds: 60, now })

async function put(id: number, state: 'sent' | 'failed' | 'in doubt' | 'sending', error = 'why') {
  await claim(id)
  const held = { id, owner }
  await startSending(database.pool, { ...held, leaseSeconds: 45, now })
  if (state === 'sent') await markSent(database.pool, { id, messageId: `${id}`, now })
  if (state === 'failed') await markFailed(database.pool, { ...held, error })
  if (state === 'in doubt') await markInDoubt(database.pool, { ...held, seconds: 0, error })
}

const sums = (broadcastId: number) => reportOf(database.pool, { broadcastId })
const NOBODY = {
  ...{ audience: 0, planned: 0, sending: 0, sent: 0 },
  ...{ blocked: 0, failed: 0, inDoubt: 0, leftOut: 0 },
}

it('fixes the audience at the start, once', async () => {
  const draft = await makeDraft(database.pool, { people: 3 })
  expect(await begin(database.pool, draft.id)).toMatchObject({ audience: 3 })
  expect(await begin(database.pool, draft.id)).toBeNull()
  expect(await sums(draft.id)).toEqual({ ...NOBODY, audience: 3, planned: 3 })
})

it('begins nothing that is empty', async () => {
  const draft = await makeDraft(database.pool, { contents: [] })
  expect(await begin(database.pool, draft.id)).toBeNull()
})

it('changes drafts only', async () => {
  const { id } = await running()
  const changed = { broadcastId: id, contents: [text('другое')], title: '' }
  expect(await setBroadcastContents(database.pool, changed)).toBe(false)
  expect(await setBroadcastAudience(database.pool, { broadcastId: id, audience: {} })).toBe(false)
})

it('plans one delivery for each person and content, page by page, whatever is repeated', async () => {
  const draft = await makeDraft(database.pool, { people: 3, contents: [text('1'), text('2')] })
  await begin(database.pool, draft.id)
  expect(await planSome(database.pool, draft.id, 2)).toBe(2)
  // As if the page had been written, and not noted.
  await database.pool.query('update broadcast_people set planned = false')
  expect(await planSome(database.pool, draft.id)).toBe(3)
  expect(await planSome(database.pool, draft.id)).toBe(0)
  const planned = await deliveriesOf(database.pool, draft.id)
  expect(planned.map((one) => [one.broadcast_place, one.broadcast_part])).toEqual([
    [1, 0],
    [1, 1],
    [2, 0],
    [2, 1],
    [3, 0],
    [3, 1],
  ])
})

it('sends what the broadcast says, and keeps it once', async () => {
  const { id } = await running({ people: 1 })
  const [delivery] = await deliveriesOf(database.pool, id)
  expect(delivery?.content).toEqual({})
  expect((await claim(delivery!.id))?.content).toEqual(text('Всем привет'))
})

it('takes nothing of a paused broadcast, not even what was claimed', async () => {
  const { id } = await running()
  const [first, second] = await deliveriesOf(database.pool, id)
  await claim(first!.id)
  expect(await pauseBroadcast(database.pool, { broadcastId: id })).toBe(true)
  const started = { id: first!.id, owner, leaseSeconds: 45, now }
  expect(await startSending(database.pool, started)).toBe(false)
  expect(await claim(second!.id)).toBeNull()
  expect(await resumeBroadcast(database.pool, { broadcastId: id })).toBe(true)
  expect(await startSending(database.pool, started)).toBe(true)
})

it('leaves those out who have not been sent anything when it is stopped', async () => {
  const { id } = await running()
  const [first, second] = await deliveriesOf(database.pool, id)
  await put(first!.id, 'sent')
  await put(second!.id, 'sending')
  const stop = () =>
    transaction(database.pool, (tx) => stopBroadcast(tx, { broadcastId: id, because: null, now }))
  expect([await stop(), await stop()]).toEqual([true, false])
  expect(await sums(id)).toEqual({ ...NOBODY, audience: 3, sent: 1, sending: 1, leftOut: 1 })
})

it('does not have other messages wait for a paused broadcast', async () => {
  const { id, people } = await running({ people: 1 })
  await pauseBroadcast(database.pool, { broadcastId: id })
  const other = await makeDraft(database.pool, { people: 0 })
  await setBroadcastAudience(database.pool, {
    broadcastId: other.id,
    audience: { subjects: (await subjectsOf(people[0]!.id)) as string[] },
  })
  await begin(database.pool, other.id)
  await planSome(database.pool, other.id)
  const [delivery] = await deliveriesOf(database.pool, other.id)
  expect(await claim(delivery!.id)).not.toBeNull()
})

async function subjectsOf(personId: number) {
  const { rows } = await database.pool.query<{ subject: string }>(
    'select subject from people where id = $1',
    [personId],
  )
  return rows.map(({ subject }) => subject)
}

it('has nobody else look through its deliveries', async () => {
  const { id } = await running()
  const due = await dueDeliveries(database.pool, { now, limit: 1000 })
  const own = await deliveriesOf(database.pool, id)
  expect(due.filter((one) => own.some((each) => each.id === one.id))).toEqual([])
})

it('counts everybody once, whatever became of them', async () => {
  const { id, people } = await running({ people: 7 })
  const all = await deliveriesOf(database.pool, id)
  await put(all[0]!.id, 'sent')
  await put(all[1]!.id, 'failed')
  await put(all[2]!.id, 'failed', 'the person has blocked the bot')
  await put(all[3]!.id, 'in doubt')
  await put(all[4]!.id, 'sending')
  await transaction(database.pool, (tx) =>
    leaveOut(tx, { broadcastId: id, people: [{ place: 6, reason: 'consent' }] }),
  )
  const counted = { sent: 1, failed: 1, blocked: 1, inDoubt: 1, sending: 1, leftOut: 1, planned: 1 }
  expect(await sums(id)).toEqual({ audience: 7, ...counted })
  await transaction(database.pool, (tx) => erasePerson(tx, { personId: people[0]!.id, now }))
  expect(await sums(id)).toEqual({ audience: 7, ...counted })
  const lines = await linesOf(database.pool, { broadcastId: id })
  expect(lines[0]).toMatchObject({ state: 'sent', name: null })
  expect(lines[5]).toMatchObject({ state: 'leftOut', reason: 'consent', name: 'Анна' })
})

it('knows at the moment of sending who has withdrawn consent, blocked the bot or lost the role', async () => {
  const { id, people } = await makeDraft(database.pool, { people: 4 })
  const ids = people.map((person) => person.id)
  await database.pool.query(
    `insert into roles (person_id, role, granted_at) select unnest($1::bigint[]), 'tutor', $2`,
    [ids, now],
  )
  const audience = { roles: ['tutor' as const], subjects: await subjectsOf(ids[0]!) }
  await setBroadcastAudience(database.pool, { broadcastId: id, audience })
  await begin(database.pool, id)
  await planSome(database.pool, id)
  await database.pool.query('update consents set withdrawn_at = $2 where person_id = $1', [
    ids[0],
    now,
  ])
  await database.pool.query('update accounts set blocked_at = $2 where person_id = $1', [
    ids[1],
    now,
  ])
  await revokeRole(database.pool, { personId: ids[2]!, role: 'tutor' })
  const broadcast = (await runningBroadcasts(database.pool)).find((one) => one.id === id)!
  const ready = await readyDeliveries(database.pool, { broadcast, now, limit: 10 })
  expect(ready.map(({ left_out }) => left_out)).toEqual(['consent', 'blocked', 'role', null])
})

it('ends when nothing is left to send', async () => {
  const { id } = await running({ people: 1 })
  const [delivery] = await deliveriesOf(database.pool, id)
  await endBroadcasts(database.pool, { now })
  expect((await findBroadcast(database.pool, { id }))?.status).toBe('running')
  await put(delivery!.id, 'sent')
  await endBroadcasts(database.pool, { now })
  expect(await findBroadcast(database.pool, { id })).toMatchObject({
    status: 'ended',
    ended_at: now,
  })
})

it('stops at once when the messenger refuses the message itself', async () => {
  const { id } = await running()
  const [first] = await deliveriesOf(database.pool, id)
  await put(first!.id, 'failed', '400: message is too long')
  await refused(id)
  const stopped = await findBroadcast(database.pool, { id })
  expect(stopped).toMatchObject({ status: 'stopped', stopped_because: '400: message is too long' })
  expect(await sums(id)).toEqual({ ...NOBODY, audience: 3, failed: 1, leftOut: 2 })
})

const refused = (broadcastId: number) =>
  transaction(database.pool, (tx) =>
    noteRefusal(tx, { broadcastId, part: 0, reason: '400: message is too long', now }),
  )

it('goes on when others have got what one person’s chat refuses, until there are ten', async () => {
  const { id } = await running({ people: 12 })
  const all = await deliveriesOf(database.pool, id)
  await put(all[0]!.id, 'sent')
  const failed = async (from: number, to: number) => {
    for (const one of all.slice(from, to)) await put(one.id, 'failed', '400: message is too long')
    await refused(id)
    return (await findBroadcast(database.pool, { id }))?.status
  }
  expect(await failed(1, 10)).toBe('running')
  expect(await failed(10, 11)).toBe('stopped')
})

it('repeats what is in doubt only when asked, and once', async () => {
  const { id } = await running({ people: 2 })
  for (const one of await deliveriesOf(database.pool, id)) await put(one.id, 'in doubt')
  const repeat = () =>
    transaction(database.pool, (tx) => repeatDoubtful(tx, { broadcastId: id, now }))
  expect(await repeat()).toBe(0)
  await endBroadcasts(database.pool, { now })
  expect([await repeat(), await repeat()]).toEqual([2, 0])
  for (const one of await deliveriesOf(database.pool, id)) await put(one.id, 'in doubt')
  await endBroadcasts(database.pool, { now })
  expect(await repeat()).toBe(0)
  expect(await sums(id)).toEqual({ ...NOBODY, audience: 2, inDoubt: 2 })
})

it('corrects what arrived, by the messages that arrived', async () => {
  const { id, author } = await running({ people: 3 })
  const [first] = await deliveriesOf(database.pool, id)
  await put(first!.id, 'sent')
  const broadcast = (await findBroadcast(database.pool, { id }))!
  const content = { method: 'editMessageText', payload: { text: 'Лучше' } }
  const draft = { broadcast, part: 0, content, authorId: author.id, now }
  const edit = await createCorrectionDraft(database.pool, draft)
  expect(await begin(database.pool, edit)).toMatchObject({ audience: 1 })
  await planSome(database.pool, edit)
  const [delivery] = await deliveriesOf(database.pool, edit)
  expect((await claim(delivery!.id))?.content).toEqual({
    method: 'editMessageText',
    payload: { text: 'Лучше', message_id: first!.id },
  })
})

it('deletes once what arrived within two days, albums whole', async () => {
  const { id, author } = await running({ people: 3 })
  const [first, second, third] = await deliveriesOf(database.pool, id)
  await put(first!.id, 'sent')
  await markSent(database.pool, { id: second!.id, messageId: '7', partIds: ['7', '8'], now })
  const old = new Date(now.getTime() - 49 * 3_600_000)
  await markSent(database.pool, { id: third!.id, messageId: '9', now: old })
  const broadcast = (await findBroadcast(database.pool, { id }))!
  const contents: [object, object] = [
    { method: 'deleteMessage', payload: {} },
    { method: 'deleteMessages', payload: {} },
  ]
  const draft = { broadcast, contents, authorId: author.id, now }
  const removals = [
    await createRemovalDraft(database.pool, draft),
    await createRemovalDraft(database.pool, draft),
  ]
  expect(await begin(database.pool, removals[0]!)).toMatchObject({ audience: 3 })
  expect(await begin(database.pool, removals[1]!)).toBeNull()
  await planSome(database.pool, removals[0]!)
  const planned = await deliveriesOf(database.pool, removals[0]!)
  const contentsOf = await Promise.all(planned.map(async (one) => (await claim(one.id))?.content))
  expect(contentsOf).toEqual([
    { method: 'deleteMessage', payload: { message_id: first!.id } },
    { method: 'deleteMessages', payload: { message_ids: [7, 8] } },
  ])
  expect(await sums(removals[0]!)).toEqual({ ...NOBODY, audience: 3, planned: 2, leftOut: 1 })
})

it('lists what is no draft, with its author and numbers', async () => {
  const { id } = await running({ people: 2 })
  const [first] = await deliveriesOf(database.pool, id)
  await put(first!.id, 'sent')
  const lines = await listBroadcasts(database.pool, { offset: 0, limit: 50 })
  expect(lines.find((line) => line.id === id)).toMatchObject({
    author: 'Методист',
    audience_size: 2,
    sent_count: 1,
  })
})

it('has work when a scheduled one is due, and keeps a time that was changed', async () => {
  const draft = await makeDraft(database.pool)
  const scheduled = { broadcastId: draft.id, startsAt: soon, ignoresQuietHours: false }
  expect(await scheduleBroadcast(database.pool, scheduled)).toBe(true)
  await database.pool.query(
    `update broadcasts set status = 'cancelled' where status <> 'scheduled'`,
  )
  expect(await hasBroadcastWork(database.pool, { now })).toBe(false)
  expect(await hasBroadcastWork(database.pool, { now: soon })).toBe(true)
  await makePerson(database.pool)
})
