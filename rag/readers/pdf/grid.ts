/** Straight lines of a page → the grids of its tables, with merged cells where a line is missing. */
import type { Page, Rule } from './page.ts'

/** How far apart two rules may be and still be meant as one, in points. */
const NEAR = 3

/** The grids that the rules of a page draw. */
export function gridsOf(page: Page): Grid[] {
  // Thousands of lines are a drawing.
  if (page.rules.length > 5000) return []
  return connected(merge(page.rules)).flatMap((group) => gridOf(group) ?? [])
}

export interface Grid {
  xs: number[]
  ys: number[]
  rules: Rule[]
}

/** For each elementary cell the first one of the merged cell it belongs to. */
export function mergedCells({ xs, ys, rules }: Grid): number[] {
  const width = xs.length - 1
  const owners = Array.from({ length: width * (ys.length - 1) }, (_, i) => i)
  const find = (i: number): number =>
    owners[i] === i || owners[i] === undefined ? i : find(owners[i])
  for (let y = 0; y < ys.length - 1; y += 1)
    for (let x = 0; x < width; x += 1) {
      const here = y * width + x
      const middle = {
        x: ((xs[x] ?? 0) + (xs[x + 1] ?? 0)) / 2,
        y: ((ys[y] ?? 0) + (ys[y + 1] ?? 0)) / 2,
      }
      if (x + 1 < width && !isRuled(rules, 'vertical', xs[x + 1] ?? 0, middle.y))
        unite(find(here), find(here + 1))
      if (y + 2 < ys.length && !isRuled(rules, 'horizontal', ys[y + 1] ?? 0, middle.x))
        unite(find(here), find(here + width))
    }
  function unite(a: number, b: number): void {
    owners[Math.max(a, b)] = Math.min(a, b)
  }
  return owners.map((_, i) => find(i))
}

function isRuled(
  rules: Rule[],
  direction: Rule['direction'],
  at: number,
  through: number,
): boolean {
  return rules.some(
    (rule) =>
      rule.direction === direction &&
      Math.abs(rule.at - at) <= NEAR &&
      rule.from <= through &&
      rule.to >= through,
  )
}

/** Joins rules that lie on one line and touch. */
function merge(rules: Rule[]): Rule[] {
  const merged: Rule[] = []
  const ordered = rules.toSorted(
    (a, b) => a.direction.localeCompare(b.direction) || a.at - b.at || a.from - b.from,
  )
  for (const rule of ordered) {
    const same = merged.findLast(
      (other) =>
        other.direction === rule.direction &&
        Math.abs(other.at - rule.at) < NEAR &&
        rule.from <= other.to + NEAR &&
        rule.to >= other.from - NEAR,
    )
    if (same) {
      same.from = Math.min(same.from, rule.from)
      same.to = Math.max(same.to, rule.to)
    } else merged.push({ ...rule })
  }
  return merged
}

function connected(rules: Rule[]): Rule[][] {
  const groups: Rule[][] = []
  for (const rule of rules) {
    const touching = groups.filter((group) => group.some((other) => crosses(rule, other)))
    const joined = [rule, ...touching.flat()]
    for (const group of touching) groups.splice(groups.indexOf(group), 1)
    groups.push(joined)
  }
  return groups
}

function crosses(a: Rule, b: Rule): boolean {
  if (a.direction === b.direction) return false
  return (
    a.at >= b.from - NEAR && a.at <= b.to + NEAR && b.at >= a.from - NEAR && b.at <= a.to + NEAR
  )
}

/** The grid of a group of rules, or null for a frame, an underline or a fraction: less than two cells. */
function gridOf(rules: Rule[]): Grid | null {
  const xs = positions(rules, 'vertical')
  const ys = positions(rules, 'horizontal')
  return xs.length >= 2 && ys.length >= 2 && (xs.length > 2 || ys.length > 2) && xs.length < 60
    ? { xs, ys, rules }
    : null
}

function positions(rules: Rule[], direction: Rule['direction']): number[] {
  const all = rules.filter((rule) => rule.direction === direction).map((rule) => rule.at)
  return all.sort((a, b) => a - b).filter((at, i) => i === 0 || at - (all[i - 1] ?? 0) > NEAR)
}
