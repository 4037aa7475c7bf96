/** Computes the numbers that Word shows before paragraphs and stores nowhere. */
import { numeral } from './numerals.ts'

export interface ListLevel {
  start: number
  /** As `w:numFmt` names it: decimal, bullet, russianLower … */
  format: string
  /** «%1.%2.»: each %n stands for the current number of level n, from 1. */
  text: string
  /** Every number of the text in decimals, whatever its level's format («II» → «2.1»). */
  legal: boolean
  suffix: string
  /** Restart after this level (from 1) or an outer one; 0 never; undefined after any outer one. */
  restart: number | undefined
  /** The paragraph style that the level belongs to, if any. */
  style: string | undefined
}

export interface List {
  /** Lists that share this count on together. */
  abstractId: string
  levels: Map<number, ListLevel>
  /** Numbers to start with where this list is first used, by level. */
  startOverrides: Map<number, number>
}

export interface Numbering {
  /** The label of the next paragraph of this list and level, with its spacing; counts it. '' for none. */
  next(numberingId: string, level: number): string
  /** The level of the list that belongs to the style, if it names one. */
  levelOfStyle(numberingId: string, style: string | undefined): number | undefined
}

/** One object numbers one document, paragraphs given in order. */
export function createNumbering(lists: Map<string, List>): Numbering {
  const counters = new Map<string, (number | undefined)[]>()
  const overridden = new Set<string>()

  function count(numberingId: string, list: List, at: number): number[] {
    const current = counters.get(list.abstractId) ?? []
    counters.set(list.abstractId, current)
    const override = list.startOverrides.get(at)
    const key = `${numberingId}/${at}`
    if (override !== undefined && !overridden.has(key)) {
      overridden.add(key)
      current[at] = override
    } else current[at] = (current[at] ?? (list.levels.get(at)?.start ?? 1) - 1) + 1
    for (const [inner, level] of list.levels) {
      if (inner <= at || level.restart === 0) continue
      if (level.restart === undefined || at < level.restart) current[inner] = undefined
    }
    // An outer level that no paragraph has used yet begins here, unseen: after «1.1» comes «2».
    for (let outer = 0; outer < at; outer += 1)
      current[outer] ??= list.levels.get(outer)?.start ?? 1
    return Array.from({ length: at + 1 }, (_, level) => current[level] ?? 1)
  }

  return {
    next(numberingId, at) {
      const list = lists.get(numberingId)
      const level = list?.levels.get(at)
      if (!list || !level) return ''
      const numbers = count(numberingId, list, at)
      if (level.format === 'bullet') return bullet(level.text) + level.suffix
      const label = level.text.replace(/%(\d)/g, (_, digit) => {
        const index = Number(digit) - 1
        return numeral(
          numbers[index] ?? 1,
          level.legal ? 'decimal' : (list.levels.get(index)?.format ?? 'decimal'),
        )
      })
      return label === '' ? '' : label + level.suffix
    },
    levelOfStyle(numberingId, style) {
      if (style === undefined) return undefined
      for (const [at, level] of lists.get(numberingId)?.levels ?? [])
        if (level.style === style) return at
      return undefined
    },
  }
}

/** Bullets are often signs of a symbol font, or Latin letters that such a font draws as signs. */
function bullet(text: string): string {
  if (/^[-–—−*·•]$/.test(text)) return text
  return text.trim() === '' ? '' : text === '\uf02d' ? '–' : '•'
}
