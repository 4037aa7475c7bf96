/** Tells how often something recurs, as Russian plans say it. */

export type Recurrence = 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'always'

/** How often by a `spelled` text, and where it says so; null for what does not recur. «always»: goes on all the time. */
export function findRecurrence(
  text: string,
): { recurrence: Recurrence; at: number; end: number } | null {
  const [found] = [...BY_WORDS, BY_COUNT, ALWAYS].flatMap(({ pattern, recurrence }) => {
    const match = pattern.exec(text)
    // «не чаще одного раза в год» does not say that it is done.
    if (!match || /чаще(?: чем)? *$/.test(text.slice(0, match.index))) return []
    const kind = typeof recurrence === 'string' ? recurrence : recurrence(match)
    const end = match.index + match[0].length
    const [rest = ''] = /^\p{L}*/u.exec(text.slice(end)) ?? []
    return [{ recurrence: kind, at: match.index, end: end + rest.length }]
  })
  return found ?? null
}

export function recurrenceOf(text: string): Recurrence | null {
  return findRecurrence(text)?.recurrence ?? null
}

/** 1 to 7 of each weekday that it names, Monday first. */
export function weekdaysOf(text: string): number[] {
  return WEEKDAYS.flatMap((pattern, index) => (pattern.test(text) ? [index + 1] : []))
}

/** The day of the month that it names by «число», as «до 5 числа»; null for none. */
export function dayOfMonth(text: string): number | null {
  const [, day] = /(?<!\d)(\d{1,2})(?:-?(?:го|е|ое))? +числ/.exec(text) ?? []
  const number = Number(day)
  return number >= 1 && number <= 31 ? number : null
}

const WEEKDAY = '(?:понедельник|вторник|сред[аыуе]|четверг|пятниц|суббот|воскресень)'
const WEEKDAYS = [
  /понедельник/,
  /вторник/,
  /(?<!\p{L})сред(?:а|у|ам|ы)(?!\p{L})/u,
  /четверг/,
  /пятниц/,
  /суббот/,
  /воскресень/,
]

const BY_WORDS: { recurrence: Recurrence; pattern: RegExp }[] = [
  {
    recurrence: 'quarterly',
    pattern:
      /ежеквартально|кажд\p{L}+ +(?:квартал|(?:учебн\p{L}+ +)?четверт)|месяца +квартала|отчетн\p{L}+ +квартал/u,
  },
  {
    recurrence: 'monthly',
    pattern: new RegExp(
      `ежемесячно|кажд[\\p{L}]+ +месяц|кажд[\\p{L}]+ +\\d{1,2}[-\\p{L}]* +числ|месяца,? +следующего +за +отчетн|${WEEKDAY}[\\p{L}]* +(?:каждого +)?месяца`,
      'u',
    ),
  },
  {
    recurrence: 'weekly',
    pattern: new RegExp(
      `еженедельно|кажд[\\p{L}]+ +недел|(?:кажд[\\p{L}]+|еженедельно,?) +${WEEKDAY}|(?<!\\p{L})по +(?:понедельникам|вторникам|средам|четвергам|пятницам|субботам|воскресеньям)`,
      'u',
    ),
  },
  { recurrence: 'half-yearly', pattern: /кажд\p{L}+ +полугоди|раз +в +полгода/u },
  {
    recurrence: 'yearly',
    pattern: /ежегодно|кажд\p{L}+ +(?:учебн\p{L}+ +|календарн\p{L}+ +)?год/u,
  },
]

/** «не реже одного раза в квартал», «2 раза в год», «раз в месяц». */
const BY_COUNT = {
  pattern:
    /(?:не реже(?: чем)? +)?(?:(?<!\p{L})(?:(\d{1,2}|один|одного|два|двух|три|трех|четыре|четырех|пять|пяти|шесть|шести)(?:-?х)? +)?раза?(?!\p{L})|(дважды)) *(?:за|в) +(?:течение +)?(?:каждо\p{L}+ +)?(?:учебн\p{L}+ +|календарн\p{L}+ +)?(год|полугоди|квартал|четверт|месяц|недел)\p{L}*/u,
  recurrence: ([, count = '1', twice, period = '']: RegExpExecArray): Recurrence => {
    const times = twice ? 2 : Number(count) || (COUNTS[count] ?? 1)
    if (period !== 'год') return PERIODS[period] ?? 'monthly'
    if (times === 1) return 'yearly'
    if (times === 2) return 'half-yearly'
    return times <= 4 ? 'quarterly' : 'monthly'
  },
}

const PERIODS: Record<string, Recurrence> = {
  полугоди: 'half-yearly',
  квартал: 'quarterly',
  четверт: 'quarterly',
  месяц: 'monthly',
  недел: 'weekly',
}

const COUNTS: Record<string, number> = {
  ...{ один: 1, одного: 1, два: 2, двух: 2, три: 3, трех: 3 },
  ...{ четыре: 4, четырех: 4, пять: 5, пяти: 5, шесть: 6, шести: 6 },
}

const ALWAYS = {
  recurrence: 'always' as const,
  pattern:
    /постоянно|на постоянной основе|систематически|регулярно|непрерывно|ежедневно|круглогодично|(?:^|[^\p{L}])весь +(?:период|срок|год|учебн\p{L}+ +год)|(?:в течени[еи]|на протяжении)(?: +всего| +этого)?(?: +учебного| +календарного| +текущего)?(?: +(?:года|периода|срока|времени))(?! +20\d\d)|в период +(?:реализации|действия)/u,
}
