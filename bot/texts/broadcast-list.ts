/** Words of the list of broadcasts and of the page of each. */
import type { BroadcastDraft } from '../../db/broadcast-drafts.ts'
import type { Sums } from '../../db/broadcast-report.ts'
import type { Broadcast, BroadcastLine } from '../../db/broadcasts.ts'
import { type Html, html, join, shorten } from '../html.ts'
import { formatMoment, formatWhen } from './moments.ts'
import { plural } from './plural.ts'

export const broadcastListTexts = {
  list: (
    drafts: readonly BroadcastDraft[],
    page: readonly BroadcastLine[],
    { offset, zone }: { offset: number; zone: string },
  ): Html =>
    join(
      [
        html`<b>Рассылки</b>${offset > 0 ? `, с ${offset + 1}-й` : ''}`,
        ...drafts.map(({ id, title }) => html`№ ${id} · черновик\n${shorten(title, 100)}`),
        ...page.map((each) => listLine(each, zone)),
        drafts.length + page.length === 0 ? html`Пока ни одной. Начать: /broadcast.` : null,
      ],
      '\n\n',
    ),
  open: (id: number): string => `№ ${id}`,
  fresh: 'Новая рассылка',
  page: (
    { broadcast, sums }: { broadcast: Broadcast; sums: Sums },
    { words, author, zone }: { words: string; author: string | null; zone: string },
  ): Html =>
    join(
      [
        html`<b>${capital(actOf(broadcast))}: ${stateOf(broadcast, zone)}</b>\n${shorten(broadcast.title, 200)}`,
        join([
          broadcast.act === 'send' ? html`Кому: ${shorten(words, 1000)}` : null,
          author === null ? null : html`Автор: ${shorten(author, 100)}`,
        ]),
        sums.audience > 0 ? sumLines(sums) : null,
        whyOver(broadcast),
      ],
      '\n\n',
    ),
  refresh: 'Обновить',
  move: 'Перенести',
  unplan: 'В черновики',
  cancel: 'Отменить рассылку',
  copy: 'Повторить как новую',
  othersDraft: 'Это черновик другого автора.',
  began: 'Рассылка уже началась или отменена. Все рассылки: /broadcasts',

  askCorrection: (id: number): Html =>
    html`<b>Исправление рассылки № ${id}.</b> Пришлите новый текст целиком: он заменит прежний у всех, кто её получил. Файлы и кнопки останутся.`,
  correctionField: 'Новый текст',
  textOnly: html`Пришлите, пожалуйста, текст. Файлы заменить нельзя. Выйти: /cancel.`,
  cannotCorrectLine: html`Исправить не получится: в рассылке нет текста, новый текст слишком длинный или её никто не получил. Если дело в длине, нажмите «Исправить» и пришлите короче.`,
  correctSure: (sent: number): Html =>
    html`Выше — новый текст. Заменить им прежний у всех, кто получил рассылку? Получили: ${plural(sent, 'человек', 'человека', 'человек')}.`,
  correctYes: 'Исправить у всех',
  removeSure: (id: number, sent: number): Html =>
    html`<b>Удалить рассылку № ${id} у всех?</b> Получили: ${plural(sent, 'человек', 'человека', 'человек')}. Telegram удаляет только то, что отправлено меньше 48 часов назад; вернуть удалённое нельзя.`,
  cannotRemove: 'Менять нечего: рассылку никто не получил или это уже начато.',
  begun: html`Началось. Ход — в отдельном сообщении.`,
}

function listLine(line: BroadcastLine, zone: string): Html {
  const { id, title, audience_size: audience, sent_count: sent } = line
  const got = audience === 0 ? '' : ` · получили ${sent} из ${audience}`
  return html`№ ${id} · ${stateOf(line, zone)}${got}\n${shorten(title, 100)}`
}

function actOf({ id, act, of_id }: Broadcast): string {
  if (act === 'correct') return `исправление рассылки № ${of_id ?? ''} (№ ${id})`
  if (act === 'remove') return `удаление рассылки № ${of_id ?? ''} (№ ${id})`
  return `№ ${id}`
}

function stateOf(broadcast: Broadcast, zone: string): string {
  const { status, starts_at, ended_at, started_at } = broadcast
  switch (status) {
    case 'draft':
      return 'черновик'
    case 'scheduled':
      return starts_at ? `запланирована: ${formatWhen(starts_at, zone)}` : 'запланирована'
    case 'running':
      return started_at ? `идёт с ${formatMoment(started_at, zone)}` : 'идёт'
    case 'paused':
      return 'на паузе'
    case 'stopped':
      return ended_at ? `остановлена ${formatMoment(ended_at, zone)}` : 'остановлена'
    case 'ended':
      return ended_at ? `завершена ${formatMoment(ended_at, zone)}` : 'завершена'
    case 'cancelled':
      return 'отменена'
  }
}

/** What was not a person's doing. */
function whyOver({ status, stopped_because: why }: Broadcast): Html | null {
  if (why === null) return null
  return status === 'cancelled'
    ? html`Не началась: у автора больше нет роли методиста или администратора.`
    : html`Telegram не принял сообщение: <code>${shorten(why, 300)}</code>`
}

function sumLines(sums: Sums): Html {
  return join([
    html`Получателей: ${sums.audience}`,
    html`Доставлено: ${sums.sent}`,
    line('Ещё не отправлено', sums.planned + sums.sending),
    line('Заблокировали бота', sums.blocked),
    line('Не доставлено', sums.failed),
    line('Сомнительные', sums.inDoubt),
    line('Исключены при отправке', sums.leftOut),
  ])
}

function line(label: string, count: number): Html | null {
  return count === 0 ? null : html`${label}: ${count}`
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
