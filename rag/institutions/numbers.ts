/** Numbers by which institutions and years are called, in digits or in words: «двадцать первый», «сорок пятая», «4». */
import { numeralValue } from '../numerals.ts'

/** The numbers among normalised words, in order, and the words that are no part of one. */
export function numbersAndNames(all: readonly string[]): { numbers: string[]; names: string[] } {
  const numbers: string[] = []
  const names: string[] = []
  let sum = 0
  const flush = () => {
    if (sum > 0) numbers.push(String(sum))
    sum = 0
  }
  for (const word of all) {
    const value = /^\d+$/.test(word) ? Number(word) : numberOf(word)
    if (value === null) {
      flush()
      names.push(word)
    } else if (/^\d/.test(word) || !goesOn(sum, value)) {
      flush()
      sum = value
    } else sum += value
  }
  flush()
  return { numbers, names }
}

/** «Двадцать» goes on with «первый», «сто» with «двадцать». */
function goesOn(sum: number, value: number): boolean {
  if (sum >= 100 && sum % 100 === 0) return value < 100
  return sum >= 20 && sum % 10 === 0 && value < 10
}

function numberOf(word: string): number | null {
  if (/^(?:перв(?:ый|ая|ое|ого|ой|ом|ую|ому|ым)|один|одна|одного)$/.test(word)) return 1
  const [, root = ''] = ORDINAL.exec(word) ?? []
  return TENS[root] ?? numeralValue(root === '' ? word : `${root}ь`)
}

/** Those that differ from the cardinal by more than an ending of its own, and those of 11 to 30. */
const ORDINAL =
  /^(\p{L}+надцат|двадцат|тридцат|сороков|пятидесят|шестидесят|семидесят|восьмидесят|девяност|сот)(?:ый|ая|ое|ого|ой|ом|ую|ому|ым)$/u

const TENS: Readonly<Record<string, number>> = {
  ...{ сороков: 40, пятидесят: 50, шестидесят: 60, семидесят: 70, восьмидесят: 80 },
  ...{ девяност: 90, сот: 100 },
}
