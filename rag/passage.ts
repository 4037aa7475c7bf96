/** A passage: the smallest piece of a document that can be found, and knows where it stands. */

export type PassageKind =
  | 'title' // what the document is called, its date and number, its issuer
  | 'heading'
  | 'preamble'
  | 'clause' // a numbered clause, or the stem of its list
  | 'item' // one item of a list under a clause
  | 'definition' // «Термин – определение»
  | 'columns' // the header row of a table
  | 'row'
  | 'paragraph'
  | 'footnote'
  | 'closing' // signatures, executors, distribution list

export interface Passage {
  /** Position in the document, from 0; passages in this order are the document. */
  ordinal: number
  /** Ordinal of the first passage of the clause or row this one belongs to: that is what is quoted whole. */
  unit: number
  kind: PassageKind
  /** Headings from the document's part down: ['Положение', '3. Структура', '3.2.2']. */
  path: string[]
  /** The number as printed, without a closing dot: '3.2.2', '5'; null where there is none. */
  number: string | null
  /** How a citation names it: «Положение, п. 3.2.2», «Дорожная карта, строка 5», or ''. */
  clause: string
  /** The original text, less markup, page furniture and line-end hyphens; a row's cells joined by ' | '. */
  text: string
  /** Of a row: each column's header with the cell's text. */
  cells: { header: string; text: string }[] | null
}

/** What a document says about itself; null where it does not. */
export interface DocumentDescription {
  title: string
  /** 'приказ', 'положение', 'решение', 'протокол', 'дорожная карта', 'план', 'письмо', … in lower case. */
  kind: string
  number: string | null
  /** ISO date, `2020-08-28`. */
  issuedOn: string | null
  issuer: string | null
  /** The municipality's name in the nominative: «Саянск». */
  territory: string | null
}
