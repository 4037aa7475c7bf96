/** Finds the time of day in plain words: «в 15-00», «в половине 4», «с 14 до 16», «в 7 вечера». */
import { MONTHS, WEEKDAYS } from './words.ts'

export type Clock =
  /** Minutes from midnight, at most 1440; `to` where an end was said. */
  | { kind: 'clock'; from: number; to: number | null; rest: string }
  | { kind: 'none'; rest: string }
  | { kind: 'unclear'; why: 'impossible' | 'ambiguous' }

/** Takes the time of day out of plain words from which numeric dates are gone. `alone`: nothing but a time is expected, «15» is one. */
export function cutClock(words: string, { alone = false } = {}): Clock {
  const marked = markTimes(alone ? words.replace(/^(\d{1,2})$/, 'в $1') : words)
  if (/полночь|полночи|@\?/.test(marked)) return { kind: 'unclear', why: 'ambiguous' }
  const span = SPAN.exec(marked)
  const found = span ?? SINGLE.exec(marked)
  if (!found) return { kind: 'none', rest: words }
  const [whole, partFirst, first = '', partBetween, second, partLast] = found
  const part = partFirst ?? partBetween
  const from = minutesOf(
    first,
    part ?? (second === undefined ? undefined : earlyEnough(first, partLast)),
  )
  const to = second === undefined ? null : minutesOf(second, partLast ?? partFirst)
  for (const minutes of [from, to]) {
    if (typeof minutes === 'string') return { kind: 'unclear', why: minutes }
  }
  const rest = `${marked.slice(0, found.index)} ${marked.slice(found.index + whole.length)}`
  if (rest.includes('@')) return { kind: 'unclear', why: 'ambiguous' }
  // Strings have left; a comparison is all that narrows a pair.
  if (typeof from !== 'number' || typeof to === 'string')
    return { kind: 'unclear', why: 'ambiguous' }
  if (to !== null && to <= from) return { kind: 'unclear', why: 'impossible' }
  return { kind: 'clock', from, to, rest: rest.replace(/\s+/g, ' ').trim() }
}

const PART_NAMES =
  'утра|утром|дня|днем|вечера|вечером|ночи|ночью|после полудня|после обеда|до обеда'
// «сегодня» and «через 3 дня» end in no part of a day.
const PART_AHEAD = `(?:(?<!\\p{L}|\\d )(${PART_NAMES}) )?`
const PART = `(?:(${PART_NAMES})(?!\\p{L}) ?)?`
const TIME = '@(\\d{1,3}:\\d{1,2})'
const BEFORE = '(?<!\\p{L})(?:(?:начало|начнем|ровно|примерно|около) )*(?:(?:в|во|к|с|со|от|на) ?)?'
const SINGLE = new RegExp(`${PART_AHEAD}${BEFORE}${TIME} ?${PART}`, 'u')
const SPAN = new RegExp(`${PART_AHEAD}${BEFORE}${TIME} ?${PART}(?:-|до|по) ?${TIME} ?${PART}`, 'u')

const NOT_A_DATE = `(?! ?(?:${[...MONTHS, ...WEEKDAYS].join('|')}|числ|дн|недел|месяц|[\\d./:-]|минут))`

