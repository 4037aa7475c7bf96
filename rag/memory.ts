/** The desk's memory: approves tutors' answers as a source, finds what was asked before, drafts from what is known. */
import { createHash } from 'node:crypto'
import { recordAct } from '../db/audit.ts'
import type { Db, Pool } from '../db/db.ts'
import { insertEdition, supersedeEdition } from '../db/documents.ts'
import { planEditionNews } from '../db/edition-news.ts'
import { findVersion, KNOWLEDGE_KIND, type Version } from '../db/knowledge.ts'
import { approveVersion, bringIntoForce, findLatestEdition } from '../db/knowledge-decisions.ts'
import { listKindred } from '../db/knowledge-list.ts'
import { insertPassages, type NewPassage } from '../db/passages.ts'
import { type AskedTicket, listAskedAlike, lockWords } from '../db/ticket-sharing.ts'
import { transaction } from '../db/transaction.ts'
import type { Writer } from './answer.ts'
import { createSparseEmbedder, type Embedder } from './embedder.ts'
import { clauseOf, rowsOf, titleOf } from './knowledge-passage.ts'
import { type LearnedModel, readLearned } from './learned.ts'
import { type Likeness, nearestTo } from './likeness.ts'
import { type Missing, missingIn } from './missing.ts'
import { createSparseIndex, type SparseIndex } from './nearest/sparse-index.ts'
import { asksTheSame, hashOfWords, SAME_FROM } from './same-question.ts'
import { createStatistics, type Statistics, type StatisticsSource } from './statistics.ts'
import { readThesaurus, type Thesaurus } from './thesaurus.ts'
import { trustIn } from './trust.ts'
import { draftAnswer, type TutorDraft } from './tutor-draft.ts'

export interface Approval {
  versionId: number
  /** Of the words that were seen. */
  revision: number
  personId: number
  /** From then on it is not cited; `lastDay` (ISO) is the day before. */
  expiresAt: Date
  lastDay: string
  /** In which the answer's date is told. */
  zone: string
  now: Date
}

export interface Asked {
  text: string
  municipality: string | null
}

export interface Recogniser {
  /**
   * The question in the queue that is the very same and was never answered; null when there is none, or any doubt. Of
   * two who ask it at once the second waits for the first one's transaction.
   */
  sameWaiting(tx: Db, asked: Asked & { except: number | null }): Promise<AskedTicket | null>
}

export interface Memory {
  /**
   * The words are found and cited from now on, in the place of earlier ones; null when they may not be approved (any
   * more). `also` belongs to the same transaction.
   */
  approve(
    approval: Approval,
    also?: (tx: Db, version: Version) => Promise<void>,
  ): Promise<Version | null>
  /** Entries in force or waiting that ask nearly the same, the nearest first. */
  similar(entry: { question: string; except: number }): Promise<Version[]>
  /** What recognises questions inside a transaction; made before it, because it reads the index. */
  recogniser(): Promise<Recogniser>
  /** Questions in the queue, or answered since then, that ask nearly the same, the nearest first. */
  nearestTickets(asked: {
    text: string
    except: number
    answeredSince: Date
  }): Promise<Likeness<AskedTicket>[]>
  /** What the passages lack of the question. */
  missing(question: string, passages: readonly string[]): Promise<Missing>
  /** Null when nothing was found. */
  draft(asked: Asked & { now: Date }): Promise<TutorDraft | null>
}

interface Dependencies {
  pool: Pool
  statistics?: StatisticsSource
  /** The built-in embedder where none is given. */
  embedder?: Embedder
  /** Of its vectors; one for all that search in a process. */
  index?: SparseIndex
  /** A configured model's, beside it. */
  dense?: Embedder | null
  write?: Writer | null
  thesaurus?: Thesaurus
  model?: LearnedModel
}

/** Of so many that share a word the nearest are found; more would cost time with each question that is handed over. */
const COMPARED = 30

/** Farther from it, a question has another subject. */
const SIMILAR_FROM = 0.3
const MOST_SIMILAR = 3
const MOST_TICKETS = 5

