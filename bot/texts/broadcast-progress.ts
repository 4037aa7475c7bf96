/** Words of a broadcast on its way, and of its report. */
import type { ReportLine, Sums } from '../../db/broadcast-report.ts'
import { UNREACHABLE } from '../../db/broadcast-report.ts'
import type { Broadcast } from '../../db/broadcasts.ts'
import { type Html, html, join, shorten } from '../html.ts'
import { formatMoment, formatWhen } from './moments.ts'
import { plural } from './plural.ts'

type Named = Pick<Broadcast, 'id' | 'act' | 'of_id' | 'title'>

/** All of these are feminine or neuter; each state is said in the form that fits. */
const STATES: Record<'running' | 'paused' | 'stopped' | 'ended', { she: string; it: string }> = {
  running: { she: 'идёт', it: 'идёт' },
  paused: { she: 'на паузе', it: 'на паузе' },
  stopped: { she: 'остановлена', it: 'остановлено' },
  ended: { she: 'завершена', it: 'завершено' },
}

/** Why somebody of the audience got nothing. */
const REASONS: Record<string, string> = {
  blocked: 'заблокировал(а) бота',
  consent: 'отозвано согласие',
  role: 'роль изменилась',
  stopped: 'рассылка остановлена раньше',
  erased: 'данные удалены',
  late: 'прошло больше 48 часов',
  'asked to stop': 'отозвано согласие',
  'the message is not there any more': 'сообщения уже нет, или его нельзя изменить',
  [UNREACHABLE.blocked]: 'заблокировал(а) бота',
  [UNREACHABLE.deactivated]: 'аккаунт удалён',
  [UNREACHABLE.unknown]: 'чат не найден',
}

const RESULTS: Record<ReportLine['state'], string> = {
  planned: 'ещё не отправлено',
  sending: 'отправляется',
  sent: 'доставлено',
  blocked: 'заблокировано',
  failed: 'не доставлено',
  inDoubt: 'сомнительно',
  leftOut: 'исключено',
}

export const broadcastProgressTexts = {
  progress: (
    broadcast: Named & Pick<Broadcast, 'status' | 'stopped_because'>,
    { sums, speed, left }: { sums: Sums; speed: number | null; left: number },
  ): Html =>
    join([
      titleOf(broadcast),
      html`${doneWord(broadcast)} <b>${sums.sent}</b> из ${sums.audience}.`,
      broadcast.status === 'running' && speed !== null && left > 0
        ? html`Скорость: ${plural(Math.round(speed), 'сообщение', 'сообщения', 'сообщений')} в секунду. Осталось ${timeLeft(left / speed)}.`
        : null,
      othersOf(sums),
      whyStopped(broadcast),
    ]),

  report: (
    broadcast: Named & Pick<Broadcast, 'status' | 'stopped_because'>,
    sums: Sums,
    repeatable: number,
  ): Html =>
    join(
      [
        titleOf(broadcast),
        whyStopped(broadcast),
        join([
          html`Получателей: ${sums.audience}`,
          html`${doneWord(broadcast)}: <b>${sums.sent}</b>`,
          html`Заблокировали бота: ${sums.blocked}`,
          html`Не доставлено: ${sums.failed}`,
          html`Сомнительные: ${sums.inDoubt}`,
          html`Исключены при отправке: ${sums.leftOut}`,
        ]),
        sums.inDoubt > 0
          ? html`Сомнительные отправлялись в момент сбоя: дошло ли сообщение, неизвестно.${repeatable > 0 ? ' Их можно повторить, один раз: кто-то может получить сообщение дважды.' : ''}`
          : null,
      ],
      '\n\n',
    ),

  soon: (broadcast: Named, at: Date, zone: string): Html =>
    html`Скоро начнётся рассылка № ${broadcast.id}${quoted(broadcast)}: ${formatWhen(at, zone)}. Перенести или отменить: /broadcasts.`,
  notBegun: (broadcast: Named): Html =>
    html`Рассылка № ${broadcast.id}${quoted(broadcast)} не началась: рассылки ведут методисты и администраторы, а у вас этой роли больше нет.`,

  notAllowed: 'Рассылки ведут методисты и администраторы.',
  done: {
    paused: 'Пауза. Продолжить можно в любой момент.',
    running: 'Рассылка продолжается.',
    stopped: 'Рассылка остановлена.',
    cancelled: 'Рассылка отменена.',
  },
  repeated: (count: number): string =>
    `Повторяю: ${plural(count, 'сообщение', 'сообщения', 'сообщений')}.`,
  nothingToRepeat: 'Повторять нечего.',
  late: 'Состояние рассылки уже другое.',

  listName: (id: number): string => `rassylka-${id}.csv`,
  listCaption: (id: number, hasNames: boolean): Html =>
    hasNames
      ? html`Рассылка № ${id}: список с именами. Это персональные данные: храните их бережно.`
      : html`Рассылка № ${id}: список без имён.`,
  columns: ['№', 'Состояние', 'Причина', 'Отправлено'],
  nameColumns: ['Имя', 'Учреждение'],
  line: ({ place, state, reason, sent_at }: ReportLine, zone: string): string[] => [
    String(place),
    RESULTS[state],
    state === 'sent' || reason === null ? '' : reasonText(reason),
    sent_at === null ? '' : formatMoment(sent_at, zone),
  ],
  erased: 'данные удалены',
}

function titleOf(broadcast: Named & Pick<Broadcast, 'status'>): Html {
  const { id, act, of_id, status } = broadcast
  const isSent = act === 'send'
  const what = isSent
    ? `Рассылка № ${id}`
    : `${act === 'correct' ? 'Исправление' : 'Удаление'} рассылки № ${of_id}`
  const state =
    status === 'running' || status === 'paused' || status === 'stopped' || status === 'ended'
      ? STATES[status][isSent ? 'she' : 'it']
      : ''
  return html`<b>${what}</b>${quoted(broadcast)}: ${state}.`
}

function quoted({ title }: Named): string {
  return title === '' ? '' : ` «${shorten(title, 60)}»`
}

function doneWord({ act }: Named): string {
  return act === 'send' ? 'Доставлено' : act === 'correct' ? 'Исправлено' : 'Удалено'
}

/** What is not zero besides what was sent. */
function othersOf({ blocked, failed, inDoubt, leftOut }: Sums): Html | null {
  const others = [
    blocked > 0 ? `заблокировали бота: ${blocked}` : '',
    failed > 0 ? `не доставлено: ${failed}` : '',
    inDoubt > 0 ? `сомнительные: ${inDoubt}` : '',
    leftOut > 0 ? `исключены: ${leftOut}` : '',
  ].filter((words) => words !== '')
  return others.length > 0 ? html`${capital(others.join(', '))}.` : null
}

function whyStopped({ stopped_because: why }: Pick<Broadcast, 'stopped_because'>): Html | null {
  return why === null ? null : html`Telegram не принял сообщение: <code>${shorten(why, 300)}</code>`
}

function timeLeft(seconds: number): string {
  if (seconds < 60) return 'меньше минуты'
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 60) return `около ${plural(minutes, 'минуты', 'минут', 'минут')}`
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  const whole = plural(hours, 'часа', 'часов', 'часов')
  return `около ${whole}${rest > 0 ? ` ${plural(rest, 'минуты', 'минут', 'минут')}` : ''}`
}

function reasonText(reason: string): string {
  return REASONS[reason] ?? reason
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
