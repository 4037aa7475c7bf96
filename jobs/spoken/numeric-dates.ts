/** Gives the months of numeric dates their names, so that a date is no longer mistaken for a time. */
import { MONTHS } from './words.ts'

/** «25.11», «25/11/26», «2026-11-25» as «25 ноября 2026»; false months and days stay to be found impossible. */
export function nameMonths(words: string): string {
  const full = words
    .replace(/(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)/g, (_, year, month, day) =>
      named(day, month, year),
    )
    .replace(
      /(?<![\d.:])(\d{1,2}) ?([./-]) ?(\d{1,2}) ?\2 ?(\d{4}|\d\d)(?![\d:])/g,
      (_, day, _dot, month, year) => named(day, month, year),
    )
    .replace(/(?<!\d)(\d{1,2}) (\d\d) (20\d\d)(?!\d)/g, (_, day, month, year) =>
      named(day, month, year),
    )
  if (HAS_DAY.test(full)) return full
  // «в 10.11» is a time, «10.11 в 15.00» begins with a date.
  return full.replace(
    /(?<![\d.:/]|(?<!\p{L})(?:в|к) )(\d{1,2})[./](0?[1-9]|1[0-2])(?![\d:/])/u,
    (_, day, month) => named(day, month),
  )
}

const HAS_DAY = new RegExp(`${MONTHS.join('|')}|сегодня|завтра|через`, 'u')

/** The name of the thirteenth month: a date with it is none. */
export const NO_MONTH = 'месяцаля'

function named(day: string, month: string, year = ''): string {
  const name = MONTHS[Number(month) - 1] ?? NO_MONTH
  return `${Number(day)} ${name}${year === '' ? '' : ` ${year.length === 2 ? `20${year}` : year}`} `
}
