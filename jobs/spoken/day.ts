/** Reads one day from plain words: by chrono where it is right, and by rules of our own for what it does not know. */
import * as chrono from 'chrono-node/ru'
import { DateTime } from 'luxon'
import { NO_MONTH } from './numeric-dates.ts'
import { AT, type Day, MONTH, readOwn, WEEKDAY } from './own-days.ts'
import { MONTHS, WEEKDAYS } from './words.ts'

/** A date without a year that has just passed is rather a slip than next year's. */
const JUST_PASSED_DAYS = 30

/** Nobody plans further; a year beyond is a slip. */
const FURTHEST_YEARS = 5

/** The only day that the words name, `today` being the beginning of the centre's day; everything said must be understood. */
export function readDay(words: string, today: DateTime): Day {
  const text = ` ${words} `.replace(FILLERS, ' ').replace(/\s+/g, ' ').trim()
  if (text === '') return { kind: 'none' }
  if (/(?<!\p{L})(?:или|либо|не)(?!\p{L})/u.test(text)) return { kind: 'unclear', why: 'ambiguous' }
  const [own, rest] = readOwn(text, today)
  if (own)
    return rest.replace(FILLERS, '').trim() === '' ? checked(own, today) : { kind: 'unclear' }
  return readByChrono(shapedForChrono(text), today)
}

const FILLERS =
  /(?<!\p{L})(?:начало|дата|время|утром|днем|вечером|пожалуйста|давайте|ровно|примерно|будет|проведем|состоится|планируем|назначим|запланируем|поставь|поставьте|перенести|перенесем|перенос|после обеда|до обеда|часов|мероприятие|встреча|по местному времени|по местному)(?!\p{L})/gu

/** The words for «next» and «this» that chrono knows, in the order that it knows. */
function shapedForChrono(text: string): string {
  return text
    .replace(new RegExp(`(?:следующ|будущ)\\p{L}* ${WEEKDAY}`, 'gu'), 'следующий $1')
    .replace(
      new RegExp(
        `(?:эт[оуа]\\p{L}*|ближайш\\p{L}*|предстоящ\\p{L}*|текущ\\p{L}*) ${WEEKDAY}`,
        'gu',
      ),
      '$1',
    )
    .replace(
      new RegExp(`${WEEKDAY} (?:на )?(?:следующей|будущей) недел[еи]`, 'gu'),
      '$1 на следующей неделе',
    )
    .replace(
      new RegExp(`(?:на )?(?:следующей|будущей) неделе ${AT}${WEEKDAY}`, 'gu'),
      '$1 на следующей неделе',
    )
    .replace(/через день/u, 'через 2 дня')
    .replace(new RegExp(`^${AT}${MONTH} (\\d{1,2})(?= 20\\d\\d|$)`, 'u'), '$2 $1')
    .replace(/(?<=(?:19|20)\d\d) г(?:од\p{L}*)?(?!\p{L})/gu, '')
    .replace(
      new RegExp(`${MONTH} (\\d\\d(?= г)|2[5-9]|[3-9]\\d)(?: г(?:од\\p{L}*)?|$)(?!\\p{L})`, 'gu'),
      '$1 20$2',
    )
}

const NAMES_A_DAY = new RegExp(
  `\\d ?(?:${MONTHS.join('|')})|через|сегодня|завтра|вчера|${WEEKDAYS.join('|')}`,
  'u',
)

const LEFT_OVER = /(?<!\p{L})(?:в|во|на|с|со|к|до|по|г|года?)(?!\p{L})|[-.\s]/gu

/** The clock is out of the text, so whatever chrono takes for a time is a misunderstanding. */
function readByChrono(text: string, today: DateTime): Day {
  // Chrono compares in the zone of the process: so it is given the centre's day as if it were one of that zone, at noon,
  // which no change of clocks moves to another day, and only days are taken from what it says.
  const noon = new Date(today.year, today.month - 1, today.day, 12)
  const found = chrono.casual.parse(text, noon, { forwardDate: true })
  // «в ноябре», «на следующей неделе» and «2 недели» name no day, though chrono supposes one.
  if (!NAMES_A_DAY.test(text)) return whyNot(text)
  const left = found.reduce((rest, { text: read }) => rest.replace(read, ' '), text)
  const dates = found.filter(({ start }) => start.isCertain('day') || !start.isCertain('weekday'))
  const weekdays = found.filter(({ start }) => start.isCertain('weekday'))
  const first = dates[0] ?? weekdays[0]
  if (!first || left.replace(LEFT_OVER, '') !== '') return whyNot(text)
  if (dates.length > 1 || found.some(({ start, end }) => end || start.isCertain('hour'))) {
    return { kind: 'unclear', why: 'ambiguous' }
  }
  const value = dayOf(first, today)
  const yearSaid = !first.start.isCertain('month') || first.start.isCertain('year')
  return checked({ kind: 'day', day: value, yearSaid }, today, weekdayOf(weekdays, first))
}

function dayOf({ start }: chrono.ParsedResult, today: DateTime): DateTime {
  const [year, month, number] = [start.get('year'), start.get('month'), start.get('day')]
  return DateTime.fromObject(
    { year: year ?? today.year, month: month ?? 1, day: number ?? 1 },
    { zone: today.zone },
  )
}

/** Monday 1 to Sunday 7 of a weekday that was said beside a date. */
function weekdayOf(found: chrono.ParsedResult[], date: chrono.ParsedResult): number | null {
  const said = found
    .find((one) => one !== date || date.start.isCertain('month'))
    ?.start.get('weekday')
  return said === undefined || said === null ? null : said || 7
}

function checked(found: Day, today: DateTime, weekday: number | null = null): Day {
  if (found.kind !== 'day') return found
  const earlier = found.day.minus({ years: 1 })
  const passed = !found.yearSaid && today.diff(earlier, 'days').days <= JUST_PASSED_DAYS
  const value = passed ? earlier : found.day
  if (value.year > today.year + FURTHEST_YEARS || value.year < today.year - 1) {
    return { kind: 'unclear', why: 'impossible' }
  }
  if (weekday !== null && value.weekday !== weekday) return { kind: 'unclear', why: 'weekday' }
  return { ...found, day: value }
}

/** A day and a month, of which chrono made nothing, are no day of the calendar. */
function whyNot(text: string): Day {
  return LONE_DATE.test(text) ? { kind: 'unclear', why: 'impossible' } : { kind: 'unclear' }
}

const LONE_DATE = new RegExp(
  `^${AT}(?:(?:${WEEKDAYS.join('|')}) )?\\d{1,2} (?:${MONTHS.join('|')}|${NO_MONTH})(?: \\d{4})?(?: г(?:ода?)?)?$`,
  'u',
)
