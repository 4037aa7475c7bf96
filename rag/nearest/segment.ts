/**
 * A part of the inverted index: for each place of a vector, the passages that have something there, and how much (Zobel
 * and Moffat, «Inverted files for text search engines», 2006). A part is never changed: parts are merged into new ones,
 * the smaller ones often and the larger ones seldom, as in a log-structured merge-tree (O'Neil and others, 1996).
 */

/** What was read of an edition at one time; read anew, it is another. */
export interface Load {
  edition: number
  revision: number
}

export interface Segment {
  /** The passages' ids; a passage is known by its index here, its slot. */
  ids: Float64Array
  /** Slots of one load stand together, from `from` to before `to`. */
  runs: readonly { load: Load; from: number; to: number }[]
  /** Places of vectors, ascending; the postings of the place at `index` are those from `starts[index]` to `starts[index + 1]`. */
  places: Uint32Array
  starts: Uint32Array
  slots: Uint16Array
  weights: Float32Array
}

export interface PassageVector {
  load: Load
  id: number
  /** As pgvector sends it. */
  vector: Buffer
}

/** Slots are numbers of 16 bits; and while larger ones are merged, the rest of the program would wait for too long. */
export const MOST_PASSAGES = 4_096

/** Of passages whose loads stand together; at most `MOST_PASSAGES`. */
export function segmentOf(passages: readonly PassageVector[]): Segment {
  const counts = new Map<number, number>()
  for (const { vector } of passages) {
    for (let at = 0; at < lengthOf(vector); at++) {
      const place = placeAt(vector, at)
      counts.set(place, (counts.get(place) ?? 0) + 1)
    }
  }
  const places = Uint32Array.from(counts.keys()).sort()
  const starts = new Uint32Array(places.length + 1)
  const next = new Map<number, number>()
  for (const [index, place] of places.entries()) {
    const start = starts[index] ?? 0
    next.set(place, start)
    starts[index + 1] = start + (counts.get(place) ?? 0)
  }
  const slots = new Uint16Array(starts[places.length] ?? 0)
  const weights = new Float32Array(slots.length)
  for (const [slot, { vector }] of passages.entries()) {
    const length = lengthOf(vector)
    for (let at = 0; at < length; at++) {
      const place = placeAt(vector, at)
      const posting = next.get(place) ?? 0
      slots[posting] = slot
      weights[posting] = weightAt(vector, length, at)
      next.set(place, posting + 1)
    }
  }
  const ids = Float64Array.from(passages, ({ id }) => id)
  return { ids, runs: runsOf(passages), places, starts, slots, weights }
}

/** One segment of all that is kept of these; together at most `MOST_PASSAGES`. */
export function merged(segments: readonly Segment[], isKept: (load: Load) => boolean): Segment {
  const parts = renumbered(segments, isKept)
  const postings = segments.reduce((sum, { slots }) => sum + slots.length, 0)
  const slots = new Uint16Array(postings)
  const weights = new Float32Array(postings)
  const all = distinct(segments.map(({ places }) => places))
  const places = new Uint32Array(all.length)
  const starts = new Uint32Array(all.length + 1)
  let [count, end] = [0, 0]
  for (const place of all) {
    for (const part of parts) {
      const { segment, slotOf } = part
      if (segment.places[part.at] !== place) continue
      const until = segment.starts[part.at + 1] ?? 0
      for (let posting = segment.starts[part.at] ?? 0; posting < until; posting++) {
        const slot = slotOf[segment.slots[posting] ?? 0] ?? GONE
        if (slot === GONE) continue
        slots[end] = slot
        weights[end] = segment.weights[posting] ?? 0
        end += 1
      }
      part.at += 1
    }
    if (end === (starts[count] ?? 0)) continue
    places[count] = place
    count += 1
    starts[count] = end
  }
  return {
    ids: Float64Array.from(parts.flatMap(({ ids }) => ids)),
    runs: parts.flatMap(({ runs }) => runs),
    places: places.slice(0, count),
    starts: starts.slice(0, count + 1),
    slots: slots.slice(0, end),
    weights: weights.slice(0, end),
  }
}

/** How many passages of the segment are kept. */
export function keptIn({ runs }: Segment, isKept: (load: Load) => boolean): number {
  return runs.reduce((sum, { load, from, to }) => sum + (isKept(load) ? to - from : 0), 0)
}

const GONE = -1

/** Each segment with the slots that its passages have after the merge. */
function renumbered(segments: readonly Segment[], isKept: (load: Load) => boolean) {
  let next = 0
  return segments.map((segment) => {
    const slotOf = new Int32Array(segment.ids.length).fill(GONE)
    const ids: number[] = []
    const runs: Segment['runs'][number][] = []
    for (const { load, from, to } of segment.runs) {
      if (!isKept(load)) continue
      runs.push({ load, from: next, to: next + to - from })
      for (let slot = from; slot < to; slot++) {
        slotOf[slot] = next
        ids.push(segment.ids[slot] ?? 0)
        next += 1
      }
    }
    return { segment, slotOf, ids, runs, at: 0 }
  })
}

/** All numbers of these, ascending, each once. */
function distinct(lists: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(lists.reduce((sum, { length }) => sum + length, 0))
  let end = 0
  for (const list of lists) {
    all.set(list, end)
    end += list.length
  }
  all.sort()
  return all.filter((value, index) => index === 0 || value !== all[index - 1])
}

function runsOf(passages: readonly PassageVector[]): Segment['runs'] {
  const runs: { load: Load; from: number; to: number }[] = []
  for (const [slot, { load }] of passages.entries()) {
    const last = runs.at(-1)
    if (last?.load === load) last.to = slot + 1
    else runs.push({ load, from: slot, to: slot + 1 })
  }
  return runs
}

/** pgvector's `sparsevec_send`: dimensions, count, nothing, then so many places (from 0), then their weights. */
const HEADER = 12
const lengthOf = (vector: Buffer) => vector.readInt32BE(4)
const placeAt = (vector: Buffer, at: number) => vector.readInt32BE(HEADER + 4 * at)
const weightAt = (vector: Buffer, length: number, at: number) =>
  vector.readFloatBE(HEADER + 4 * (length + at))
