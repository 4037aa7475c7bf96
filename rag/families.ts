/** Knows words of one meaning across parts of speech: «утвердить», «утверждать», «утверждение». Data in `data/families.tsv`. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stem, wordsOfNormalised } from './words.ts'

export interface Families {
  /** Stems of the other words in the nests of `stem`, in the nests' order; empty for a word of none. */
  of(stem: string): readonly string[]
}

/** Reads the nests that ship with the project, in normal form, one on a line. Throws when the file is missing. */
export function readFamilies(folder = join(import.meta.dirname, 'data')): Families {
  const lines = readFileSync(join(folder, 'families.tsv'), 'utf8').split('\n')
  return createFamilies(lines.filter((line) => !line.startsWith('#')).map(wordsOfNormalised))
}

/**
 * Words of a nest have one meaning; a word may be of several. To stem all of them would take most of the program's start,
 * so the words with a letter are stemmed when the first word with that letter is asked for; a stem keeps the first letter.
 */
export function createFamilies(nests: readonly (readonly string[])[]): Families {
  const byLetter = new Map<string, { word: string; nest: readonly string[] }[]>()
  for (const nest of nests) {
    for (const word of nest) addTo(byLetter, word.charAt(0), { word, nest })
  }
  const indices = new Map<string, Map<string, Set<readonly string[]>>>()
  const indexOf = (letter: string) => {
    const known = indices.get(letter)
    if (known !== undefined) return known
    const index = new Map<string, Set<readonly string[]>>()
    for (const { word, nest } of byLetter.get(letter) ?? []) {
      index.set(stem(word), (index.get(stem(word)) ?? new Set()).add(nest))
    }
    indices.set(letter, index)
    return index
  }
  return {
    of: (wanted) => {
      const own = indexOf(wanted.charAt(0)).get(wanted) ?? []
      const stems = new Set([...own].flatMap((nest) => nest.map(stem)))
      stems.delete(wanted)
      return [...stems]
    },
  }
}

function addTo<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}
