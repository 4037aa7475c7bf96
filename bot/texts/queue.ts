/** Words of the tutors' queue and of their duty. */
import type { Tutor } from '../../db/duty.ts'
import type { QueueCounts, QueueFilter, QueueLine } from '../../db/queue.ts'
import { type Html, html, join, shorten } from '../html.ts'
import { formatBy, formatMoment } from './moments.ts'
import { plural } from './plural.ts'

const FILTERS: Record<QueueFilter, string> = {
  free: 'Свободные',
  mine: 'Мои',
  claimed: 'В работе',
  overdue: 'Просроченные',
}

const NOTHING: Record<QueueFilter, string> = {
  free: 'Свободных вопросов нет.',
  mine: 'У вас сейчас нет вопросов в работе.',
  claimed: 'В работе сейчас ничего нет.',
  overdue: 'Просроченных вопросов нет.',
}

export const queueTexts = {
  tutorsOnly: 'Очередь видят тьюторы и методисты.',
  filter: (filter: QueueFilter, counts: QueueCounts, isChosen: boolean): string =>
    `${isChosen ? '• ' : ''}${FILTERS[filter]} ${counts[filter]}`,
  number: (id: number): string => `№ ${id}`,
  page: (
    filter: QueueFilter,
    lines: readonly QueueLine[],
    { offset, count, now, zone }: { offset: number; count: number; now: Date; zone: string },
  ): Html =>
    lines.length === 0
      ? html`${NOTHING[filter]}`
      : join(
          [
            html`<b>${FILTERS[filter]}: ${plural(count, 'вопрос', 'вопроса', 'вопросов')}</b>${placeOf(lines, offset, count)}`,
            ...lines.map((line) => queueLine(line, now, zone)),
          ],
          '\n\n',
        ),

  duty: (tutors: readonly Tutor[], isOn: boolean, hasGroup: boolean): Html =>
    join(
      [
        tutors.length === 0
          ? html`Сейчас никто не дежурит.`
          : html`<b>Дежурят:</b> ${tutors.map(({ name }) => name ?? 'тьютор').join(', ')}.`,
        hasGroup
          ? null
          : html`Новые вопросы приходят дежурным, а когда никто не дежурит — всем тьюторам.`,
        isOn ? html`Вы на дежурстве.` : null,
      ],
      '\n\n',
    ),
  startDuty: 'Заступить на дежурство',
  endDuty: 'Сдать дежурство',
  dutyStarted: 'Вы на дежурстве.',
  dutyEnded: 'Дежурство сдано.',
}

/** Lists that fit one page need no place. */
function placeOf(lines: readonly unknown[], offset: number, count: number): Html {
  return lines.length === count ? html`` : html`, показаны ${offset + 1}–${offset + lines.length}`
}

function queueLine(line: QueueLine, now: Date, zone: string): Html {
  const { id, status, tutor, waiting_since, promised_by, lease_until, question } = line
  const who =
    status === 'claimed'
      ? `у тьютора: ${tutor ?? 'тьютор'}, ${formatBy(lease_until ?? promised_by, zone)}`
      : `ждёт с ${formatMoment(waiting_since, zone)}`
  const by = formatBy(promised_by, zone)
  const promise = promised_by <= now ? html`<b>срок прошёл</b>` : html`ответить ${by}`
  const asker = line.institution ? html` · ${shorten(line.institution, 60)}` : html``
  return html`<b>№ ${id}</b> · ${who} · ${promise}${asker}
${shorten(question, 120)}`
}
