/** Keeps the passages with the highest scores in a heap: nearly all that come later are told by one comparison. */

export interface Highest {
  add(id: number, score: number): void
  /** The lowest score kept, once there are as many as asked for; until then below every score. */
  floor(): number
  /** The highest first; of equal ones the lower id. */
  all(): { ids: number[]; scores: number[] }
}

interface Scored {
  id: number
  score: number
}

export function createHighest(count: number): Highest {
  /** Each comes before its two children, at twice its index and one or two more. */
  const heap: Scored[] = []

  function rise(): void {
    for (let index = heap.length - 1; index > 0; ) {
      const parent = (index - 1) >> 1
      if (!swapped(parent, index)) return
      index = parent
    }
  }

  function sink(): void {
    for (let index = 0; ; ) {
      const [left, right] = [heap[2 * index + 1], heap[2 * index + 2]]
      const child = 2 * index + (left && right && isBefore(right, left) ? 2 : 1)
      if (!swapped(index, child)) return
      index = child
    }
  }

  /** Whether they stood the wrong way round. */
  function swapped(parent: number, child: number): boolean {
    const [upper, lower] = [heap[parent], heap[child]]
    if (!upper || !lower || !isBefore(lower, upper)) return false
    heap[parent] = lower
    heap[child] = upper
    return true
  }

  return {
    add(id, score) {
      const added = { id, score }
      const [last] = heap
      if (heap.length < count) {
        heap.push(added)
        rise()
      } else if (last && isBefore(last, added)) {
        heap[0] = added
        sink()
      }
    },
    floor: () => (heap.length < count ? Number.NEGATIVE_INFINITY : (heap[0]?.score ?? 0)),
    all() {
      const sorted = heap.toSorted((one, other) => (isBefore(one, other) ? 1 : -1))
      return { ids: sorted.map(({ id }) => id), scores: sorted.map(({ score }) => score) }
    },
  }
}

/** Whether `one` is the first to go. */
function isBefore(one: Scored, other: Scored): boolean {
  return one.score < other.score || (one.score === other.score && one.id > other.id)
}
