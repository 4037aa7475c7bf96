/** What can come of a question. */

export interface Question {
  text: string
  /** The asker's own municipality; one named in the question wins over it. */
  municipality?: string | null
  /** The question this one continues, with the answer it got. */
  previous?: { text: string; answer: string } | null
  /** Today for the asker: a deadline before it is followed by «срок прошёл». */
  now: Date
  /** Answers only from this edition: the choice made after a clarifying question. */
  editionId?: number
}

export interface Citation {
  passageId: number
  editionId: number
  /** The document's title. */
  document: string
  /** Base name of the ingested file. */
  source: string
  /** «Положение, п. 3.2.2», «Дорожная карта, строка 5» or ''. */
  clause: string
  /** As shown under an answer: «Приказ от 19.08.2021 № 360-О, Положение, п. 3.2.2». */
  label: string
  /** The whole clause or row; cells joined by ' | '. */
  quote: string
  score: number
}

/** `text` is plain Russian text for a person, `confidence` the probability that the first citation holds the answer. */
export type Outcome =
  | { kind: 'answered'; text: string; confidence: number; citations: Citation[] }
  /** A greeting or thanks: answered, and nothing to cite. */
  | { kind: 'greeted'; text: string }
  | {
      kind: 'clarify'
      text: string
      options: ClarifyOption[]
      confidence: number
      citations: Citation[]
    }
  /** Not found with enough certainty: a tutor's. The citations are what was found anyway. */
  | { kind: 'routed'; text: string; confidence: number; citations: Citation[] }
  | { kind: 'declined'; reason: DeclineReason; text: string }

export type DeclineReason = 'empty' | 'gibberish' | 'language' | 'abuse' | 'off-topic' | 'command'

/** What a button of a clarifying question stands for: the question is asked again, narrowed by it. */
export interface ClarifyOption {
  label: string
  municipality?: string
  editionId?: number
}
