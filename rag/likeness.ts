/** How alike two questions are, by the vectors that retrieval works with. */
import type { Embedded, Embedder } from './embedder.ts'

export interface Likeness<Item> {
  item: Item
  /** From 0 to 1: what the two have in common, of the one that says more; 1 for the same words in any order. */
  likeness: number
}

/** Those most like the text, the nearest first. `textOf` says what an item asks. */
export async function nearestTo<Item>(
  text: string,
  items: readonly Item[],
  textOf: (item: Item) => string,
  { embedder, limit }: { embedder: Embedder; limit: number },
): Promise<Likeness<Item>[]> {
  if (items.length === 0) return []
  const own = await measureOf(text, embedder)
  const found = await Promise.all(
    items.map(async (item) => {
      const other = await measureOf(textOf(item), embedder)
      return { item, likeness: Math.min(own.shareIn(other), other.shareIn(own)) }
    }),
  )
  return found.sort((a, b) => b.likeness - a.likeness).slice(0, limit)
}

interface Measure {
  passage: Embedded | undefined
  /** How much of what this text asks the other one says. */
  shareIn(other: Measure): number
}

async function measureOf(text: string, embedder: Embedder): Promise<Measure> {
  const [passage] = await embedder.embedPassages([{ text, context: '' }])
  const query = await embedder.embedQuery(text)
  const whole = product(query, passage)
  return {
    passage,
    shareIn: (other) => (whole > 0 ? Math.min(1, product(query, other.passage) / whole) : 0),
  }
}

function product(one: Embedded, other: Embedded | undefined): number {
  if (one.kind === 'sparse' && other?.kind === 'sparse') {
    let sum = 0
    for (const [place, weight] of one.entries) sum += weight * (other.entries.get(place) ?? 0)
    return sum
  }
  if (one.kind === 'dense' && other?.kind === 'dense')
    return one.values.reduce((sum, value, index) => sum + value * (other.values[index] ?? 0), 0)
  return 0
}
