import { afterAll, afterEach, expect, it } from 'vitest'
import { erasePerson } from '../../db/erasure.ts'
import {
  approveVersion,
  prolongEntry,
  rejectVersion,
  removeEntry,
} from '../../db/knowledge-decisions.ts'
import {
  draftCorrection,
  dropDraft,
  proposeVersion,
  reviseVersion,
} from '../../db/knowledge-drafts.ts'
import { countKnowledge, findEntry, listKnowledge } from '../../db/knowledge-list.ts'
import { expireEntries, forgetDrafts, takeExpired } from '../../db/knowledge-times.ts'
import { transaction } from '../../db/transaction.ts'
import { createMemory } from '../../rag/memory.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { inAYear, makeDraft, makeInForce, makeWaiting } from '../helpers/knowledge.ts'
import { makePerson, now } from '../helpers/people.ts'

const database = await openTestDatabase()
const db = database.pool
const memory = createMemory({ pool: db })
afterAll(() => database.close())
afterEach(() => db.query('truncate knowledge, documents, roles restart identity cascade'))

const nextYear = new Date('2027-11-23T09:00:00Z')

async function desk() {
  return {
    tutor: await makePerson(db, { name: 'Анна', roles: ['tutor'] }),
    methodist: await makePerson(db, { name: 'Вера', roles: ['methodist'] }),
  }
}

const seenBy = ({ id }: { id: number }, version: { id: number; revision: number }) => ({
  ...{ versionId: version.id, revision: version.revision, personId: id, now },
})

async function editionOf(versionId: number) {
  const { rows } = await db.query(
    'select e.status from knowledge_versions v join editions e on e.id = v.edition_id where v.id = $1',
    [versionId],
  )
  return rows[0]?.status
}

it('has words approved by a second person, once, and only as they were seen', async () => {
  const { tutor, methodist } = await desk()
  const version = await makeWaiting(db, tutor)
  expect(await approveVersion(db, seenBy(tutor, version))).toBeNull()
  const changed = await reviseVersion(db, { versionId: version.id, ...version, answer: 'В 14.' })
  expect(await approveVersion(db, seenBy(methodist, version))).toBeNull()
  const decisions = await Promise.all(
    [1, 2, 3].map(() => approveVersion(db, seenBy(methodist, changed!))),
  )
  expect(decisions.filter(Boolean)).toMatchObject([{ status: 'approved', decided_as: 'methodist' }])
})

it('lets the only person who could decide approve their own words', async () => {
  const tutor = await makePerson(db, { roles: ['tutor'] })
  const version = await makeWaiting(db, tutor)
  const approved = await approveVersion(db, seenBy(tutor, version))
  expect(approved).toMatchObject({ status: 'approved', decided_as: null })
})

it('has one entry of a ticket wait, of two people who offer it at once', async () => {
  const { tutor, methodist } = await desk()
  const mine = await makeDraft(db, tutor)
  await db.query(
    `insert into knowledge (ticket_id, answered_at) select ticket_id, answered_at from knowledge`,
  )
  const { rows } = await db.query<{ id: number }>(
    `insert into knowledge_versions (knowledge_id, question, answer, proposed_by, proposed_at)
     select max(id), 'Где?', 'Там.', $1, $2 from knowledge returning id`,
    [methodist.id, now],
  )
  const offers = await Promise.all([
    transaction(db, (tx) => proposeVersion(tx, seenBy(tutor, mine))),
    transaction(db, (tx) =>
      proposeVersion(tx, seenBy(methodist, { id: rows[0]!.id, revision: 1 })),
    ),
  ])
  expect(offers.filter((offer) => offer === 'taken')).toHaveLength(1)
})

it('drops a draft for its own author alone, and forgets those that nobody saves', async () => {
  const { tutor, methodist } = await desk()
  const draft = await makeDraft(db, tutor)
  expect(await dropDraft(db, { versionId: draft.id, personId: methodist.id })).toBe(false)
  expect(await dropDraft(db, { versionId: draft.id, personId: tutor.id })).toBe(true)
  await makeDraft(db, tutor)
  await forgetDrafts(db, { draftsBefore: now })
  const { rows } = await db.query('select from knowledge')
  expect(rows).toEqual([])
})

it('puts a correction in the place of what was cited, under the same rules', async () => {
  const people = await desk()
  const version = await makeInForce(db, memory, people)
  const { knowledge_id: knowledgeId } = version
  const correction = { knowledgeId, personId: people.tutor.id, now }
  const id = await draftCorrection(db, correction)
  expect(await draftCorrection(db, correction)).toBe(id)
  const waiting = await proposeVersion(db, seenBy(people.tutor, { id: id!, revision: 1 }))
  expect(await editionOf(version.id)).toBe('current')
  await memory.approve({ ...seenBy(people.methodist, waiting as never), ...inAYear })
  expect([await editionOf(version.id), await editionOf(id!)]).toEqual(['superseded', 'current'])
  expect(await findEntry(db, knowledgeId)).toMatchObject({ id })
})

it('ends the time of an entry once, tells it once, and prolongs it', async () => {
  const version = await makeInForce(db, memory, await desk())
  const { knowledge_id: knowledgeId } = version
  expect(await expireEntries(db, { now })).toEqual([])
  expect(await expireEntries(db, { now: nextYear })).toEqual([knowledgeId])
  expect(await expireEntries(db, { now: nextYear })).toEqual([])
  expect(await editionOf(version.id)).toBe('archived')
  expect(await takeExpired(db, { now: nextYear })).toEqual([knowledgeId])
  expect(await takeExpired(db, { now: nextYear })).toEqual([])
  const expiry = { expiresAt: new Date('2028-11-22T21:00:00Z'), lastDay: '2028-11-22' }
  expect(await prolongEntry(db, { knowledgeId, ...expiry })).toBe(true)
  expect(await editionOf(version.id)).toBe('current')
  expect(await removeEntry(db, { knowledgeId })).toBe(true)
  expect(await prolongEntry(db, { knowledgeId, ...expiry })).toBe(false)
})

it('lists by state, a page at a time, with one more to tell that there is a next page', async () => {
  const people = await desk()
  await makeInForce(db, memory, people)
  for (let number = 1; number <= 6; number++) await makeWaiting(db, people.tutor)
  await makeDraft(db, people.tutor)
  expect(await countKnowledge(db)).toEqual({ waiting: 6, 'in-force': 1, expired: 0 })
  const page = { filter: 'waiting', offset: 0, limit: 5 } as const
  expect(await listKnowledge(db, page)).toHaveLength(6)
  expect(await listKnowledge(db, { ...page, offset: 5 })).toHaveLength(1)
  await expireEntries(db, { now: nextYear })
  expect(await listKnowledge(db, { ...page, filter: 'expired' })).toHaveLength(1)
})

it('keeps entries of an erased person without the name, and lets others decide on what they proposed', async () => {
  const people = await desk()
  const version = await makeInForce(db, memory, people)
  const waiting = await makeWaiting(db, people.tutor)
  await makeDraft(db, people.tutor)
  await transaction(db, (tx) => erasePerson(tx, { personId: people.tutor.id, now }))
  const entry = await findEntry(db, version.knowledge_id)
  expect(entry).toMatchObject({ author: null, proposer: null, answer: 'В кабинете 12.' })
  const rejection = { ...seenBy(people.methodist, waiting), reason: 'Устарело.' }
  expect(await rejectVersion(db, rejection)).toMatchObject({
    status: 'rejected',
    reason: 'Устарело.',
  })
  const { rows } = await db.query(`select from knowledge_versions where status = 'draft'`)
  expect(rows).toEqual([])
})