/** Every time as «@15:30», in the order in which a shape could be mistaken for a later one. */
function markTimes(words: string): string {
  return words
    .replace(/(?:в )?полдень|в обед(?!\p{L})/gu, '@12:00')
    .replace(
      /(?<!\p{L})без (четверти|\d{1,2})(?: минут\p{L}*)? (\d{1,2})(?: час\p{L}*)?/gu,
      beforeHour,
    )
    .replace(/(?<!\p{L})(?:половин[аеу]|пол) (\d{1,2})(?!\d)/gu, (_, hour) => mark(hour - 1, 30))
    .replace(/(?<!\p{L})четверть (\d{1,2})(?!\d)/gu, (_, hour) => mark(hour - 1, 15))
    .replace(/(?<!\d)(\d{1,2}) минут\p{L}* (\d{1,2})(?!\d)/gu, (_, past, hour) =>
      mark(hour - 1, past),
    )
    .replace(
      /(?<![\d@.:])(\d{1,2}) ?[:.] ?(\d\d)(?:[:.]00)?(?![\d.:])(?: ?ч(?:ас\p{L}*)?(?!\p{L}))?/gu,
      '@$1:$2',
    )
    .replace(
      /(?<![\d@.:])(\d{1,2}) ?ч(?:ас\p{L}*)?(?: (\d{1,2}) ?м(?:ин\p{L}*)?)?(?!\p{L})/gu,
      hoursAndMinutes,
    )
    .replace(
      /(?<![\d@.:-])((?:(?<!\p{L})(?:в|во|к) )?)(?<![\d@.:-])(\d{1,2})-(\d\d)(?![\d.:-])/gu,
      hyphenated,
    )
    .replace(/(?<![\d@.:-])(\d{1,2}) (\d\d)(?![\d.:/])(?! ?ч|-\d)/g, spaced)
    .replace(/(?<!\p{L})(в|к) час(?!\p{L})/gu, '$1 @1:00')
    .replace(
      new RegExp(`(?<!\\p{L})(в|во|к|с|от|до|по|на) (\\d{1,2})(?!\\d)${NOT_A_DATE}`, 'gu'),
      '$1 @$2:00',
    )
    .replace(/(?<![\d@.:-]|через )(\d{1,2}) (?=(?:утра|дня|вечера|ночи)(?!\p{L}))/gu, '@$1:00 ')
    .replace(/(?<=@\d{1,2}:\d\d ?- ?)(\d{1,2})(?![\d:.])/g, '@$1:00')
    .replace(/(?<![\d@.:])(\d{1,2})(?= ?- ?@)/g, '@$1:00')
}

const mark = (hour: number, minutes: number | string) => `@${(hour + 12) % 12 || 12}:${minutes}`

function beforeHour(_: string, minutes: string, hour: string): string {
  return mark(Number(hour) - 1, 60 - (minutes === 'четверти' ? 15 : Number(minutes)))
}

/** «14 ч 30 мин»; «14 ч 5» of the fifth is not one. */
function hoursAndMinutes(_: string, hour: string, minutes = '0'): string {
  return `@${hour}:${minutes.padStart(2, '0')}`
}

/** «15-30» and «в 10-15» are times, «14-16» is a span; of «10-15» alone nobody knows. */
function hyphenated(_: string, before: string, first: string, second: string): string {
  const isSpan = Number(second) > Number(first) && Number(second) <= 24
  if (!isSpan || /^[вк]о? $/.test(before)) return `${before}@${first}:${second}`
  return Number(second) % 5 === 0 ? `${before}@?` : `${before}@${first}:00-@${second}:00`
}

/** «в 15 30»: minutes that are really minutes. */
function spaced(whole: string, hour: string, minutes: string): string {
  return Number(minutes) % 5 === 0 && Number(minutes) < 60 && Number(hour) <= 24
    ? `@${hour}:${minutes}`
    : whole
}

/** Of «с 6 до 8 вечера» the evening is meant for both, of «с 10 до 2 дня» it is not. */
function earlyEnough(first: string, part: string | undefined): string | undefined {
  return Number(first.split(':')[0]) < 8 ? part : undefined
}

function minutesOf(time: string, part: string | undefined): number | 'impossible' | 'ambiguous' {
  const [hours = '', minutes = ''] = time.split(':')
  if (Number(minutes) > 59 || Number(hours) * 60 + Number(minutes) > 24 * 60) return 'impossible'
  const hour = hourOf(Number(hours), part ?? (hours.startsWith('0') ? 'exact' : 'unsaid'))
  return typeof hour === 'number' ? hour * 60 + Number(minutes) : hour
}

/** Nobody meets before seven in the morning: «в 3» is 15:00, only «03:00» is the night. «в 7» may be either. */
function hourOf(hour: number, part: string): number | 'impossible' | 'ambiguous' {
  if (part === 'exact') return hour
  if (part === 'unsaid') return hour === 7 ? 'ambiguous' : hour >= 1 && hour <= 6 ? hour + 12 : hour
  if (/утр|до обеда/.test(part)) return hour === 12 ? 'ambiguous' : hour < 12 ? hour : 'impossible'
  if (/дн|после/.test(part))
    return hour >= 1 && hour <= 6 ? hour + 12 : hour >= 9 ? hour : 'ambiguous'
  if (/веч/.test(part)) {
    if (hour === 12) return 'ambiguous'
    return hour >= 3 && hour < 12 ? hour + 12 : hour >= 15 ? hour : 'impossible'
  }
  if (hour === 12 || (hour > 4 && hour < 10)) return 'ambiguous'
  return hour < 5 ? hour : hour < 12 ? hour + 12 : hour >= 22 ? hour : 'impossible'
}
