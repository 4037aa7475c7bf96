/** Cuts editions into pages that are read at once: many small ones together, a long one in parts. */
import type { VectorPage } from '../../db/sparse-vectors.ts'

/** So many passages are half a megabyte on the way, and are put in order in some ten milliseconds. */
const PAGE = 256

/** Pages of the editions, each with how far its ordinals go. */
export function pagesOf(lengths: readonly { id: number; length: number }[]): VectorPage[] {
  const pages: VectorPage[] = []
  let group: number[] = []
  let together = 0
  const close = () => {
    if (group.length > 0) pages.push({ editionIds: group, from: 0, to: PAGE - 1 })
    group = []
    together = 0
  }
  for (const { id, length } of lengths) {
    if (together + length > PAGE) close()
    if (length > PAGE) {
      for (let from = 0; from < length; from += PAGE) {
        pages.push({ editionIds: [id], from, to: from + PAGE - 1 })
      }
    } else {
      group.push(id)
      together += length
    }
  }
  close()
  return pages
}
