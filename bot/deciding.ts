/** What a second person decides about an entry, and what methodists do with one in force: once, audited, and told. */
import { recordAct } from '../db/audit.ts'
import type { Db } from '../db/db.ts'
import type { Version } from '../db/knowledge.ts'
import { prolongEntry, rejectVersion, removeEntry } from '../db/knowledge-decisions.ts'
import { findPersonById } from '../db/people.ts'
import { transaction } from '../db/transaction.ts'
import type { Parts, PersonContext } from './context.ts'
import { ownChat } from './desk-chats.ts'
import type { Html } from './html.ts'
import { expiryOf } from './knowledge-entries.ts'
import { knowledgeTexts } from './texts/knowledge.ts'
import { planText } from './ticketing.ts'

interface Seen {
  version: number
  revision: number
}

/** The words are cited from now on; null when they may not be approved (any more). */
export async function approve(
  { person, now }: PersonContext,
  { memory, centre, outbox }: Parts,
  { version: versionId, revision }: Seen,
): Promise<{ version: Version; until: string } | null> {
  const { until, ...expiry } = expiryOf(centre, now)
  const { zone } = centre.calendar
  const decision = { versionId, revision, personId: person.id, ...expiry, zone, now }
  const planned: number[] = []
  const version = await memory.approve(decision, async (tx, approved) => {
    const text = knowledgeTexts.approvedTo(approved, until)
    const told = { version: approved, about: 'approved', by: person.id, text, now }
    planned.push(...(await planToProposer(tx, { outbox }, told)))
  })
  if (!version) return null
  await outbox.flush(planned)
  return { version, until }
}

/** Null when the words are others by now, or decided about before. */
export async function reject(
  { person, now }: PersonContext,
  { pool, outbox }: Parts,
  { version: versionId, revision, reason }: Seen & { reason: string },
): Promise<Version | null> {
  const decision = { versionId, revision, personId: person.id, reason, now }
  const result = await transaction(pool, async (tx) => {
    const version = await rejectVersion(tx, decision)
    if (!version) return null
    const details = { knowledge: version.knowledge_id, version: version.id }
    await recordAct(tx, { actorId: person.id, act: 'knowledge rejected', details, now })
    const text = knowledgeTexts.rejectedTo(version)
    const told = { version, about: 'rejected', by: person.id, text, now }
    return { version, ids: await planToProposer(tx, { outbox }, told) }
  })
  if (!result) return null
  await outbox.flush(result.ids)
  return result.version
}

/** Until when it is cited now; null when it was removed. */
export async function prolong(
  { person, now }: PersonContext,
  { pool, centre }: Parts,
  knowledgeId: number,
): Promise<string | null> {
  const { until, ...expiry } = expiryOf(centre, now)
  return transaction(pool, async (tx) => {
    if (!(await prolongEntry(tx, { knowledgeId, ...expiry }))) return null
    const details = { knowledge: knowledgeId }
    await recordAct(tx, { actorId: person.id, act: 'knowledge prolonged', details, now })
    return until
  })
}

/** False when it was removed before. */
export async function remove(
  { person, now }: PersonContext,
  { pool }: Parts,
  knowledgeId: number,
): Promise<boolean> {
  return transaction(pool, async (tx) => {
    if (!(await removeEntry(tx, { knowledgeId }))) return false
    const details = { knowledge: knowledgeId }
    await recordAct(tx, { actorId: person.id, act: 'knowledge removed', details, now })
    return true
  })
}

/** Who decided knows already; who has left is not told. */
async function planToProposer(
  tx: Db,
  parts: Pick<Parts, 'outbox'>,
  told: { version: Version; about: string; by: number; text: Html; now: Date },
): Promise<number[]> {
  const { version, about, by, text, now } = told
  if (version.proposed_by === null || version.proposed_by === by) return []
  const proposer = await findPersonById(tx, version.proposed_by)
  if (!proposer?.consented) return []
  const key = `knowledge:${version.id}:${about}`
  return planText(tx, parts, { key, ...ownChat(proposer), text, now })
}
