/** How Word writes the number of a list item in each of its formats. */

const RUSSIAN = 'абвгдежзиклмнопрстуфхцчшщэюя'
const LATIN = 'abcdefghijklmnopqrstuvwxyz'
const ROMAN: [number, string][] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
]

/** The number in a format of `w:numFmt`; formats that Russian documents do not use come out as decimals. */
export function numeral(count: number, format: string): string {
  switch (format) {
    case 'none':
    case 'bullet':
      return ''
    case 'russianLower':
      return letters(count, RUSSIAN)
    case 'russianUpper':
      return letters(count, RUSSIAN).toUpperCase()
    case 'lowerLetter':
      return letters(count, LATIN)
    case 'upperLetter':
      return letters(count, LATIN).toUpperCase()
    case 'lowerRoman':
      return roman(count)
    case 'upperRoman':
      return roman(count).toUpperCase()
    case 'decimalZero':
      return count < 10 ? `0${count}` : String(count)
    default:
      return String(count)
  }
}

/** After the last letter Word doubles them: я, аа, бб. */
function letters(count: number, alphabet: string): string {
  if (count < 1 || count > alphabet.length * 20) return String(count)
  const letter = alphabet[(count - 1) % alphabet.length] ?? ''
  return letter.repeat(Math.ceil(count / alphabet.length))
}

function roman(count: number): string {
  if (count < 1 || count > 3999) return String(count)
  let rest = count
  let text = ''
  for (const [size, sign] of ROMAN)
    while (rest >= size) {
      text += sign
      rest -= size
    }
  return text
}
