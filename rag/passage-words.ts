/** A text taken apart into the stems that matching works with; texts never change, so it is done once for each. */
import { stemsOf } from './words.ts'

export interface TextWords {
  stems: ReadonlySet<string>
  /** Places of each stem in the text, ascending. */
  places: ReadonlyMap<string, readonly number[]>
  /** Stems of each sentence or cell. */
  parts: readonly ReadonlySet<string>[]
}

const MOST_KNOWN = 20_000
const known = new Map<string, TextWords>()

/** Of a text as `normalise` leaves it. */
export function wordsOfText(text: string): TextWords {
  const cached = known.get(text)
  if (cached) return cached
  const stems = stemsOf(text)
  const places = new Map<string, number[]>()
  for (const [place, stem] of stems.entries()) {
    const list = places.get(stem)
    if (list) list.push(place)
    else places.set(stem, [place])
  }
  const made: TextWords = {
    stems: new Set(stems),
    places,
    parts: text.split(PART_ENDS).map((part) => new Set(stemsOf(part))),
  }
  if (known.size > MOST_KNOWN) known.clear()
  known.set(text, made)
  return made
}

const PART_ENDS = /(?<=[а-яёa-z0-9)"]{2}[.!?;])\s+| \| |\n/u
