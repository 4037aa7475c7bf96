/** Compares two editions clause by clause: what says something else now, and what is gone. */
import type { WholeClause } from '../db/edition-news.ts'
import { normalise } from './normalise.ts'
import type { Passage } from './passage.ts'

export interface ClauseChange {
  before: WholeClause
  /** What stands in its place; null where nothing does. */
  after: WholeClause | null
}

/** Of the same name, two texts with fewer words in common than this share are two different clauses. */
const SAME_NAME = 0.3
/** Of another name, two texts with this share of words in common are one clause that moved. */
const MOVED = 0.6

/**
 * The changes by the old clause's unit. The same words under another number are no change. Titles and headers of tables
 * are left out: they change with every edition and state nothing.
 */
export function changedClauses(
  before: readonly WholeClause[],
  after: readonly WholeClause[],
): Map<number, ClauseChange> {
  const now = after.filter(isStatement)
  const same = new Set(now.map(bare))
  const byName = new Map(now.filter(({ clause }) => clause !== '').map((one) => [one.clause, one]))
  const words = new Map(now.map((one) => [one, wordsOf(one)]))
  const fresh = freshOnes(before, now)
  const changes = new Map<number, ClauseChange>()
  for (const old of before.filter(isStatement)) {
    if (same.has(bare(old))) continue
    const mine = wordsOf(old)
    const named = byName.get(old.clause)
    const keeps = named && likeness(mine, words.get(named)) >= SAME_NAME
    const moved = keeps ? named : nearest(mine, fresh, words)
    changes.set(old.unit, { before: old, after: moved })
  }
  return changes
}

/** The clauses of passages that are not stored yet, as `clausesOf` reads them. */
export function wholeClauses(passages: readonly Passage[]): WholeClause[] {
  return [...Map.groupBy(passages, ({ unit }) => unit)].map(([unit, parts]) => ({
    unit,
    kind: parts[0]?.kind ?? '',
    clause: parts[0]?.clause ?? '',
    text: parts.map(({ text }) => text).join('\n'),
  }))
}

function isStatement({ kind }: WholeClause): boolean {
  return kind !== 'title' && kind !== 'columns' && kind !== 'heading' && kind !== 'closing'
}

/** Those whose words the old edition does not have: only they can be what another clause became. */
function freshOnes(before: readonly WholeClause[], now: readonly WholeClause[]): WholeClause[] {
  const old = new Set(before.map(bare))
  return now.filter((one) => !old.has(bare(one)))
}

function nearest(
  mine: Set<string>,
  fresh: readonly WholeClause[],
  words: ReadonlyMap<WholeClause, Set<string>>,
): WholeClause | null {
  let best: WholeClause | null = null
  let most = MOVED
  for (const one of fresh) {
    const share = likeness(mine, words.get(one))
    if (share < most) continue
    best = one
    most = share
  }
  return best
}

/** The words alone: numbers of clauses and rows, signs and spaces may change without a change of what is said. */
function bare({ text }: WholeClause): string {
  const start = text.slice(0, 40)
  const number = /^(?:\d{1,3}(?:\.\d{1,3}){0,5}[.)]?|\p{L}\))[\s|]{1,3}/u.exec(start)?.[0] ?? ''
  return (normalise(text.slice(number.length)).match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')
}

function wordsOf(clause: WholeClause): Set<string> {
  return new Set(bare(clause).split(' '))
}

function likeness(one: Set<string>, other: Set<string> = new Set()): number {
  let common = 0
  for (const word of one) if (other.has(word)) common += 1
  return (2 * common) / (one.size + other.size || 1)
}
