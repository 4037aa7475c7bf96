/** Decides which segments become one: few, so that a question looks into few; each passage moved seldom. */
import { keptIn, type Load, MOST_PASSAGES, merged, type Segment } from './segment.ts'

/** So many of about one size become one: 100,000 passages that come page by page are each moved twice. */
const TOGETHER = 8

/** The segments with the same passages that are kept: those half empty made anew, and many of one size merged. */
export function settled(segments: readonly Segment[], isKept: (load: Load) => boolean): Segment[] {
  const full = segments.flatMap((segment) => {
    const kept = keptIn(segment, isKept)
    if (kept === 0) return []
    return [kept > segment.ids.length / 2 ? segment : merged([segment], isKept)]
  })
  for (const alike of Map.groupBy(full, sizeOf).values()) {
    const together = fitting(alike)
    if (alike.length < TOGETHER || together.length < 2) continue
    const rest = full.filter((segment) => !together.includes(segment))
    return settled([...rest, merged(together, isKept)], isKept)
  }
  return full
}

/** The same for segments that differ by less than `TOGETHER` times. */
function sizeOf({ ids }: Segment): number {
  return Math.floor(Math.log(ids.length) / Math.log(TOGETHER))
}

/** As many of them as one segment holds, the smallest first. */
function fitting(segments: readonly Segment[]): Segment[] {
  let passages = 0
  return segments
    .toSorted((one, other) => one.ids.length - other.ids.length)
    .filter(({ ids }) => {
      passages += ids.length
      return passages <= MOST_PASSAGES
    })
}
