/** The field's own language: how people say it, how regulations say it, and what is written short. Data in `data/`. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { STOP_WORDS, stem, words } from './words.ts'

export interface Thesaurus {
  /** What the words that begin at `start` may be called in documents; spans are in words, several may begin there. */
  find(stems: readonly string[], start: number): readonly Entry[]
  /** Full adjectives for the clipped first part of a compound («методцентр» → «методическ», «центр»); null when it is none. */
  split(word: string): { first: string; rest: string } | null
  abbreviations: readonly Abbreviation[]
}

export interface Entry {
  /** How many words the everyday expression has. */
  length: number
  /** Stems of the words that documents use instead. */
  meant: readonly string[]
}

export interface Abbreviation {
  short: string
  long: string
}

/** Reads the thesaurus and the abbreviations that ship with the project. Throws when the files are missing. */
export function readThesaurus(folder = join(import.meta.dirname, 'data')): Thesaurus {
  const lines = readTable(join(folder, 'thesaurus.tsv'))
  const abbreviations = readTable(join(folder, 'abbreviations.tsv'))
  return createThesaurus(
    lines.map(([everyday, official]) => ({ everyday: everyday.split(','), official })),
    abbreviations.map(([short, long]) => ({ short, long })),
  )
}

/** `everyday` expressions stand for the words of `official`; one that ends in a hyphen is the first part of compounds. */
export function createThesaurus(
  lines: readonly { everyday: readonly string[]; official: string }[],
  abbreviations: readonly Abbreviation[],
): Thesaurus {
  const entries = new Map<string, { stems: string[]; meant: Set<string> }[]>()
  const firstParts = new Map<string, string>()
  for (const { everyday, official } of lines) {
    const meant = words(official)
      .filter((word) => !STOP_WORDS.has(word))
      .map(stem)
    for (const expression of everyday) {
      if (expression.trim().endsWith('-')) {
        firstParts.set(expression.trim().slice(0, -1), meant[0] ?? '')
      } else {
        addEntry(entries, words(expression).map(stem), meant)
      }
    }
  }
  return {
    abbreviations,
    find: (stems, start) =>
      (entries.get(stems[start] ?? '') ?? [])
        .filter((entry) => entry.stems.every((each, index) => stems[start + index] === each))
        .map((entry) => ({ length: entry.stems.length, meant: [...entry.meant] })),
    split: (word) => {
      for (const [part, full] of firstParts) {
        if (
          word.startsWith(part) &&
          word.length >= part.length + 4 &&
          !stem(word).startsWith(full.slice(0, part.length + 3))
        ) {
          return { first: full, rest: stem(word.slice(part.length)) }
        }
      }
      return null
    },
  }
}

/** The lines of a tab-separated file with two columns; `#` opens a comment. */
export function readTable(file: string): [string, string][] {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.flatMap((line): [string, string][] => {
    const [left, right] = line.split('\t')
    return line.startsWith('#') || !left || !right ? [] : [[left.trim(), right.trim()]]
  })
}

function addEntry(
  entries: Map<string, { stems: string[]; meant: Set<string> }[]>,
  stems: string[],
  meant: string[],
): void {
  const [first] = stems
  if (first === undefined) return
  const others = entries.get(first) ?? []
  entries.set(first, others)
  const same = others.find((entry) => entry.stems.join(' ') === stems.join(' '))
  if (same) for (const each of meant) same.meant.add(each)
  else others.push({ stems, meant: new Set(meant) })
}
