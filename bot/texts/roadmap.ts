/** Words around the calendar of road maps: months, lists, plans, the weekly digest. */
import type { MeasureRow } from '../../db/measures.ts'
import type { Plan } from '../../db/plans.ts'
import { documentLabel } from '../../rag/cite.ts'
import type { Entry, Week } from '../../rag/measures/agenda.ts'
import { type Html, html, join, shorten } from '../html.ts'
import { formatLongDay, formatMonth, formatShortDay } from './days.ts'
import { measureLine, whoLabel } from './measures.ts'
import { plural } from './plural.ts'

/** A part of a page: a heading and its entries. */
export interface Section {
  heading: string
  entries: readonly Entry[]
}

export const roadmapTexts = {
  empty: html`В календаре пока ничего нет. Меры появятся сами, когда методист пришлёт сюда дорожную карту, план или решение со сроками.`,
  month: (month: { year: number; month: number }): string =>
    `Дорожные карты: ${formatMonth(month)}`,
  due: 'Срок в этом месяце',
  running: 'Уже идут, срок позже',
  weekly: 'Каждую неделю',
  overdue: 'Срок прошёл, не отмечено выполненным',
  undated: 'Без определённого дня',
  all: 'Все меры плана',
  whose: (name: string): string => `${whoLabel(name)}: ${shorten(name, 200)}`,
  nothing: 'Здесь ничего нет.',
  /** `number` is that of the first entry shown. */
  page: (
    title: string,
    sections: readonly (Section & { total: number })[],
    options: { today: string; label: boolean; number: number; plan: Plan | null },
  ): Html => {
    const { today, label, plan } = options
    let number = options.number
    const parts = sections.map(({ heading, entries, total }) => {
      // All of these are late.
      const marks = heading !== roadmapTexts.overdue
      const lines = entries.map(
        (entry) => html`${number++}. ${measureLine(entry, { today, label, marks })}`,
      )
      return join([html`<b>${heading}: ${total}</b>`, ...lines], '\n')
    })
    const of = plan ? html`\n<i>${documentLabel(plan)}</i>` : html``
    const body = parts.length > 0 ? parts : [html`${roadmapTexts.nothing}`]
    return join([html`<b>${title}</b>${of}`, ...body], '\n\n')
  },
  earlier: (month: { year: number; month: number }, today: string): string =>
    `◀ ${formatMonth(month, today)}`,
  later: (month: { year: number; month: number }, today: string): string =>
    `${formatMonth(month, today)} ▶`,
  overdueButton: (count: number): string => `Срок прошёл: ${count}`,
  undatedButton: (count: number): string => `Без дня: ${count}`,
  whoButton: 'По ответственным',
  plansButton: (count: number): string => `Планы: ${count}`,
  allPlans: 'Все планы',
  allMeasures: 'Все меры',
  thisMonth: 'К месяцу',
  who: (people: readonly { name: string; count: number }[], offset: number, total: number): Html =>
    join(
      [
        html`<b>Кто отвечает: ${total}</b>`,
        html`${people.map(
          ({ name, count }, index) =>
            html`${offset + index + 1}. ${shorten(name, 150)}: ${plural(count, 'мера', 'меры', 'мер')}`,
        )}`,
        html`Названия такие, как в документах. Нажмите номер, и я покажу меры.`,
      ],
      '\n\n',
    ),
  plans: (plans: readonly Plan[], offset: number, total: number): Html =>
    join(
      [
        html`<b>Планы и решения со сроками: ${total}</b>`,
        ...plans.map((plan, index) => html`${offset + index + 1}. ${planLine(plan)}`),
      ],
      '\n\n',
    ),
  plan: (plan: Plan, figures: { done: number; overdue: number }, today: string): Html =>
    join(
      [
        html`<b>${shorten(plan.title, 400)}</b>`,
        html`<i>${documentLabel(plan)}</i>`,
        join([
          html`${plural(plan.measures, 'мера', 'меры', 'мер')}, выполнено: ${figures.done}, срок прошёл: ${figures.overdue}.`,
          plan.measures_until ? html`${endOf(plan.measures_until, today)}` : null,
          plan.measures_put_away_at
            ? html`План убран из календаря. Документ действует, я по нему отвечаю.`
            : null,
        ]),
      ],
      '\n\n',
    ),
  putAway: (plan: Plan, isWhole: boolean): Html =>
    html`В архив?\n\n<b>${shorten(plan.title, 400)}</b>\n\n${
      isWhole
        ? 'Мер этого плана в календаре больше не будет, отвечать по нему я перестану. Вернуть его можно в любой момент: /docs, «Архив».'
        : 'Из календаря уйдут только меры. Сам документ останется в силе, я буду по нему отвечать.'
    }`,
  archived: 'План в архиве',
  broughtBack: 'План снова в календаре',
  planGone: 'Этого плана в календаре уже нет.',
  keep: 'Оставить',
  ended: (plan: Plan, open: number): Html =>
    join(
      [
        html`<b>Срок плана закончился ${formatLongDay(plan.measures_until ?? '')}</b>`,
        html`${shorten(plan.title, 400)}\n<i>${documentLabel(plan)}</i>`,
        open > 0
          ? html`Не отмечено выполненным: ${plural(open, 'мера', 'меры', 'мер')}.`
          : html`Все меры отмечены выполненными.`,
        html`В архив? Мер в календаре больше не будет, отвечать по этому плану я перестану. Вернуть его можно в любой момент: /docs, «Архив».`,
      ],
      '\n\n',
    ),
  digest: ({ from, to, thisWeek, nextWeek, overdue }: Week, today: string): Html =>
    join(
      [
        html`<b>Дорожные карты: неделя с ${formatShortDay(from, today)} по ${formatShortDay(to, today)}</b>`,
        digestPart('Срок на этой неделе', thisWeek, today),
        digestPart('Срок на следующей неделе', nextWeek, today),
        digestPart('Срок прошёл, не отмечено выполненным', overdue, today),
      ],
      '\n\n',
    ),
}

/** A longer list is a press away. */
const MOST_IN_DIGEST = 7

function digestPart(heading: string, entries: readonly Entry[], today: string) {
  if (entries.length === 0) return null
  const shown = entries.slice(0, MOST_IN_DIGEST)
  const rest = entries.length - shown.length
  return join([
    html`<b>${heading}: ${entries.length}</b>`,
    ...shown.map(({ measure, day }) => html`• ${digestLine(measure, day, today)}`),
    rest > 0 ? html`• и ещё ${rest}` : null,
  ])
}

function digestLine(measure: MeasureRow, day: string | null, today: string): Html {
  const who = measure.responsible ? ` — ${shorten(measure.responsible, 50)}` : ''
  return html`${day ? formatShortDay(day, today) : ''}: ${shorten(measure.what, 110)}${who}`
}

function planLine(plan: Plan): Html {
  const away = plan.measures_put_away_at ? ', убран из календаря' : ''
  return html`${shorten(plan.title, 200)}\n<i>${documentLabel(plan)} · ${plural(plan.measures, 'мера', 'меры', 'мер')}${away}</i>`
}

function endOf(day: string, today: string): string {
  return day < today ? `Закончился ${formatLongDay(day)}.` : `Заканчивается ${formatLongDay(day)}.`
}
