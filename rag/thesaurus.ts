/** The field's own language: how people say it, how regulations say it, and what is written short. Data in `data/`. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createFamilies, type Families, readFamilies } from './families.ts'
import { STOP_WORDS, stem, wordsOfNormalised } from './words.ts'

export interface Thesaurus {
  /**
   * What the words that begin at `start` may be called in documents; spans are in words, several may begin there. Where
   * another word has the stem («статья», «стать»), the word as it stands in `words` decides; without them it is not found.
   */
  find(stems: readonly string[], start: number, words?: readonly string[]): readonly Entry[]
  /** Full adjectives for the clipped first part of a compound («методцентр» → «методическ», «центр»); null when it is none. */
  split(word: string): { first: string; rest: string } | null
  /** Stems of the same meaning in other parts of speech: «утверд» leads to «утвержден». */
  family(stem: string): readonly string[]
  abbreviations: readonly Abbreviation[]
}

export interface Entry {
  /** How many words the everyday expression has. */
  length: number
  /** What documents say instead, each as the stems of its words. */
  meant: readonly (readonly string[])[]
}

export interface Abbreviation {
  short: string
  long: string
}

/**
 * Reads the thesaurus, one file for each subject, and the abbreviations that ship with the project. Throws when they are
 * missing. The files are written as `normalise` would write them, because to normalise them takes longer than all else.
 */
export function readThesaurus(folder = join(import.meta.dirname, 'data')): Thesaurus {
  const subjects = readdirSync(join(folder, 'thesaurus')).filter((file) => file.endsWith('.tsv'))
  const lines = subjects.sort().flatMap((file) => readTable(join(folder, 'thesaurus', file)))
  const abbreviations = readTable(join(folder, 'abbreviations.tsv'))
  return createThesaurus(
    lines.map(([everyday, official]) => ({ everyday: everyday.split(','), official })),
    abbreviations.map(([short, long]) => ({ short, long })),
    readFamilies(folder),
  )
}

/**
 * `everyday` expressions stand for the words of `official`, both in normal form; an expression that ends in a hyphen is
 * the first part of compounds, one that ends in an exclamation mark is only meant in this form. Words of `official` that
 * say something only together are joined with a plus.
 */
export function createThesaurus(
  lines: readonly { everyday: readonly string[]; official: string }[],
  abbreviations: readonly Abbreviation[],
  families: Families = createFamilies([]),
): Thesaurus {
  const byLetter = new Map<string, Expression[]>()
  const firstParts = new Map<string, string>()
  for (const { everyday, official } of lines) {
    for (const expression of everyday) {
      if (expression.trim().endsWith('-')) {
        firstParts.set(expression.trim().slice(0, -1), meantBy(official)[0]?.[0] ?? '')
      } else {
        addTo(byLetter, expression.trim().charAt(0), { text: expression, official })
      }
    }
  }
  const find = indexed(byLetter)
  return {
    abbreviations,
    family: families.of,
    find: (stems, start, words = []) =>
      find(stems[start] ?? '')
        .filter(({ said }) => said.every((word, index) => stems[start + index] === stem(word)))
        .filter(({ said, exact }) => !exact || said.every((each, at) => words[start + at] === each))
        .map(({ said, official }) => ({ length: said.length, meant: meantBy(official) })),
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

interface Expression {
  text: string
  official: string
}
interface Cut {
  said: readonly string[]
  exact: boolean
  official: string
}

/**
 * Expressions by the stem of their first word. To stem all of them would take most of the program's start, so those with
 * a letter are stemmed when the first question has a word with that letter; a stem keeps the word's first letter.
 */
function indexed(byLetter: ReadonlyMap<string, Expression[]>): (stem: string) => readonly Cut[] {
  const indices = new Map<string, Map<string, Cut[]>>()
  return (wanted) => {
    const letter = wanted.charAt(0)
    let index = indices.get(letter)
    if (index === undefined) {
      index = new Map<string, Cut[]>()
      for (const { text, official } of byLetter.get(letter) ?? []) {
        const said = wordsOfNormalised(text)
        addTo(index, stem(said[0] ?? ''), { said, exact: text.trimEnd().endsWith('!'), official })
      }
      indices.set(letter, index)
    }
    return index.get(wanted) ?? []
  }
}

function addTo<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

/** «молодой+специалист наставничество» → «молод», «специалист» as one and «наставничеств». */
function meantBy(official: string): string[][] {
  return (official.match(/[\p{L}\p{N}+]+/gu) ?? [])
    .map((each) => wordsOfNormalised(each).filter((word) => !STOP_WORDS.has(word)))
    .filter((together) => together.length > 0)
    .map((together) => together.map(stem))
}
