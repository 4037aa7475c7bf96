/** Documents in a few words, as a reader would hand them over, and what they are cut into. */
import type { Block, Cell } from '../../rag/blocks.ts'
import type { Passage } from '../../rag/passage.ts'
import { cutPassages } from '../../rag/passages.ts'

type ParagraphFormat = Omit<Extract<Block, { kind: 'paragraph' }>, 'kind' | 'text'>

export function paragraph(text: string, format: ParagraphFormat = {}): Block {
  return { kind: 'paragraph', text, ...format }
}

export const heading = (text: string): Block => paragraph(text, { bold: true, centred: true })

/** Every line of the text is a paragraph. */
export function lines(text: string): Block[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => paragraph(line))
}

/** A cell «←text» goes on from the left, «↑text» from above. */
export function table(...rows: string[][]): Block {
  return { kind: 'table', rows: rows.map((row) => row.map(cell)) }
}

function cell(text: string): Cell {
  if (text.startsWith('←')) return { text: text.slice(1), continued: 'left' }
  if (text.startsWith('↑')) return { text: text.slice(1), continued: 'above' }
  return { text }
}

/** Passages of a document of the kind. */
export function cut(kind: string, blocks: Block[], title = ''): Passage[] {
  return cutPassages(blocks, {
    ...{ kind, title, number: null, issuedOn: null, issuer: null, territory: null },
  })
}

/** «clause: kind» of each passage, for the tests that say what belongs where. */
export function outline(passages: Passage[]): string[] {
  return passages.map((passage) => `${passage.clause}: ${passage.kind}`)
}

/** Clauses of the passages that open one. */
export function clauses(passages: Passage[]): string[] {
  return passages
    .filter(({ ordinal, unit, clause }) => ordinal === unit && clause !== '')
    .map((passage) => passage.clause)
}
