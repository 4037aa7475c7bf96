/** Reads words typed with the wrong keyboard layout or in Latin letters as the Russian words they were meant to be. */

/**
 * The Russian words that a Latin one may stand for: «rjulf» → «когда», «kogda» → «когда». Most likely first;
 * empty for a word that has no Latin letter. Whether a reading makes sense is for the caller to know.
 */
export function russianReadings(word: string): string[] {
  if (!/[a-z]/i.test(word)) return []
  return [fromWrongLayout(word.toLowerCase()), fromLatin(word.toLowerCase())]
}

/** Characters that the wrong layout turns Russian letters into but that are not Latin letters, with those that are. */
export const WRONG_LAYOUT_WORD = /[a-z[\];',.`]+/gi

const KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
const LETTERS = 'йцукенгшщзхъфывапролджэячсмитьбюё'

function fromWrongLayout(word: string): string {
  return Array.from(word, (key) => LETTERS[KEYS.indexOf(key)] ?? key)
    .join('')
    .replaceAll('ё', 'е')
}

/** Longest first: «shch» before «sh» before «s». */
const SYLLABLES: readonly (readonly [string, string])[] = [
  ['shch', 'щ'],
  ['sch', 'щ'],
  ['zh', 'ж'],
  ['kh', 'х'],
  ['ts', 'ц'],
  ['ch', 'ч'],
  ['sh', 'ш'],
  ['yu', 'ю'],
  ['ju', 'ю'],
  ['ya', 'я'],
  ['ja', 'я'],
  ['yo', 'е'],
  ['ye', 'е'],
  ['ij', 'ий'],
  ['iy', 'ий'],
  ['a', 'а'],
  ['b', 'б'],
  ['v', 'в'],
  ['w', 'в'],
  ['g', 'г'],
  ['d', 'д'],
  ['e', 'е'],
  ['z', 'з'],
  ['i', 'и'],
  ['j', 'й'],
  ['k', 'к'],
  ['l', 'л'],
  ['m', 'м'],
  ['n', 'н'],
  ['o', 'о'],
  ['p', 'п'],
  ['r', 'р'],
  ['s', 'с'],
  ['t', 'т'],
  ['u', 'у'],
  ['f', 'ф'],
  ['h', 'х'],
  ['c', 'ц'],
  ['y', 'ы'],
  ['x', 'кс'],
  ['q', 'к'],
  ["'", 'ь'],
]

function fromLatin(word: string): string {
  let result = ''
  let rest = word
  while (rest !== '') {
    const match = SYLLABLES.find(([latin]) => rest.startsWith(latin))
    result += match ? match[1] : rest[0]
    rest = rest.slice(match ? match[0].length : 1)
  }
  return result
}
