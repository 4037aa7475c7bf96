/** Answers a question: screen → retrieve → decide → extract (or write, where a model is configured) → cite. */
import type { Db } from '../db/db.ts'
import { findCited } from '../db/search.ts'
import { ASKED_BEFORE, askedBefore } from './asked-before.ts'
import { citationOf } from './cite.ts'
import { clarification } from './clarify.ts'
import { confidence } from './decide.ts'
import { createSparseEmbedder, type Embedder } from './embedder.ts'
import { extracted } from './extracted.ts'
import { continued, isElliptical } from './follow-up.ts'
import { isForeign } from './foreign.ts'
import { lacksValue } from './form-fields.ts'
import { type LearnedModel, readLearned } from './learned.ts'
import { createSparseIndex, type SparseIndex } from './nearest/sparse-index.ts'
import type { Citation, Outcome, Question } from './outcome.ts'
import { retrieve } from './retrieve.ts'
import { screen } from './screen.ts'
import { createStatistics, type Statistics } from './statistics.ts'
import { texts } from './texts.ts'
import { readThesaurus, type Thesaurus } from './thesaurus.ts'
import { trustIn } from './trust.ts'
import { readWhole } from './whole.ts'
import { STOP_WORDS, stemsOf } from './words.ts'

/** What can be asked of the documents. */
export interface Rag {
  /**
   * Never throws for what a person may write. `onText` hears a written answer grow, each sentence after its check; the
   * outcome's text is the one that counts.
   */
  answer(question: Question, options?: { onText?: (text: string) => void }): Promise<Outcome>
  /** The clauses and rows that fit best, whoever asks. */
  search(
    query: string,
    options: { top: number; municipality?: string | null; now: Date },
  ): Promise<Citation[]>
  /** The clause whole, also of an edition no longer in force; null when there is none. */
  quote(passageId: number): Promise<Citation | null>
}

/** Writes an answer from the citations. */
export type Writer = (request: {
  question: string
  citations: readonly Citation[]
  onSentence?: (text: string) => void
}) => Promise<Written>

export type Written =
  | { kind: 'written'; text: string }
  /** The citations hold no answer, says who read them. */
  | { kind: 'no-grounds' }
  /** The service failed, or what it wrote could not be checked. */
  | { kind: 'failed' }

/** Completes an elliptical question from the conversation, or returns null where it cannot. */
export type Rewriter = (request: {
  question: string
  previous: { text: string; answer: string }
}) => Promise<string | null>

export interface RagDependencies {
  pool: Db
  /** The built-in embedder where none is given. */
  embedder?: Embedder
  /** Of its vectors; one for all that search in a process. */
  index?: SparseIndex
  /** A configured model's, beside it. */
  dense?: Embedder | null
  write?: Writer | null
  rewrite?: Rewriter | null
  thesaurus?: Thesaurus
  model?: LearnedModel
}

/** Characters that are read of a question: who writes more has said long before what it is about. */
const LONGEST_QUESTION = 1_500

/** Citations that an outcome carries: the best one first. */
const CITED = 3

export function createRag({
  pool: db,
  dense = null,
  write = null,
  rewrite = null,
  thesaurus = readThesaurus(),
  model = readLearned(),
  ...given
}: RagDependencies): Rag {
  const statistics = createStatistics(db)
  const embedder =
    given.embedder ?? createSparseEmbedder({ statistics: statistics.latest, thesaurus })
  const index = given.index ?? createSparseIndex(db, { embedder: embedder.name })

  async function find(
    text: string,
    question: Pick<Question, 'municipality' | 'editionId' | 'now'>,
    known: Statistics,
  ) {
    const trust = dense ? await trustIn(db, dense) : 0
    return retrieve(
      text,
      {
        municipality: question.municipality ?? null,
        editionId: question.editionId ?? null,
        now: question.now,
      },
      { db, embedder, index, dense, trust, statistics: known, thesaurus, model },
    )
  }

  async function complete(text: string, previous: Question['previous']): Promise<string> {
    if (!previous || !isElliptical(text)) return text
    return (await rewrite?.({ question: text, previous })) ?? continued(text, previous)
  }

  async function respond(
    question: Question,
    { text, doubted }: { text: string; doubted: readonly string[] },
    known: Statistics,
    onText: ((text: string) => void) | undefined,
  ): Promise<Outcome> {
    const found = await find(text, question, known)
    const before = askedBefore(found, known)
    const retrieved = before ?? found
    const sure = before ? ASKED_BEFORE : confidence(retrieved, known, model)
    const units = await readWhole(db, retrieved.candidates.slice(0, CITED))
    const citations = units.map(citationOf)
    if (retrieved.places.unknown !== null) {
      return {
        kind: 'routed',
        text: texts.unknownPlace(retrieved.places.unknown),
        confidence: 0,
        citations,
      }
    }
    if (
      !speaksOf(citations[0], doubted) ||
      (!before && units[0] && lacksValue(retrieved.asked, units[0].passages))
    ) {
      return { kind: 'routed', text: texts.routed, confidence: 0, citations }
    }
    const unclear = question.editionId === undefined ? clarification(retrieved, known, model) : null
    if (unclear) return { kind: 'clarify', ...unclear, confidence: sure, citations }
    if (isForeign(retrieved, known)) {
      const text = retrieved.asker === null ? texts.routed : texts.unknownPlace(retrieved.asker)
      return { kind: 'routed', text, confidence: 0, citations }
    }
    const [first] = citations
    // Written so that what is no number is routed, too.
    if (!(sure >= model.threshold) || first === undefined) {
      return { kind: 'routed', text: texts.routed, confidence: sure, citations }
    }
    const written = await write?.({
      question: text,
      citations,
      ...(onText ? { onSentence: onText } : {}),
    })
    if (written?.kind === 'no-grounds') {
      // Two readers disagree: a tutor is slower than the extract, and never certain of what is not there.
      return { kind: 'routed', text: texts.routed, confidence: sure, citations }
    }
    const answer =
      written?.kind === 'written' ? written.text : extracted(retrieved, units, question.now)
    return { kind: 'answered', text: answer, confidence: sure, citations }
  }

  return {
    async answer(question, { onText } = {}) {
      const known = await statistics.current()
      const screened = screen(question.text.slice(0, LONGEST_QUESTION), known)
      if (screened.kind === 'greeting') return { kind: 'greeted', text: texts.greeting }
      if (screened.kind === 'thanks') return { kind: 'greeted', text: texts.thanks }
      if (screened.kind === 'declined') return declined(screened.reason)
      const text = await complete(screened.text, question.previous)
      return respond(question, { text, doubted: screened.doubted }, known, onText)
    },

    async search(query, { top, municipality = null, now }) {
      const retrieved = await find(query, { municipality, now }, await statistics.current())
      return (await readWhole(db, retrieved.candidates.slice(0, top))).map(citationOf)
    },

    async quote(passageId) {
      const best = await findCited(db, passageId)
      if (best === null) return null
      const [unit] = await readWhole(db, [{ best, score: 1 }])
      return unit ? citationOf(unit) : null
    },
  }
}

/** Whether the clause itself has the everyday words of a question that may be off the subject. */
function speaksOf(citation: Citation | undefined, doubted: readonly string[]): boolean {
  if (doubted.length === 0) return true
  const said = new Set(stemsOf(citation?.quote ?? ''))
  return doubted.every((each) => STOP_WORDS.has(each) || said.has(each))
}

function declined(reason: keyof typeof texts.declined): Outcome {
  return { kind: 'declined', reason, text: texts.declined[reason] }
}
