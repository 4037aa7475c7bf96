/** A text taken apart into the stems that matching works with; texts never change, so it is done once for each. */
import { normalise } from './normalise.ts'
import { remembering } from './remembering.ts'
import { stemsOfNormalised } from './words.ts'

export interface TextWords {
  stems: ReadonlySet<string>
  /** Places of each stem in the text, ascending. */
  places: ReadonlyMap<string, readonly number[]>
  /** Stems of each sentence or cell. */
  parts: readonly ReadonlySet<string>[]
}

export const wordsOfText: (text: string) => TextWords = remembering(20_000, (text) => {
  const normal = normalise(text)
  const stems = stemsOfNormalised(normal)
  const places = new Map<string, number[]>()
  for (const [place, stem] of stems.entries()) {
    const list = places.get(stem)
    if (list) list.push(place)
    else places.set(stem, [place])
  }
  return {
    stems: new Set(stems),
    places,
    parts: normal.split(PART_ENDS).map((part) => new Set(stemsOfNormalised(part))),
  }
})

const PART_ENDS = /(?<=[а-яёa-z0-9)"]{2}[.!?;])\s+| \| |\n/u