export function createMemory({
  pool,
  dense = null,
  write = null,
  thesaurus = readThesaurus(),
  statistics = createStatistics(pool),
  embedder = createSparseEmbedder({ statistics: statistics.current, thesaurus }),
  index: vectors = createSparseIndex(pool, { embedder: embedder.name }),
  model = readLearned(),
}: Dependencies): Memory {
  return {
    async approve(approval, also) {
      const seen = await findVersion(pool, approval.versionId)
      if (seen?.revision !== approval.revision) return null
      // A model may take its time: nothing is locked meanwhile.
      const rows = await rowsOf(seen, { clause: '', embedders: { sparse: embedder, dense } })
      return transaction(pool, async (tx) => {
        const version = await index(tx, { approval, rows })
        if (version) await also?.(tx, version)
        return version
      })
    },

    async similar({ question, except }) {
      const kindred = await listKindred(pool, { text: question, except, limit: COMPARED })
      const limits = { embedder, limit: MOST_SIMILAR }
      const nearest = await nearestTo(question, kindred, (each) => each.question, limits)
      return nearest.filter(({ likeness }) => likeness >= SIMILAR_FROM).map(({ item }) => item)
    },

    async recogniser() {
      const known = await statistics.current()
      const fixed = createSparseEmbedder({ statistics: async () => known, thesaurus })
      return { sameWaiting: (tx, asked) => sameWaiting(tx, asked, { known, embedder: fixed }) }
    },

    async nearestTickets({ text, except, answeredSince }) {
      const wanted = { text, except, answeredSince, limit: COMPARED }
      const alike = await listAskedAlike(pool, wanted)
      return nearestTo(text, alike, questionOf, { embedder, limit: MOST_TICKETS })
    },

    async missing(question, passages) {
      return missingIn(question, passages, { statistics: await statistics.current(), thesaurus })
    },

    async draft(asked) {
      const known = await statistics.current()
      const trust = dense ? await trustIn(pool, dense) : 0
      const found = { embedder, index: vectors, dense, trust, statistics: known }
      return draftAnswer(asked, { db: pool, ...found, thesaurus, model, write })
    },
  }
}

const questionOf = ({ question }: AskedTicket) => question

async function sameWaiting(
  tx: Db,
  { text, municipality, except }: Asked & { except: number | null },
  { known, embedder }: { known: Statistics; embedder: Embedder },
): Promise<AskedTicket | null> {
  await lockWords(tx, { hash: hashOfWords(text) })
  const wanted = { text, except, answeredSince: null, limit: COMPARED }
  const same = (await listAskedAlike(tx, wanted)).filter(
    (ticket) =>
      ticket.is_plain &&
      ticket.answered_at === null &&
      ticket.municipality === municipality &&
      asksTheSame(text, ticket.question, known),
  )
  const [nearest] = await nearestTo(text, same, questionOf, { embedder, limit: 1 })
  return nearest && nearest.likeness >= SAME_FROM ? nearest.item : null
}

async function index(
  tx: Db,
  { approval, rows }: { approval: Approval; rows: NewPassage[] },
): Promise<Version | null> {
  const { now, personId, zone } = approval
  const version = await approveVersion(tx, approval)
  if (!version) return null
  const { answered_at: answeredAt, decided_as: approvedAs } = version
  const clause = clauseOf({ answeredAt, approvedAs, zone })
  const latest = await findLatestEdition(tx, { documentId: version.document_id })
  if (latest !== null) await supersedeEdition(tx, { id: latest, now })
  const editionId = await insertEdition(tx, {
    documentId: version.document_id,
    source: `ответ-тьютора-${version.knowledge_id}`,
    checksum: createHash('sha256')
      .update(`knowledge ${version.id} ${version.revision}`)
      .digest('hex'),
    title: titleOf(version),
    ...{ kind: KNOWLEDGE_KIND, number: null, issuer: null, territory: version.territory },
    issuedOn: new Intl.DateTimeFormat('sv', { timeZone: zone }).format(answeredAt),
    ...{ status: 'current', supersedes: latest, now },
  })
  // Whoever was answered by the earlier words is told, as of any document.
  if (latest !== null) await planEditionNews(tx, { editionId, replacedId: latest, now })
  await insertPassages(tx, { editionId, passages: rows.map((row) => ({ ...row, clause })) })
  const { versionId, expiresAt, lastDay } = approval
  await bringIntoForce(tx, { versionId, editionId, expiresAt, lastDay })
  const details = { knowledge: version.knowledge_id, version: versionId }
  await recordAct(tx, { actorId: personId, act: 'knowledge approved', details, now })
  return version
}
