/** Words about measures: when they are due, as it was understood, and what is with them now. */
import type { MeasureRow } from '../../db/measures.ts'
import { clauseLabel } from '../../rag/cite.ts'
import { weekdayOf } from '../../rag/measures/days.ts'
import { hasSeveralDays, isDone, nextDay, overdueDay } from '../../rag/measures/occurrences.ts'
import { type Html, html, join, quotation, shorten } from '../html.ts'
import { daysBetween, formatLongDay, formatShortDay, formatWholeDay } from './days.ts'
import { formatMoment } from './moments.ts'
import { plural } from './plural.ts'

/** A reminder that is still to come. */
export interface PlannedReminder {
  due_at: Date
  people: number
}

export const measureTexts = {
  card: (measure: MeasureRow, { today, zone }: { today: string; zone: string }): Html => {
    const facts = [
      ['Срок в документе', measure.deadline_text && `«${measure.deadline_text}»`],
      ['Как я его понимаю', understood(measure)],
      [whoLabel(measure.responsible), measure.responsible],
      ['Результат', measure.result],
      ['Раздел', measure.section],
    ] as const
    return join(
      [
        html`<b>${shorten(measure.what, 900)}</b>`,
        html`${facts.flatMap(([label, value]) =>
          value ? [html`${label}: ${shorten(value, 600)}`] : [],
        )}`,
        html`${stateOf(measure, { today, zone })}`,
        html`<i>${clauseLabel(measure, measure.clause)}</i>${sourceTitle(measure)}`,
      ],
      '\n\n',
    )
  },
  reminders: (planned: readonly PlannedReminder[], zone: string): Html => {
    if (planned.length === 0) return html``
    const shown = planned.slice(0, 6).map(({ due_at: at, people }) => {
      return html`• ${formatMoment(at, zone)}: ${plural(people, 'человек', 'человека', 'человек')}`
    })
    const rest = planned.length - shown.length
    return join([html`Напомню:`, ...shown, rest > 0 ? html`• и ещё ${rest}` : null])
  },
  quote: (measure: MeasureRow, quote: string): Html =>
    html`<b>${clauseLabel(measure, measure.clause)}</b>\n${measure.title}\n${quotation(quote)}${
      measure.is_current ? '' : html`\n<i>Документ больше не действует.</i>`
    }`,
  done: (day: string | null, today: string): string =>
    day === null ? 'Отмечено: выполнено' : `Выполнено: срок ${formatShortDay(day, today)}`,
  undone: 'Мера снова в работе. Напоминания, если они нужны, поставьте ещё раз.',
  gone: 'Этой меры в календаре уже нет: документ в архиве или заменён новой редакцией.',
  notAllowed: 'Отмечать меры и ставить напоминания могут методисты.',
}

/** The deadline in our words: «до воскресенья …» is left to the reader, what was understood is not. */
export function understood(measure: MeasureRow): string {
  const { shape, starts_on: starts, due_on: due, days, recurrence } = measure
  if (shape === 'none') return 'день не назван'
  if (shape === 'span') return `с ${formatLongDay(starts ?? '')} по ${formatLongDay(due ?? '')}`
  if (shape === 'date') {
    return days.length === 1
      ? formatWholeDay(days[0] ?? '')
      : days.map((day) => formatLongDay(day)).join('; ')
  }
  const begins = recurrence === 'always' && days.length > 0 ? null : starts
  const bounds = [
    ...(begins ? [`с ${formatLongDay(begins)}`] : []),
    ...(due ? [`по ${formatLongDay(due)}`] : []),
  ].join(' ')
  return `${recurrenceText(measure)}${bounds ? `; ${bounds}` : ''}`
}

const OFTEN = {
  weekly: 'каждую неделю',
  monthly: 'каждый месяц',
  quarterly: 'каждый квартал',
  'half-yearly': 'два раза в год',
  yearly: 'каждый год',
  always: 'постоянно',
} as const

const WEEKDAYS = [
  ...['понедельникам', 'вторникам', 'средам', 'четвергам'],
  ...['пятницам', 'субботам', 'воскресеньям'],
]

