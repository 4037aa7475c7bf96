/** Reads calendar dates in the shapes that documents write them in. */
import { MONTHS } from './months.ts'

const NUMERIC =
  /(?<!\d)[«"]?(\d{1,2})[»"]?\s?[.\s/]\s?(\d{1,2})\s?[.\s/]\s?(\d{4}|\d{2}(?=\s?(?:г|$|№|\s№)))(?!\d)/u
const WRITTEN =
  /(?<!\d)[«"]?\s?(\d{1,2})\s?[»"]?\s+(январ|феврал|март|апрел|ма|июн|июл|август|сентябр|октябр|ноябр|декабр)(?:я|а|ь)\s+(\d{4})/iu
const ISO = /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/u

/** The first date of the text as `2020-08-28`, or null; «19» 08 2021 and 22 сентября 2020 года are dates too. */
export function readDate(text: string): string | null {
  const found = [readNumeric(text), readWritten(text), readIso(text)].filter(
    (date) => date !== null,
  )
  found.sort((one, other) => one.at - other.at)
  return found[0]?.iso ?? null
}

interface Found {
  at: number
  iso: string
}

function readNumeric(text: string): Found | null {
  const match = NUMERIC.exec(text)
  return match ? check(match.index, match[3], match[2], match[1]) : null
}

function readWritten(text: string): Found | null {
  const match = WRITTEN.exec(text)
  const month = MONTHS.indexOf((match?.[2] ?? '').toLowerCase()) + 1
  return match ? check(match.index, match[3], String(month), match[1]) : null
}

function readIso(text: string): Found | null {
  const match = ISO.exec(text)
  return match ? check(match.index, match[1], match[2], match[3]) : null
}

function check(at: number, year = '', month = '', day = ''): Found | null {
  const full = year.length === 2 ? `20${year}` : year
  const iso = `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${iso}T00:00:00Z`)
  const real = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso)
  return real && Number(full) > 1900 ? { at, iso } : null
}
