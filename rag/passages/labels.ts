/** Gives passages their places and their clauses names that are unambiguous inside the document. */
import type { Passage } from '../passage.ts'
import type { Draft } from './draft.ts'

/** Drafts in reading order become passages; what opens a clause is its unit. */
export function placePassages(drafts: Draft[]): Passage[] {
  const clauses = nameClauses(drafts)
  const passages: Passage[] = []
  let unit = 0
  drafts.forEach((draft, ordinal) => {
    if (draft.opens) unit = ordinal
    const { kind, path, number, text, cells } = draft
    const clause = clauses[unit] ?? ''
    const suffix = draft.opens ? '' : draft.label
    passages.push({
      ...{ ordinal, unit, kind, path, number, text, cells },
      clause: clause && suffix ? `${clause}, ${suffix}` : clause,
    })
  })
  return passages
}

/** The clause of each draft that opens one; an ambiguous one takes in what encloses it, then a count. */
function nameClauses(drafts: Draft[]): string[] {
  const depths = drafts.map(() => 0)
  const deepest = Math.max(0, ...drafts.map((draft) => draft.within.length))
  for (let depth = 1; depth <= deepest; depth++) {
    for (const indexes of clashes(drafts, depths)) {
      for (const index of indexes) depths[index] = depth
    }
  }
  const names = drafts.map((draft, index) => name(draft, depths[index] ?? 0))
  for (const indexes of clashes(drafts, depths)) {
    indexes.slice(1).forEach((index, count) => {
      names[index] = `${names[index]} (${count + 2})`
    })
  }
  return names
}

/** Groups of drafts that would bear the same name. */
function clashes(drafts: Draft[], depths: number[]): number[][] {
  const groups = new Map<string, number[]>()
  drafts.forEach((draft, index) => {
    if (!draft.opens || !draft.label) return
    const key = name(draft, depths[index] ?? 0)
    groups.set(key, [...(groups.get(key) ?? []), index])
  })
  return [...groups.values()].filter((indexes) => indexes.length > 1)
}

function name(draft: Draft, depth: number): string {
  if (!draft.label) return ''
  const enclosing = depth === 0 ? [] : draft.within.slice(-depth)
  return [draft.part, ...enclosing, draft.label].filter((piece) => piece !== '').join(', ')
}
