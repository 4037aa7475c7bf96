/** Finds the passages near a question in memory: the sparse vectors of the editions in force, which follow the database. */
import type { Db } from '../../db/db.ts'
import type { PassageSearch } from '../../db/search.ts'
import {
  type CurrentEdition,
  currentEditions,
  readScope,
  type Scope,
} from '../../db/search-scope.ts'
import { editionLengths, readVectors } from '../../db/sparse-vectors.ts'
import { nearest, type Query } from './nearest.ts'
import { pagesOf } from './pages.ts'
import { type Load, type Segment, segmentOf } from './segment.ts'
import { settled } from './settle.ts'

/** Of so many passages the words are compared. */
const NEAREST = 300

const NOTHING = { ids: [], scores: [] }

/** What a search compares. */
export type Near = Pick<PassageSearch, 'editionIds' | 'near' | 'unembedded' | 'sparseEmbedder'>

export interface SparseIndex {
  /** Waits until the editions looked in are read. A null query is near to nothing. */
  near(query: Query | null, scope: Scope): Promise<Near>
}

interface Loaded {
  load: Load
  isEmbedded: boolean
}

/**
 * Of the vectors that the embedder of this name made, in any process. An edition is read once: its passages never change,
 * and its vectors only together with their revision. What is in force no more is let go when the next one is read.
 */
export function createSparseIndex(db: Db, { embedder }: { embedder: string }): SparseIndex {
  let segments: Segment[] = []
  const loaded = new Map<number, Loaded>()
  let reading: Promise<void> = Promise.resolve()

  const isLoaded = ({ id, vectors_revision }: CurrentEdition) =>
    loaded.get(id)?.load.revision === vectors_revision

  /** One process reads a change once, however many ask meanwhile. */
  async function follow(scope: readonly CurrentEdition[]): Promise<void> {
    if (scope.every(isLoaded)) return
    const before = reading
    reading = before.then(() => (scope.every(isLoaded) ? undefined : readChanges()))
    const mine = reading
    // Who comes next tries again, whatever became of this.
    reading = mine.catch(() => {})
    await mine
  }

  async function readChanges(): Promise<void> {
    const current = await currentEditions(db)
    const wanted = current.filter((edition) => !isLoaded(edition))
    const fresh = new Map(wanted.map((edition) => [edition.id, loadOf(edition)]))
    const ids = new Set(current.map(({ id }) => id))
    for (const id of loaded.keys()) if (!ids.has(id)) loaded.delete(id)
    const isKept = (load: Load) =>
      loaded.get(load.edition)?.load === load || fresh.get(load.edition)?.load === load
    const lengths = await editionLengths(db, { editionIds: [...fresh.keys()] })
    for (const page of pagesOf(lengths)) {
      const rows = await readVectors(db, { ...page, embedder })
      const vectors = rows.flatMap(({ edition_id, id, embedded, sparse }) => {
        const edition = fresh.get(edition_id)
        if (edition && !embedded) edition.isEmbedded = false
        return edition && sparse !== null
          ? [{ load: edition.load, id, vector: Buffer.from(sparse, 'base64') }]
          : []
      })
      if (vectors.length > 0) segments = settled([...segments, segmentOf(vectors)], isKept)
      // Of a large index there are hundreds: the rest of the program has its turn between two.
      await new Promise((resolve) => setImmediate(resolve))
    }
    for (const [id, edition] of fresh) loaded.set(id, edition)
    segments = settled(segments, isKept)
  }

  /** The editions in scope, all of them read. Who changes one meanwhile has it looked for anew. */
  async function loadedScope(scope: Scope): Promise<number[]> {
    for (;;) {
      const editions = await readScope(db, scope)
      await follow(editions)
      if (editions.every(isLoaded)) return editions.map(({ id }) => id)
    }
  }

  return {
    async near(query, scope) {
      const editionIds = await loadedScope(scope)
      if (query === null) {
        return { editionIds, near: NOTHING, unembedded: editionIds, sparseEmbedder: null }
      }
      const wanted = new Set(editionIds)
      const isWanted = (load: Load) =>
        wanted.has(load.edition) && loaded.get(load.edition)?.load === load
      return {
        editionIds,
        near: nearest(segments, query, { count: NEAREST, isWanted }),
        unembedded: editionIds.filter((id) => loaded.get(id)?.isEmbedded === false),
        sparseEmbedder: embedder,
      }
    },
  }
}

function loadOf({ id, vectors_revision }: CurrentEdition): Loaded {
  return { load: { edition: id, revision: vectors_revision }, isEmbedded: true }
}
