/** Reads lists of weighted words and expressions and finds them in a question. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { byEar, stem, wordsOfNormalised } from '../words.ts'

export interface Found {
  /** Words that the expression takes. */
  length: number
  weight: number
  /** Their stems. */
  stems: readonly string[]
}

export interface Lexicon {
  /** The longest expression that begins at `start`; of two as long the weightier. Null where none does. */
  at(words: readonly string[], stems: readonly string[], start: number): Found | null
}

/**
 * A file of `data/` whose last column lists expressions in normal form and whose column before it is their weight. An
 * expression that ends in an exclamation mark is only meant in this form. A long word is found as it is heard, too.
 */
export function readLexicon(file: string): Lexicon {
  const lines = readFileSync(join(import.meta.dirname, '../data', file), 'utf8').split('\n')
  const byLetter = new Map<string, Expression[]>()
  for (const line of lines) {
    const columns = line.split('\t')
    if (line.startsWith('#') || columns.length < 2) continue
    const weight = Number(columns.at(-2))
    for (const each of columns.at(-1)?.split(',') ?? []) {
      const text = each.trim()
      // By ear «о» is «а» and «е» is «и»: a word's first letter as it is heard.
      addTo(byLetter, byEar(text.charAt(0)), { text, weight })
    }
  }
  return { at: search(byLetter) }
}

interface Expression {
  text: string
  weight: number
}

interface Cut extends Found {
  words: readonly string[]
  exact: boolean
}

/** To stem all of them would take most of the program's start: those with a letter are cut when a question has it. */
function search(byLetter: ReadonlyMap<string, Expression[]>): Lexicon['at'] {
  const indices = new Map<string, Map<string, Cut[]>>()
  const indexOf = (letter: string) => {
    const known = indices.get(letter)
    if (known) return known
    const index = new Map<string, Cut[]>()
    for (const expression of byLetter.get(letter) ?? []) {
      const cut = cutUp(expression)
      addTo(index, byEar(cut.stems[0] ?? ''), cut)
    }
    indices.set(letter, index)
    return index
  }
  return (words, stems, start) => {
    const heard = byEar(stems[start] ?? '')
    const found = (indexOf(heard.charAt(0)).get(heard) ?? []).filter((cut) =>
      cut.stems.every((each, offset) => {
        const place = start + offset
        // Of a short stem every ending makes another word: «пот» and «потом», «без» and «безе».
        return cut.exact || each.length < SHORTEST
          ? words[place] === cut.words[offset]
          : isSame(each, stems[place] ?? '')
      }),
    )
    return found.sort((a, b) => b.length - a.length || b.weight - a.weight)[0] ?? null
  }
}

function cutUp({ text, weight }: Expression): Cut {
  const words = wordsOfNormalised(text)
  return { words, stems: words.map(stem), exact: text.endsWith('!'), length: words.length, weight }
}

const SHORTEST = 4

/** Shorter stems that sound alike are different words: «кот» and «код». */
const LONG_ENOUGH = 6

function isSame(known: string, asked: string): boolean {
  return known === asked || (known.length >= LONG_ENOUGH && byEar(known) === byEar(asked))
}

function addTo<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}
