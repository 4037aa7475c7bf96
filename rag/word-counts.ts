/** How many passages in force hold each word: counted once, then only what editions that come and go have of it. */
import type { Db } from '../db/db.ts'
import { currentEditions } from '../db/search-scope.ts'
import { readVocabulary } from '../db/vocabulary.ts'

export interface WordCounts {
  passages: number
  /** Stem → number of passages with it. */
  vocabulary: ReadonlyMap<string, number>
}

export interface WordCounter {
  /** As the editions are now. */
  count(): Promise<WordCounts>
}

interface Known extends WordCounts {
  editions: ReadonlySet<number>
}

const NOTHING: Known = { passages: 0, vocabulary: new Map(), editions: new Set() }

/** An edition never changes: what it came with is what goes with it. */
export function createWordCounter(db: Db): WordCounter {
  let known = NOTHING
  return {
    async count() {
      const editions = new Set((await currentEditions(db)).map(({ id }) => id))
      // Where an edition was deleted for good, all is counted anew.
      known =
        (await changed(db, known, editions)) ?? (await changed(db, NOTHING, editions)) ?? known
      return known
    },
  }
}

async function changed(db: Db, known: Known, editions: ReadonlySet<number>): Promise<Known | null> {
  const came = await readVocabulary(db, { editionIds: without(editions, known.editions) })
  const gone = await readVocabulary(db, { editionIds: without(known.editions, editions) })
  if (!came || !gone) return null
  const counts = new Map(known.vocabulary)
  for (const [word, count] of came.words) counts.set(word, (counts.get(word) ?? 0) + count)
  for (const [word, count] of gone.words) {
    const left = (counts.get(word) ?? 0) - count
    if (left > 0) counts.set(word, left)
    else counts.delete(word)
  }
  // Whichever came first: of words that are equally near to a mistyped one, the order decides.
  const vocabulary = new Map([...counts].sort(([one], [other]) => (one < other ? -1 : 1)))
  return { passages: known.passages + came.passages - gone.passages, vocabulary, editions }
}

function without(all: ReadonlySet<number>, some: ReadonlySet<number>): number[] {
  return [...all].filter((id) => !some.has(id))
}
