/** How an answer becomes an entry: offered with everything personal taken out, changed, saved for a second person. */
import { recordAct } from '../db/audit.ts'
import type { Db } from '../db/db.ts'
import { findAnsweredTicket, findVersion, type Version } from '../db/knowledge.ts'
import { listDeciders } from '../db/knowledge-decisions.ts'
import { draftEntry, proposeVersion, reviseVersion } from '../db/knowledge-drafts.ts'
import { listAttachments } from '../db/ticket-words.ts'
import { transaction } from '../db/transaction.ts'
import { withoutPersonal } from '../rag/knowledge-clean.ts'
import { chatKeyOf } from './chat-key.ts'
import { hasRole, type Parts, type PersonContext } from './context.ts'
import { draftMessage, waitingMessage } from './knowledge-entries.ts'
import { knowledgeTexts } from './texts/knowledge.ts'
import { planText } from './ticketing.ts'

/** Longer ones would not fit a message with what stands around them. */
export const LONGEST = { question: 600, answer: 3000 } as const

/** Shows the person, in their own chat, what of the ticket could be kept; the press has been answered. */
export async function offerEntry(
  ctx: PersonContext,
  parts: Parts,
  ticketId: number,
): Promise<void> {
  const { pool, centre, outbox } = parts
  const { person, now, update } = ctx
  const words = await findAnsweredTicket(pool, ticketId)
  if (!words) return
  const clean = withoutPersonal(words, [words.asker, words.tutor])
  const { tutor_id: authorId, answered_at: answeredAt, municipality } = words
  const entry = { ...clean, ticketId, authorId, answeredAt, personId: person.id, now }
  const territory = municipality ?? centre.municipality
  const versionId = await transaction(pool, (tx) => draftEntry(tx, { ...entry, territory }))
  const version = await findVersion(pool, versionId)
  if (!version) return
  const files = await listAttachments(pool, ticketId)
  const hasFiles = files.some(({ side }) => side === 'tutor')
  const message = {
    key: `knowledge:${versionId}:draft:${update.update_id}`,
    chatKey: chatKeyOf(person.external_id),
    personId: person.id,
    ...(await draftMessage(parts, version, { hasFiles })),
    now,
  }
  await outbox.flush(await transaction(pool, (tx) => planText(tx, parts, message)))
}

/** Whether the person may offer the ticket's answer; says why not. */
export async function mayOffer(
  ctx: PersonContext,
  { pool }: Parts,
  ticketId: number,
): Promise<boolean> {
  const words = await findAnsweredTicket(pool, ticketId)
  const isTheirs = hasRole(ctx, 'tutor') && words?.tutor_id === ctx.person.id
  if (words && (isTheirs || hasRole(ctx, 'methodist'))) return true
  await ctx.toast(words ? knowledgeTexts.notYourAnswer : knowledgeTexts.notAnswered)
  return false
}

/** Puts the text in the place of the question or of the answer, without what is personal; null when it is too late. */
export async function reword(
  { pool }: Pick<Parts, 'pool'>,
  { version, field, text }: { version: Version; field: 'question' | 'answer'; text: string },
): Promise<Version | null> {
  const said = { question: '', answer: '' }
  said[field] = text
  const clean = withoutPersonal(said, [version.author, version.proposer])
  const { id: versionId, revision } = version
  const words = {
    question: field === 'question' ? clean.question : version.question,
    answer: field === 'answer' ? clean.answer : version.answer,
    removed: clean.removed,
  }
  // Once it waits, others read it: what was taken out is told to who wrote it, and not kept.
  if (version.status === 'waiting') words.removed = []
  return reviseVersion(pool, { versionId, revision, ...words })
}

/** The draft goes to those who may approve it. Returns the version, or why it does not. */
export async function propose(
  { person, now }: PersonContext,
  parts: Parts,
  draft: Version,
): Promise<{ version: Version; alone: boolean; ids: number[] } | 'taken' | null> {
  const { pool } = parts
  const deciders = await listDeciders(pool, { personId: person.id })
  const others = deciders.filter(({ id }) => id !== person.id)
  // Made before the transaction, because it reads the index: the words are those of the draft.
  const entry = await waitingMessage(parts, { ...draft, status: 'waiting' }, { mayDecide: true })
  const seen = { versionId: draft.id, revision: draft.revision, personId: person.id, now }
  return transaction(pool, async (tx) => {
    const version = await proposeVersion(tx, seen)
    if (version === null || version === 'taken') return version
    const details = { knowledge: version.knowledge_id, version: version.id }
    await recordAct(tx, { actorId: person.id, act: 'knowledge proposed', details, now })
    const ids = await planForAll(tx, parts, { version, entry, others, now })
    return { version, alone: others.length === 0, ids }
  })
}

async function planForAll(
  tx: Db,
  parts: Parts,
  told: {
    version: Version
    entry: Awaited<ReturnType<typeof waitingMessage>>
    others: readonly { id: number; external_id: string }[]
    now: Date
  },
): Promise<number[]> {
  const { version, entry, others, now } = told
  const ids: number[] = []
  for (const { id, external_id } of others) {
    const key = `knowledge:${version.id}:waits:${version.revision}:${id}`
    const to = { key, chatKey: chatKeyOf(external_id), personId: id }
    ids.push(...(await planText(tx, parts, { ...to, ...entry, now })))
  }
  return ids
}
