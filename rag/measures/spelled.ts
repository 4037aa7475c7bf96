/** Spells a text for reading times in it: every character stays in its place. */
import { unifyLetters } from '../normalise.ts'

/** Lower case, е for ё, Cyrillic look-alikes, one kind of dashes, quotes and spaces; Roman numbers in Latin letters. */
export function spelled(text: string): string {
  const roman = text.replace(ROMAN, (number) =>
    number.replaceAll(/[ІУХ]/g, (letter) => TWINS[letter] ?? letter),
  )
  return unifyLetters(roman)
    .replace(/[\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d]/g, '-')
    .replace(/[«»„“”‟]/g, '"')
    .replace(/\s/g, ' ')
}

/** «ІІІ» is often typed with the Ukrainian letter, «IV» never with a Russian one. */
const ROMAN = /(?<!\p{L})[IІ]{1,3}(?!\p{L})|(?<!\p{L})[IІ]V(?!\p{L})/gu
const TWINS: Record<string, string> = { І: 'I' }

/** Every month by its cases and abbreviations, as a part of a pattern; `monthOf` says which it is. */
export const MONTH =
  '(?:янв(?:ар[ьяею]|арем)?|фев(?:р(?:ал[ьяею]|алем)?)?|мар(?:т(?:а|е|у|ом)?)?|апр(?:ел[ьяею]|елем)?|ма[йяею]|маем|июн[ьяею]|июнем|июл[ьяею]|июлем|авг(?:уст(?:а|е|у|ом)?)?|сен(?:т(?:ябр[ьяею]|ябрем)?)?|окт(?:ябр[ьяею]|ябрем)?|ноя(?:б(?:р[ьяею]|рем)?)?|дек(?:абр[ьяею]|абрем)?)(?![\\p{L}])'

const STARTS = ['янв', 'фев', 'мар', 'апр', 'ма', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек']

/** 1 to 12 of what `MONTH` matched. */
export function monthOf(name: string): number {
  const march = name.startsWith('мар') ? 3 : 0
  return march || STARTS.findIndex((start) => name.startsWith(start)) + 1
}

/** A number as an ordinal, in digits, Roman ones or words, as a part of a pattern; `ordinalOf` reads it. */
export const ORDINAL =
  '(?:[1-5]|i{1,3}|iv|v|перв(?:ый|ая|ое|ую|ой|ом|ого)|втор(?:ой|ая|ое|ую|ом|ого)|трет(?:ий|ья|ье|ью|ьей|ьем|ьего)|четверт(?:ый|ая|ое|ую|ой|ом|ого)|пят(?:ый|ая|ое|ую|ой|ом|ого))(?:-?(?:ый|ий|ая|я|й|ой|ей|ое|е|ом|м|ую|ю|го))?'

const ROMANS = ['', 'i', 'ii', 'iii', 'iv', 'v']
const WORDS = ['', 'перв', 'втор', 'трет', 'четверт', 'пят']

/** 1 to 5 of what `ORDINAL` matched. */
export function ordinalOf(text: string): number {
  const digit = /^[1-5]/.exec(text)
  if (digit) return Number(digit[0])
  const word = WORDS.findIndex((start) => start !== '' && text.startsWith(start))
  return word > 0 ? word : ROMANS.indexOf(text.split('-')[0] ?? '')
}
