import { afterAll, expect, it } from 'vitest'
import { erasePerson } from '../../db/erasure.ts'
import {
  dropDraft,
  findDraft,
  notePreview,
  publishEvent,
  reviseDraft,
  startDraft,
} from '../../db/event-drafts.ts'
import { cancelEvent, changeEvent, findEvent, setMoment } from '../../db/events.ts'
import { addSite, countSubscriptions, subscribe } from '../../db/sites.ts'
import { renewEventTimes } from '../../jobs/event-times.ts'
import { planEventReminders } from '../../jobs/plan-reminders.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { makeEvent } from '../helpers/events.ts'
import { makePerson, now } from '../helpers/people.ts'

const database = await openTestDatabase()
const db = database.pool
afterAll(() => database.close())

const START = { starts_local: '2026-11-25T15:00', starts_at: new Date('2026-11-25T12:00:00Z') }
const methodist = await makePerson(db, { roles: ['methodist'] })
const personId = methodist.id

async function makeDraft(facts = {}) {
  const { id } = await startDraft(db, { personId, zone: 'Europe/Moscow', now })
  return (await reviseDraft(db, { id, personId, facts: { title: 'Урок', ...START, ...facts } }))!
}

const dueTimes = async (eventId: number) =>
  (
    await db.query<{ due_at: Date }>(
      `select due_at from reminders where event_id = $1 and status = 'planned' order by due_at`,
      [eventId],
    )
  ).rows.map(({ due_at }) => due_at.toISOString())

it('publishes a draft once, and only as it was seen', async () => {
  const { id, revision } = await makeDraft()
  const press = { id, personId, revision, codeWord: 'заря', now }
  expect(await publishEvent(db, press)).toBeNull()
  await notePreview(db, { id, revision })
  const revised = await reviseDraft(db, { id, personId, facts: { title: 'Другой урок' } })
  expect(await publishEvent(db, { ...press, revision: revised!.revision })).toBeNull()
  expect(await publishEvent(db, press)).toBeNull()
  await notePreview(db, { id, revision: revised!.revision })
  const seen = { ...press, revision: revised!.revision }
  const presses = await Promise.all([publishEvent(db, seen), publishEvent(db, seen)])
  expect(presses.filter(Boolean)).toMatchObject([{ title: 'Другой урок', code_word: 'заря' }])
})

it.each([
  ['without a title', { title: '' }, now],
  ['without a time', { starts_local: null, starts_at: null }, now],
  ['whose time has passed', {}, START.starts_at],
])('publishes no draft %s', async (_what, facts, at) => {
  const { id, revision } = await makeDraft(facts)
  await notePreview(db, { id, revision })
  expect(await publishEvent(db, { id, personId, revision, codeWord: 'заря', now: at })).toBeNull()
})

it('publishes, changes and drops no draft of somebody else', async () => {
  const other = await makePerson(db, { roles: ['methodist'] })
  const { id, revision } = await makeDraft()
  await notePreview(db, { id, revision })
  const press = { id, personId: other.id, revision, codeWord: 'заря', now }
  expect(await publishEvent(db, press)).toBeNull()
  expect(await reviseDraft(db, { id, personId: other.id, facts: { title: 'Чужой' } })).toBeNull()
  expect(await dropDraft(db, { id, personId: other.id })).toBe(false)
  expect(await findDraft(db, { personId })).toMatchObject({ id, title: 'Урок' })
})

it('keeps one draft for a methodist', async () => {
  const first = await makeDraft()
  const second = await makeDraft({ title: 'Второй' })
  expect(await findEvent(db, { id: first.id })).toBeNull()
  expect(await findDraft(db, { personId })).toMatchObject({ id: second.id, title: 'Второй' })
  expect(await dropDraft(db, { id: second.id, personId })).toBe(true)
})

it('changes an event as it was seen: what others have changed since is not overwritten', async () => {
  const { id, sequence } = await makeEvent(db, { personId })
  const change = { id, sequence, told: true, now }
  expect(await changeEvent(db, { ...change, facts: { place: 'Зал' } })).toMatchObject({
    ...{ place: 'Зал', sequence: 1, title: 'Урок с нейросетями' },
  })
  expect(await changeEvent(db, { ...change, facts: { place: 'Двор' } })).toBeNull()
  expect(await cancelEvent(db, { id, sequence, reason: null, now })).toBeNull()
  const silent = { id, sequence: 1, told: false, facts: { title: 'Мастер-класс' }, now }
  expect(await changeEvent(db, silent)).toMatchObject({ title: 'Мастер-класс', sequence: 1 })
  expect(await cancelEvent(db, { id, sequence: 1, reason: 'Болезнь', now })).toMatchObject({
    ...{ status: 'cancelled', sequence: 2, cancel_reason: 'Болезнь' },
  })
  expect(await changeEvent(db, { ...silent, sequence: 2 })).toBeNull()
})

it('changes and cancels no event that is over', async () => {
  const { id, sequence } = await makeEvent(db, { personId, minutes: 90 })
  const end = new Date('2026-11-25T13:30:00Z')
  const change = { id, sequence, facts: { place: 'Зал' }, told: true, now: end }
  expect(await changeEvent(db, change)).toBeNull()
  expect(await cancelEvent(db, { id, sequence, reason: null, now: end })).toBeNull()
})

it('keeps the wall clock when the rules of a zone change, and moves the reminders with it', async () => {
  const { id } = await makeEvent(db, { personId, remind_before: [120] })
  // As the rules of an earlier version of the program had it.
  const earlier = { id, zone: 'Europe/Moscow', local: '2026-11-25T15:00' }
  await setMoment(db, { ...earlier, at: new Date('2026-11-25T11:00:00Z') })
  await planEventReminders(db, { eventId: id, now })
  expect(await dueTimes(id)).toEqual(['2026-11-25T09:00:00.000Z'])
  expect(await renewEventTimes(db, { now })).toBe(1)
  expect(await findEvent(db, { id })).toMatchObject({ ...START, sequence: 0 })
  expect(await dueTimes(id)).toEqual(['2026-11-25T10:00:00.000Z'])
  expect(await renewEventTimes(db, { now })).toBe(0)
})

it('moves no event when the program is given another zone', async () => {
  const { id } = await makeEvent(db, { personId })
  await startDraft(db, { personId, zone: 'Asia/Irkutsk', now })
  expect(await renewEventTimes(db, { now })).toBe(0)
  expect(await findEvent(db, { id })).toMatchObject({ ...START, zone: 'Europe/Moscow' })
})

it('forgets of an erased person what they subscribed to and that they made events', async () => {
  const { id } = await makePerson(db, { roles: ['methodist'] })
  const siteId = (await addSite(db, { name: 'Площадка', personId: id, now }))!
  await subscribe(db, { siteId, personId: id, now })
  const event = await makeEvent(db, { personId: id, site_id: siteId })
  const draft = await startDraft(db, { personId: id, zone: 'Europe/Moscow', now })
  await erasePerson(db, { personId: id, now })
  expect(await countSubscriptions(db, { personId: id })).toBe(0)
  expect(await findEvent(db, { id: draft.id })).toBeNull()
  expect(await findEvent(db, { id: event.id })).toMatchObject({ created_by: null })
})
