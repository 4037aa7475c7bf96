/** Recognises the number, letter or bullet that a line begins with, however it was typed. */

export type Mark =
  /** «4.1», «1.»: `values` are its components. `sure` is false for «4.2 ввести», which may also be a quantity. */
  | { kind: 'dotted'; values: number[]; printed: string; rest: string; sure: boolean }
  | { kind: 'paren'; value: number; printed: string; rest: string }
  | { kind: 'letter'; value: number; printed: string; rest: string }
  | { kind: 'roman'; printed: string; rest: string }
  /** «Раздел 2», «Статья 5», «Глава IV». */
  | { kind: 'word'; printed: string; rest: string }
  | { kind: 'bullet'; printed: string; rest: string }

/** The mark, or null for a line without one. Dates, times and quantities are no marks. */
export function readMark(text: string): Mark | null {
  return (
    readWord(text) ??
    readDotted(text) ??
    readParenthesised(text) ??
    readRoman(text) ??
    readBullet(text)
  )
}

const DOTTED = /^(\d{1,3}(?:\.\d{1,3}){0,5})(\.?)(\s*)(?=[^\s.,:;)%\-–—\d]|\d|[-–—]\s)/u
const DATE_OR_TIME =
  /^\d{1,2}[.,]\s?\d{1,2}[.,]\s?\d{2,4}(?!\.?\d)|^\d{1,2}[.:]\d{2}\s*(?:[-–—]|час|ч\.)/u
const QUANTITY = /^(?:%|млн|тыс|млрд|руб|балл|час|ч\.|чел|шт|экз|кл\.|класс|минут|раз[а ])/iu

function readDotted(text: string): Mark | null {
  if (DATE_OR_TIME.test(text)) return null
  const match = DOTTED.exec(text)
  const [whole, number = '', dot, space = ''] = match ?? []
  if (whole === undefined) return null
  const parts = number.split('.')
  if (parts.some((part) => part.startsWith('0'))) return null
  const rest = text.slice(whole.length)
  const closed = dot === '.'
  if (!closed && (parts.length === 1 || QUANTITY.test(rest))) return null
  if (!closed && space === '' && !/^[\p{Lu}«"]/u.test(rest)) return null
  if (closed && space === '' && /^\d/.test(rest)) return null
  return { kind: 'dotted', values: parts.map(Number), printed: number, rest, sure: closed }
}

function readParenthesised(text: string): Mark | null {
  const match = /^\(?(\d{1,3}|[а-яёa-z])\)\s*(?=\S)/iu.exec(text)
  const [whole, printed = ''] = match ?? []
  if (whole === undefined) return null
  const rest = text.slice(whole.length)
  if (/^\d/.test(printed)) return { kind: 'paren', value: Number(printed), printed, rest }
  const value = 'абвгдежзийклмнопрстуфхцчшщэюя'.indexOf(printed.toLowerCase()) + 1
  return { kind: 'letter', value: value || printed.toLowerCase().charCodeAt(0) - 96, printed, rest }
}

function readRoman(text: string): Mark | null {
  const match = /^([IVXІХ]{1,6})\.\s*(?=[\p{Lu}«"])/u.exec(text)
  const [whole, printed = ''] = match ?? []
  // «Х. Иванов» in Cyrillic is an initial.
  if (whole === undefined || printed === 'Х') return null
  return { kind: 'roman', printed, rest: text.slice(whole.length) }
}

function readWord(text: string): Mark | null {
  const match =
    /^((?:Статья|Раздел|Глава|Часть|Подраздел)\s+(?:\d{1,3}|[IVXІХ]{1,6}))(?![\p{L}\d])[.:]?\s*/iu.exec(
      text,
    )
  const [whole, printed = ''] = match ?? []
  if (whole === undefined) return null
  const rest = text.slice(whole.length)
  return /^\p{Ll}/u.test(rest) ? null : { kind: 'word', printed, rest }
}

function readBullet(text: string): Mark | null {
  const match = /^(?:[•·●▪■◦‣➢✓*]|[-–—](?=\s|[\p{L}«"]))\s*(?=\S)/u.exec(text)
  const whole = match?.[0]
  if (whole === undefined) return null
  return { kind: 'bullet', printed: whole.trim(), rest: text.slice(whole.length) }
}
