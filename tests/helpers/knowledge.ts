/** Entries of the knowledge base made straight in the database, for tests that begin after them. */
import type { Pool } from '../../db/db.ts'
import { findVersion, type Version } from '../../db/knowledge.ts'
import { draftEntry, proposeVersion } from '../../db/knowledge-drafts.ts'
import type { Person } from '../../db/people.ts'
import { transaction } from '../../db/transaction.ts'
import type { Memory } from '../../rag/memory.ts'
import { makePerson, makeTicket, now } from './people.ts'

export const inAYear = {
  expiresAt: new Date('2027-11-22T21:00:00Z'),
  lastDay: '2027-11-22',
  zone: 'Europe/Moscow',
}

/** Of a ticket of its own. */
export async function makeDraft(
  db: Pool,
  tutor: Person,
  { question = 'Где лежит бланк?', answer = 'В кабинете 12.' } = {},
): Promise<Version> {
  const ticket = await makeTicket(db, await makePerson(db), question)
  const words = { question, answer, removed: [] }
  const origin = { ticketId: ticket.id, authorId: tutor.id, answeredAt: now, territory: null }
  const entry = { ...words, ...origin, personId: tutor.id, now }
  return (await findVersion(db, await transaction(db, (tx) => draftEntry(tx, entry))))!
}

/** Waiting for a second person. */
export async function makeWaiting(
  db: Pool,
  tutor: Person,
  words?: { question?: string; answer?: string },
): Promise<Version> {
  const { id: versionId, revision } = await makeDraft(db, tutor, words)
  const draft = { versionId, revision, personId: tutor.id, now }
  const version = await transaction(db, (tx) => proposeVersion(tx, draft))
  if (version === null || version === 'taken') throw new Error('the draft was not proposed')
  return version
}

/** Approved and cited. */
export async function makeInForce(
  db: Pool,
  memory: Memory,
  { tutor, methodist }: { tutor: Person; methodist: Person },
  words?: { question?: string; answer?: string },
): Promise<Version> {
  const { id: versionId, revision } = await makeWaiting(db, tutor, words)
  const version = await memory.approve({
    versionId,
    revision,
    personId: methodist.id,
    ...inAYear,
    now,
  })
  if (!version) throw new Error('the version was not approved')
  return version
}
