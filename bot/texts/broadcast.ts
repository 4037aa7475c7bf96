/** Words of making a broadcast and of the list of broadcasts. */

import { momentAt } from '../../jobs/spoken-time.ts'
import type { Link, LinkFault } from '../broadcast-links.ts'
import { type Html, html, join, shorten } from '../html.ts'
import { formatDate, formatWhen } from './moments.ts'
import { plural } from './plural.ts'

const UNTITLED = {
  text: 'Без текста',
  album: 'Альбом',
  photo: 'Фото',
  video: 'Видео',
  animation: 'Анимация',
  document: 'Документ',
  audio: 'Аудио',
  voice: 'Голосовое сообщение',
  video_note: 'Видеосообщение',
} as const

const FAULTS: Record<LinkFault, string> = {
  'no-address': 'нет адреса',
  'not-https': 'адрес должен начинаться с https://',
  'no-words': 'нет текста кнопки перед адресом',
  'long-words': 'текст кнопки длиннее 60 знаков или слишком длинный адрес',
  'too-many': 'кнопок больше восьми',
}

export const broadcastTexts = {
  notAllowed: 'Рассылки ведут методисты и администраторы.',
  gone: 'Этой рассылки уже нет. Все рассылки: /broadcasts',
  lateLine: html`Это уже не черновик. Все рассылки: /broadcasts`,
  late: 'Это уже не черновик. Все рассылки: /broadcasts',
  changed: 'Рассылка с тех пор изменилась. Проверьте её ещё раз.',
  untitled: (kind: keyof typeof UNTITLED): string => UNTITLED[kind],

  askMessage: html`<b>Новая рассылка.</b> Пришлите сообщение, которое получат люди: текст с оформлением и ссылками, фото, видео, документ, альбом или голосовое сообщение. Я возьму его как есть. Кнопки и получателей выберем потом. Выйти: /cancel.`,
  askNewMessage: html`Пришлите новое сообщение: оно заменит прежнее. Кнопки и получатели останутся.`,
  refused: html`Такое разослать не могу. Пришлите текст, фото, видео, документ, альбом, аудио или голосовое сообщение. Выйти: /cancel.`,

  refusedByTelegram: (reason: string): Html =>
    html`Telegram не принимает это сообщение: <code>${shorten(reason, 300)}</code>. Нажмите «Изменить» и пришлите другое.`,
  added: html`Добавил к альбому.`,

  askLinks: (links: readonly Link[]): Html =>
    join(
      [
        html`<b>Нужны кнопки со ссылками?</b> Пришлите их строками, до восьми:`,
        html`<code>Записаться — https://example.org/zapis
Программа — https://example.org/programma</code>`,
        links.length > 0
          ? join([html`Сейчас:`, ...links.map(({ text, url }) => html`• ${text} — ${url}`)])
          : null,
      ],
      '\n\n',
    ),
  wrongLinks: (fault: LinkFault, line: string): Html =>
    fault === 'too-many'
      ? html`Кнопок больше восьми. Оставьте, пожалуйста, до восьми строк.`
      : html`Не понял строку «${shorten(line, 200)}»: ${FAULTS[fault]}. Пришлите все строки ещё раз, например: «Записаться — https://example.org». Кнопки не нужны? Нажмите «Без кнопок».`,
  wordsOnly: html`Пришлите, пожалуйста, текст. Выйти: /cancel.`,
  noLinks: 'Без кнопок',
  /** The text under which an album's buttons stand. */
  linksBelow: 'Ссылки:',

  control: (broadcast: Shown): Html =>
    join(
      [
        html`<b>Рассылка № ${broadcast.id}.</b> Выше — то, что получат люди.`,
        broadcast.hasLinksApart
          ? html`У альбома кнопок не бывает: они придут следом, под словом «${broadcastTexts.linksBelow}»`
          : null,
        audienceLines(broadcast),
      ],
      '\n\n',
    ),
  nobody: 'Получателей сейчас нет. Измените условия.',

  changeWhat: html`Что изменить?`,
  changeMessage: 'Сообщение',
  changeLinks: 'Кнопки',
  changeAudience: 'Кому',

  sendSure: (broadcast: Shown): Html =>
    join(
      [
        html`<b>Отправить рассылку № ${broadcast.id} сейчас?</b>`,
        audienceLines(broadcast),
        html`У кого в это время свои тихие часы, тот получит её после них.`,
      ],
      '\n\n',
    ),
  sendQuiet: (broadcast: Shown, until: Date, zone: string): Html =>
    join(
      [
        html`<b>Сейчас тихие часы центра:</b> они кончатся ${formatWhen(until, zone)}. Подождать с рассылкой № ${broadcast.id}?`,
        audienceLines(broadcast),
      ],
      '\n\n',
    ),
  wait: (until: Date, zone: string): string => `Подождать до ${clock(until, zone)}`,
  sendAnyway: 'Отправить сейчас всё равно',
  started: (id: number, audience: number): Html =>
    html`Рассылка № ${id} началась. Получателей: ${audience}. Ход рассылки — в отдельном сообщении, все рассылки: /broadcasts.`,

  askTime: html`Когда отправить? Напишите день и время: «завтра в 10», «25 ноября в 15:00», «в пятницу в полдень».`,
  timeField: 'завтра в 10:00',
  askHour: (date: string, zone: string): Html =>
    html`${capital(formatDate(momentAt({ local: `${date}T12:00`, zone }), zone))}. Во сколько?`,
  hourField: '10:00',
  wrongTime: html`Не понял время. Напишите, например: «завтра в 10», «25 ноября в 15:00».`,
  ambiguousTime: html`Это утром или вечером? Напишите время точнее: «в 7:00» или «в 19:00».`,
  impossibleTime: html`Такого дня или времени не бывает. Напишите, например: «25 ноября в 15:00».`,
  wrongWeekday: html`День недели и число не сходятся. Напишите ещё раз, например: «25 ноября в 15:00».`,
  pastTime: html`Это время уже прошло. Напишите другое.`,
  pastToast: 'Это время уже прошло. Выберите другое.',
  farTime: html`Это слишком далеко. Напишите время в пределах года.`,
  planSure: (broadcast: Shown, at: Date, zone: string): Html =>
    join(
      [
        html`<b>Отправить рассылку № ${broadcast.id}: ${formatWhen(at, zone)}?</b>`,
        audienceLines(broadcast),
        html`Список получателей составлю в момент отправки. За час напомню вам.`,
      ],
      '\n\n',
    ),
  planQuiet: (broadcast: Shown, at: Date, until: Date, zone: string): Html =>
    join(
      [
        html`<b>${capital(formatWhen(at, zone))}: это тихие часы центра.</b> Они кончатся ${formatWhen(until, zone)}. Подождать с рассылкой № ${broadcast.id}?`,
        audienceLines(broadcast),
        html`Список получателей составлю в момент отправки. За час напомню вам.`,
      ],
      '\n\n',
    ),
  planAnyway: (at: Date, zone: string): string => `В ${clock(at, zone)} всё равно`,
  otherTime: 'Другое время',
  planned: (id: number, at: Date, zone: string): Html =>
    html`Рассылка № ${id} запланирована: ${formatWhen(at, zone)}. Перенести или отменить: /broadcasts.`,

  discarded: html`Черновик удалён. Новая рассылка: /broadcast.`,
}

/** What pages show of a draft. */
export interface Shown {
  id: number
  words: string
  count: number
  hasLinksApart: boolean
}

function audienceLines({ words, count }: Shown): Html {
  return join([
    html`Кому: ${shorten(words, 1000)}`,
    html`Получателей сейчас: <b>${plural(count, 'человек', 'человека', 'человек')}</b>`,
  ])
}

function clock(at: Date, zone: string): string {
  return at.toLocaleTimeString('ru', { hour: '2-digit', minute: '2-digit', timeZone: zone })
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
