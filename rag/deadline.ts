/** Finds the last day of a deadline written in Russian, to tell whether it has passed. */
import { MONTHS } from './months.ts'

const MONTH =
  '(?:январ|феврал|март|апрел|ма(?=[йяе])|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]*'
const RECURRING =
  /ежегодно|ежемесячно|ежеквартально|еженедельно|постоянно|далее|в течение (?:года|всего)|каждый|раз в/i

/**
 * The last day that a text names, as an ISO date; null where it names none or says that the measure recurs or goes
 * on. A month without a day means its end, a school year the end of August.
 */
export function lastDay(text: string): string | null {
  if (RECURRING.test(text)) return null
  const days = [...numeric(text), ...worded(text), ...spans(text)]
  return days.sort().at(-1) ?? null
}

/** The last deadline of running text: dates after «до», «не позднее», «в срок»; not those of documents it names. */
export function deadlineIn(text: string): string | null {
  const days = [...text.matchAll(DEADLINE)].map(([, date]) => lastDay(date ?? ''))
  return (
    days
      .filter((day) => day !== null)
      .sort()
      .at(-1) ?? null
  )
}

const DEADLINE = new RegExp(
  `(?<![а-яё])(?:до|не позднее|в срок(?: до)?)\\s+(\\d{1,2}\\.\\d{1,2}\\.\\d{4}|(?:\\d{1,2}\\s+)?${MONTH}\\s+\\d{4})`,
  'gi',
)

function numeric(text: string): string[] {
  return [...text.matchAll(/(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)/g)].map(
    ([, day, month, year]) => iso(Number(year), Number(month), Number(day)),
  )
}

function worded(text: string): string[] {
  const pattern = new RegExp(`(?:(\\d{1,2})\\s+)?(${MONTH})\\.?\\s+(\\d{4})`, 'gi')
  return [...text.matchAll(pattern)].map(([, day, name = '', year]) => {
    const month = MONTHS.findIndex((start) => name.toLowerCase().startsWith(start)) + 1
    return iso(Number(year), month, day === undefined ? daysOf(Number(year), month) : Number(day))
  })
}

function spans(text: string): string[] {
  const school = [...text.matchAll(/\d{4}\s?[-–—/]\s?(\d{4})\s+(?:учебн|уч)/gi)].map(
    ([, year]) => `${year}-08-31`,
  )
  const years = [...text.matchAll(/\d{4}\s?[-–—]\s?(\d{4})\s?(?:гг|год)/gi)].map(
    ([, year]) => `${year}-12-31`,
  )
  return [...school, ...years]
}

function daysOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

function iso(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}