function recurrenceText({ recurrence, days }: MeasureRow): string {
  const often = OFTEN[recurrence ?? 'always']
  if (days.length === 0) {
    const isPeriod = recurrence !== 'always' && recurrence !== 'weekly'
    return isPeriod ? `${often}, до последнего дня` : often
  }
  if (recurrence === 'weekly') {
    const names = days.map((day) => WEEKDAYS[weekdayOf(day) - 1] ?? '')
    return `${often}, по ${names.join(' и ')}`
  }
  if (recurrence === 'monthly') return `${often}, ${Number(days[0]?.slice(8))}-го числа`
  if (recurrence === 'always') return `до ${formatLongDay(days[0] ?? '')}, потом постоянно`
  // The year is any.
  const dates = days.map((day) => formatShortDay(day, day))
  if (recurrence === 'quarterly' && days.length === 1) return `${often}, впервые ${dates[0]}`
  return `${often}, ${dates.join(' и ')}`
}

/** What is with it today. */
export function stateOf(
  measure: MeasureRow,
  { today, zone }: { today: string; zone: string },
): string {
  if (!measure.is_current) return measureTexts.gone
  if (measure.done_at) return `Выполнено ${formatMoment(measure.done_at, zone)}.`
  const late = overdueDay(measure, today)
  const next = nextDay(measure, today)
  const done = measure.done_days.at(-1)
  return [
    late ? `Срок прошёл ${ago(late, today)}: ${formatShortDay(late, today)}.` : null,
    next ? `${hasSeveralDays(measure) ? 'Ближайший срок' : 'Срок'}: ${ahead(next, today)}.` : null,
    done ? `Выполнено за срок ${formatShortDay(done, today)}.` : null,
  ]
    .filter((part) => part !== null)
    .join('\n')
}

/** «Отвечает» or «Кому поручено»: what fits the name as its document writes it. */
export function whoLabel(responsible: string): string {
  return isDative(responsible) ? 'Кому поручено' : 'Отвечает'
}

/** A clause says to whom, a row of a plan says who. */
function isDative(responsible: string): boolean {
  return /^\p{L}+(?:ам|ям|ому|ему|ым|им|у|ю)(?!\p{L})/u.test(responsible)
}

/** One line of a list: its day, what, who, where it stands; `marks`: whether it is done or late. */
export function measureLine(
  { measure, day }: { measure: MeasureRow; day: string | null },
  { today, label, marks }: { today: string; label: boolean; marks: boolean },
): Html {
  const mark = day && marks ? markOf(measure, day, today) : ''
  const when = day ? html`<b>${formatShortDay(day, today)}</b>${mark}\n` : ''
  const until = measure.shape === 'span' && day === null ? `до ${shortEnd(measure, today)} · ` : ''
  const whole = day === null && measure.done_at ? ' · выполнено' : ''
  const place = label ? clauseLabel(measure, measure.clause) : measure.clause
  const facts = [shorten(measure.responsible, 80), shorten(place, 120)].filter((one) => one !== '')
  return html`${when}${shorten(measure.what, 160)}\n<i>${until}${facts.join(' · ')}${whole}</i>`
}

function shortEnd({ due_on: due }: MeasureRow, today: string): string {
  return due === null ? '' : formatShortDay(due, today)
}

function markOf(measure: MeasureRow, day: string, today: string): string {
  if (isDone(measure, day)) return ', выполнено'
  return day < today && overdueDay(measure, today) !== null ? ', срок прошёл' : ''
}

function ago(day: string, today: string): string {
  return `${plural(daysBetween(day, today), 'день', 'дня', 'дней')} назад`
}

function ahead(day: string, today: string): string {
  const count = daysBetween(today, day)
  const left = count === 0 ? 'сегодня' : count === 1 ? 'завтра' : leftText(count)
  return `${formatShortDay(day, today)}, ${left}`
}

function leftText(count: number): string {
  return `через ${plural(count, 'день', 'дня', 'дней')}`
}

function sourceTitle({ title, kind, number, issued_on }: MeasureRow): Html {
  const label = clauseLabel({ title, kind, number, issued_on }, '')
  return label.includes(title) ? html`` : html`\n<i>${shorten(title, 300)}</i>`
}
