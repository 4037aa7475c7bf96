/** Words about what is due at the tutors' desk: reminders, broken promises, ended time, the morning digest. */
import type { DeskFigures } from '../../db/queue.ts'
import { type Html, html, join } from '../html.ts'
import { formatBy, formatDate, formatMoment } from './moments.ts'
import { plural } from './plural.ts'

/** What is told of a ticket in a list. */
export interface DueTicket {
  id: number
  waiting_since: Date
  promised_by: Date
  /** Who has it; null while nobody has. */
  tutor: string | null
}

/** Longer lists are for the queue. */
const MOST_LINES = 10

export const deskTimeTexts = {
  takeNumber: (id: number): string => `Взять № ${id}`,
  showNumber: (id: number): string => `№ ${id}`,

  reminder: (tickets: readonly DueTicket[], zone: string): Html => {
    const [first, ...others] = tickets
    if (first && others.length === 0) {
      const { id, waiting_since, promised_by } = first
      return html`Вопрос № ${id} ждёт тьютора с ${formatMoment(waiting_since, zone)}. Ответить ${formatBy(promised_by, zone)}.`
    }
    return listed(html`<b>Ждут тьютора</b>`, tickets, ({ id, waiting_since, promised_by }) => {
      return html`№ ${id}: с ${formatMoment(waiting_since, zone)}, ответить ${formatBy(promised_by, zone)}`
    })
  },

  leasesEnded: (ids: readonly number[]): Html =>
    html`Время на ответ вышло, ${ids.length === 1 ? 'вопрос' : 'вопросы'} ${numbers(ids)} снова в очереди. Уже пишете ответ? Допишите и отправьте: вопрос снова станет вашим, если его не взял другой тьютор.`,

  overdue: (tickets: readonly DueTicket[], zone: string): Html =>
    listed(html`<b>Срок ответа прошёл</b>`, tickets, ({ id, promised_by, tutor }) => {
      const who = tutor === null ? 'никто не взял' : `у тьютора: ${tutor}`
      return html`№ ${id}: обещали ответить ${formatBy(promised_by, zone)}, ${who}`
    }),
  late: (id: number): Html =>
    html`Ответ на вопрос № ${id} задерживается, приносим извинения. Мы помним о нём и сообщили методистам.`,

  digest: (
    { asked, answered, free, claimed, overdue }: DeskFigures,
    { since, now }: { since: Date; now: Date },
    onDuty: readonly string[],
    zone: string,
  ): Html =>
    join(
      [
        html`<b>Вопросы педагогов: сводка на ${formatDate(now, zone)}</b>`,
        html`С прошлой сводки (${formatMoment(since, zone)}): новых — ${asked}, с ответом — ${answered}.`,
        join([
          html`Ждут тьютора: ${free}`,
          html`В работе: ${claimed}`,
          overdue > 0 ? html`<b>Срок прошёл: ${overdue}</b>` : null,
        ]),
        onDuty.length > 0 ? html`Дежурят: ${onDuty.join(', ')}.` : null,
        free + claimed > 0 ? html`Вся очередь: /queue в чате со мной.` : null,
      ],
      '\n\n',
    ),
}

function listed(
  title: Html,
  tickets: readonly DueTicket[],
  line: (ticket: DueTicket) => Html,
): Html {
  const rest = tickets.length - MOST_LINES
  return join([
    title,
    ...tickets.slice(0, MOST_LINES).map(line),
    rest > 0
      ? html`И ещё ${plural(rest, 'вопрос', 'вопроса', 'вопросов')}: /queue в чате со мной.`
      : null,
  ])
}

/** «№ 5», «№ 5 и № 7», «№ 5, № 7 и № 9». */
export function numbers(ids: readonly number[]): string {
  const named = ids.map((id) => `№ ${id}`)
  const last = named.pop() ?? ''
  return named.length === 0 ? last : `${named.join(', ')} и ${last}`
}
