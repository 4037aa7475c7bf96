/** Cuts a document at its own seams; put together in order, the passages are the document. */
import type { Block } from './blocks.ts'
import type { DocumentDescription, Passage } from './passage.ts'
import { cutPart } from './passages/clauses.ts'
import { placePassages } from './passages/labels.ts'
import { toElements } from './passages/lines.ts'
import { splitParts } from './passages/parts.ts'

/**
 * Passages in reading order: no text is lost, no sentence is cut, and each number stays with its text. `description`
 * names the document's main part («Приказ, п. 5»).
 */
export function cutPassages(blocks: Block[], description: DocumentDescription): Passage[] {
  return placePassages(splitParts(toElements(blocks), description).flatMap(cutPart))
}
