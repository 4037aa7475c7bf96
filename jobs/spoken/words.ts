/** Brings a Russian phrase about time to plain words: digits for numerals, full names of months and weekdays, slips put right. */
import { MONTHS as MONTH_STEMS } from '../../rag/months.ts'
import { normalise } from '../../rag/normalise.ts'
import { numeralValue } from '../../rag/numerals.ts'
import { distance } from '../../rag/typos.ts'

/** Months as plain words have them, January first. */
export const MONTHS =
  'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' ')

/** Weekdays as plain words have them, Monday first. */
export const WEEKDAYS = 'понедельник вторник среда четверг пятница суббота воскресенье'.split(' ')

/** A longer text is no date, and nothing is understood in it. */
const LONGEST_PHRASE = 200

/** Lower case, е for ё, one space between words; «Двадцать пятое нояб., в три ч.» → «25 ноября в 3 ч». */
export function plainWords(text: string): string {
  if (text.length > LONGEST_PHRASE) return ''
  const spelled = normalise(hoursWithRaisedMinutes(text).replace(/(?<=\d)T(?=\d)/g, ' '))
    .replace(/после завтра/g, 'послезавтра')
    .replace(/(?<=ноль|нуль)-(?=ноль|нуль)/g, ' ')
    .replace(/(?<=\p{L})\.|[.!?]+$/gu, ' ')
    .replace(/[,;()"'«»[\]!?]|(?<=\p{L}) ?\//gu, ' ')
    .replace(/(?<=\d)-?(?:ого|ое|го|ый|ой|ая|ую|ой|й|е|я|ю|х|му)(?![\p{L}\d])/gu, '')
    .replace(/(?<=\d)(?=\p{L})|(?<=\p{L})(?=\d)/gu, ' ')
    .replace(/(?<=\p{L})-(?=\d)|(?<=\d)-(?=\p{L})/gu, ' - ')
    .replace(new RegExp(`(?<!\\p{L})пол[- ]?(?=(?:${ORDINAL_STEMS.join('|')}))`, 'gu'), 'пол ')
    .replace(/(\p{L})-(\p{L})/gu, '$1 - $2')
  return withDigits(spelled.split(/\s+/).filter(Boolean).map(canonical)).join(' ')
}

/** «15⁰⁰» and «15^00», as timetables on paper have it. */
function hoursWithRaisedMinutes(text: string): string {
  return text
    .replace(/(?<=\d)\s?[⁰¹²³⁴⁵⁶⁷⁸⁹]{2}/g, (raised) => `:${raised.trim().normalize('NFKC')}`)
    .replace(/(?<=\d)\s?\^\s?(?=\d\d)/g, ':')
}

const MONTH_FORMS = MONTH_STEMS.map((stem, index) => {
  const short = [stem.slice(0, 3), stem.slice(0, 4)].join('|')
  return { pattern: new RegExp(`^(?:${stem}(?:ь|й|я|е|ю|а|у|ем)?|${short})$`), month: index }
})

const WEEKDAY_FORMS = [
  /^(?:понедельник\p{L}{0,2}|пн|пон)$/u,
  /^(?:вторник\p{L}{0,2}|вт)$/u,
  /^(?:сред[ауые]|средой|ср)$/u,
  /^(?:четверг\p{L}{0,2}|чт|чет)$/u,
  /^(?:пятниц\p{L}{0,2}|пт|пят)$/u,
  /^(?:суббот\p{L}{0,2}|сб|суб)$/u,
  /^(?:воскресень\p{L}{0,2}|вс|вск)$/u,
]

/** Words that are worth a correction when one letter of them is wrong. */
const CORRECTED = [
  ...MONTHS,
  ...'январь февраль апрель июнь июль август сентябрь октябрь ноябрь декабрь'.split(' '),
  ...WEEKDAYS,
  ...'среду пятницу субботу сегодня завтра послезавтра через неделю недели недель месяц'.split(' '),
  ...'часов часа минут вечера утра полдень половине следующий следующую последняя последний'.split(
    ' ',
  ),
]
const KNOWN = new Set([
  ...CORRECTED,
  ...'утром вечер вечером вчера дней дня днем числа неделе месяца месяце'.split(' '),
])

function canonical(word: string): string {
  const name = nameOf(word)
  if (name !== null) return name
  if (
    word.length < 4 ||
    KNOWN.has(word) ||
    word.startsWith('следующ') ||
    cardinalOrOrdinal(word) !== null
  )
    return word
  const near = new Set(
    CORRECTED.filter((known) => distance(word, known, 1) <= 1).map(
      (known) => nameOf(known) ?? known,
    ),
  )
  const [only] = near
  // «июгя» may be June or July: what is left as it is written is not understood, and is asked again.
  return only !== undefined && near.size === 1 ? only : word
}

function nameOf(word: string): string | null {
  const month = MONTH_FORMS.find(({ pattern }) => pattern.test(word))
  if (month) return MONTHS[month.month] ?? null
  const weekday = WEEKDAY_FORMS.findIndex((pattern) => pattern.test(word))
  return WEEKDAYS[weekday] ?? null
}

/** From thirteen on, and one: the ordinals that `numeralValue` leaves out. */
const ORDINAL_STEMS =
  'перв втор треть четверт пят шест седьм восьм девят десят одиннадцат двенадцат'.split(' ')
const TEENS = 'тринадцат четырнадцат пятнадцат шестнадцат семнадцат восемнадцат девятнадцат'.split(
  ' ',
)
const ORDINAL_END = /^(?:ый|ой|ая|ое|ого|ому|ом|ым|ую)$/

function cardinalOrOrdinal(word: string): number | null {
  if (/^(?:один|одна|одно|одну|одного|одной|перв(?:ый|ая|ое|ого|ой|ую|ом|ому))$/.test(word))
    return 1
  if (/^(?:ноль|нуль|ноля|нуля)$/.test(word)) return 0
  const stem = [...TEENS, 'двадцат', 'тридцат'].find((known) => word.startsWith(known))
  if (stem !== undefined && ORDINAL_END.test(word.slice(stem.length))) {
    return stem === 'двадцат' ? 20 : stem === 'тридцат' ? 30 : 13 + TEENS.indexOf(stem)
  }
  // Roman numbers and «стодневный» are no dates.
  return /^[ivx]/.test(word) || /дн|недел|лет|час|месяч|кратн|уровн|этап|балл/.test(word)
    ? null
    : numeralValue(word)
}

/** «двадцать пятого» → 25, «пятнадцать тридцать» → 15 30, «пятнадцать ноль ноль» → 15 00. */
function withDigits(words: string[]): string[] {
  const result: string[] = []
  let tens = false
  for (const word of words) {
    const value = cardinalOrOrdinal(word)
    const before = Number(result.at(-1))
    if (value !== null && value > 0 && value < 10 && tens) result.splice(-1, 1, `${before + value}`)
    else if (value === 0 && result.at(-1) === '0') result.splice(-1, 1, '00')
    else result.push(value === null ? word : `${value}`)
    tens = value !== null && value >= 20 && value % 10 === 0
  }
  return result
}
