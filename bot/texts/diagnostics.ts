/** Words about diagnostics: making one, being invited, passing, changes. */
import { DateTime } from 'luxon'
import type { Diagnostics } from '../../db/diagnostics.ts'
import type { DiagnosticsLine } from '../../db/diagnostics-list.ts'
import { type Html, html, join, shorten } from '../html.ts'
import { plural } from './plural.ts'

/** What a draft is asked for, and what can be changed in its preview. */
export type DiagnosticsField = 'title' | 'link' | 'days' | 'description' | 'deficits'

type Said = Pick<Diagnostics, 'title' | 'description' | 'link' | 'opens_on' | 'closes_on'>

export const diagnosticsTexts = {
  notAllowed: 'Диагностики готовят методисты и администраторы.',
  gone: 'Этой диагностики или черновика уже нет. Список: /diagnostics',
  stale: 'Это уже сделано или отменено. Список: /diagnostics',
  ask: (field: DiagnosticsField): Html => ASKED[field],
  field: (field: DiagnosticsField): string => FIELDS[field],
  unfinished: (title: string): Html =>
    html`У вас есть неопубликованная диагностика «${shorten(title, 150)}». Продолжить её или начать новую? Новая заменит её.`,
  goOn: 'Продолжить',
  anew: 'Начать новую',
  tooLong: (most: number): Html =>
    html`Слишком длинно: поместится ${plural(most, 'знак', 'знака', 'знаков')}. Напишите короче.`,
  noTitle: html`Нужно название. Например: Диагностика цифровых компетенций.`,
  noLink: html`Это не похоже на ссылку. Пришлите адрес страницы целиком, например: https://example.ru/test. Если ссылки нет, нажмите «Пропустить».`,
  noDays: html`Не понял срок. Напишите, с какого по какой день: «с 1 по 20 декабря», «до конца месяца».`,
  pastDays: (text: string): Html =>
    html`Срок ${text} уже прошёл. Напишите другой, например: «с 1 по 20 декабря».`,
  understood: (days: string): Html => html`Понял: ${days}.`,
  counts: 'Да, учитывать',
  countsNot: 'Нет, не учитывать',

  preview: (
    draft: Diagnostics,
    {
      audience,
      count,
      days,
      zone,
    }: { audience: string; count: number; days: readonly Date[]; zone: string },
  ): Html =>
    join(
      [
        html`<b>Проверьте диагностику.</b> Так её увидят:`,
        invitation(draft),
        join([
          html`<b>Кому:</b> ${shorten(audience, 600)} — ${plural(count, 'человек', 'человека', 'человек')}`,
          html`<b>В доле прошедших диагностику дефицитов:</b> ${draft.of_deficits ? 'учитывается' : 'не учитывается'}`,
          html`<b>Приглашение и напоминания:</b> ${days.map((day) => dateOf(day, zone)).join('; ')}`,
        ]),
        count === 0 ? html`Сейчас под условия никто не подходит: приглашать некого.` : null,
      ],
      '\n\n',
    ),
  reminders: (days: readonly Date[], zone: string): Html =>
    html`Когда напоминать тем, кто не прошёл? Приглашение приходит всегда.\n\nСейчас: ${days.map((day) => dateOf(day, zone)).join('; ')}.`,
  moment: (moment: string, isOn: boolean): string =>
    `${isOn ? '✓ ' : ''}${MOMENTS[moment] ?? moment}`,
  remindersButton: 'Напоминания',
  audienceButton: 'Кому',
  dropped: html`Черновик удалён. Новая диагностика: /diagnostics_new.`,
  published: (at: Date | null, count: number, zone: string): Html =>
    html`Опубликовано. ${at === null ? 'Приглашения уходят' : `Приглашения уйдут: ${whenOf(at, zone)}`}. Получателей: ${count}. У кого тихие часы, тот получит после них.`,
  alreadyPublished: 'Уже опубликовано. Список: /diagnostics',
  changedSince: 'Черновик изменился. Вот он сейчас.',

  invitation,
  openLink: 'Пройти диагностику',
  notPassed: 'Ещё не прошёл(ла)',
  thanks: 'Спасибо! Напоминать больше не буду.',
  takenBack: 'Хорошо, отметка снята.',
  byList: 'Вас отметил методист по списку. Если это ошибка, напишите методисту.',
  over: 'Эта диагностика отменена.',

  moved: (one: Said): Html =>
    html`Срок диагностики «${shorten(one.title, 150)}» изменился.\nТеперь: ${termText(one)}.`,
  /** Whatever else has changed is in it, too. */
  otherLink: (one: Said): Html =>
    html`У диагностики «${shorten(one.title, 150)}» теперь другая ссылка: она в кнопке ниже.\nСрок: ${termText(one)}.`,
  ended: (title: string): Html =>
    html`Диагностика «${shorten(title, 150)}» завершена раньше срока. Проходить её больше не нужно.`,
  cancelled: (title: string): Html =>
    html`Диагностика «${shorten(title, 150)}» отменена. Проходить её не нужно.`,

  own: (one: DiagnosticsLine): Html =>
    join([
      html`<b>${shorten(one.title, 200)}</b>`,
      html`${termText(one)}`,
      html`${one.passed_at ? 'Вы прошли.' : 'Вы ещё не прошли.'}`,
    ]),
  ownList: (list: readonly DiagnosticsLine[]): Html =>
    join(
      [
        html`<b>Диагностики</b>, которые идут сейчас:`,
        ...list.map(
          (one, index) =>
            html`${index + 1}. ${shorten(one.title, 150)}\n<i>до ${dayText(one.closes_on)} · ${one.passed_at ? 'вы прошли' : 'ещё не пройдена'}</i>`,
        ),
      ],
      '\n\n',
    ),
  noneOwn: html`Сейчас для вас нет ни одной диагностики.`,
  list: (list: readonly DiagnosticsLine[], { now, page }: { now: Date; page: number }): Html =>
    join(
      [
        html`<b>Диагностики</b>${page > 1 ? `, страница ${page}` : ''}`,
        ...list.map(
          (one, index) =>
            html`${index + 1}. ${shorten(one.title, 150)}\n<i>${stateText(one, now)} · ${termText(one)} · прошли: ${one.passed + one.listed}</i>`,
        ),
      ],
      '\n\n',
    ),
  none: html`Диагностик пока нет. Подготовить первую: /diagnostics_new`,
  card: (
    one: DiagnosticsLine,
    { now, audience, said }: { now: Date; audience: string; said: number },
  ): Html =>
    join(
      [
        html`<b>${shorten(one.title, 200)}</b>\n<i>${stateText(one, now)}</i>`,
        join([
          html`${termText(one)}`,
          html`Кому: ${shorten(audience, 300)}`,
          html`Приглашено: ${plural(one.told, 'человек', 'человека', 'человек')}`,
          html`Прошли: ${one.passed} из пользователей бота (сами отметили: ${said}), ещё по спискам: ${one.listed}`,
          html`${one.of_deficits ? 'Учитывается в доле прошедших диагностику дефицитов.' : 'В доле прошедших диагностику дефицитов не учитывается.'}`,
        ]),
        one.passed_at ? html`Вы сами прошли.` : null,
      ],
      '\n\n',
    ),
  newButton: 'Новая диагностика',
  shareButton: 'Доля прошедших',
  progressButton: 'По учреждениям',
  uploadButton: 'Загрузить список прошедших',
  termButton: 'Изменить срок',
  wordsButton: (field: 'title' | 'link'): string =>
    field === 'title' ? 'Изменить название' : 'Изменить ссылку',
  endButton: 'Завершить сейчас',
  cancelButton: 'Отменить диагностику',

  askTerm: (one: Said): Html =>
    html`Сейчас: ${termText(one)}. По какой день продлить или до какого сократить? Например: «до 25 декабря».`,
  noDay: html`Не понял день. Напишите, например: «до 25 декабря».`,
  pastDay: html`Этот день уже прошёл. Чтобы закончить сейчас, откройте /diagnostics и нажмите «Завершить сейчас».`,
  beforeOpening: html`Этот день раньше начала диагностики. Напишите другой.`,
  sameDay: html`Последний день и так этот. Напишите другой.`,
  termSure: (one: Said, closesOn: string, told: number): Html =>
    html`Новый срок диагностики «${shorten(one.title, 150)}»: ${termText({ ...one, closes_on: closesOn })}. ${whoLearns(told)} Сохранить?`,
  termMoved: (one: Said): Html =>
    html`Сохранено: ${termText(one)}. Тем, кто ещё не прошёл, я напишу; напоминания перенесены.`,
  askWords: (one: Said, field: 'title' | 'link'): Html =>
    join([ASKED[field], html`Сейчас: ${one[field] === '' ? 'не указано' : one[field]}`], '\n\n'),
  notLink: html`Это не похоже на ссылку. Пришлите адрес страницы целиком, например: https://example.ru/test.`,
  sameWords: html`Так и есть, менять нечего. Напишите иначе или нажмите «Назад».`,
  wordsSure: (one: Said, field: 'title' | 'link', value: string, told: number): Html =>
    join(
      [
        html`Изменить диагностику «${shorten(one.title, 150)}»?`,
        html`${FIELDS[field]}. Было: ${one[field] === '' ? 'не указано' : one[field]}\nСтанет: <b>${value}</b>`,
        html`Разосланные приглашения исправлю. ${field === 'title' ? 'Писать никому не буду.' : whoLearns(told)}`,
      ],
      '\n\n',
    ),
  wordsChanged: (one: Said, field: 'title' | 'link'): Html =>
    html`Сохранено. ${FIELDS[field]}: ${one[field]}`,
  endSure: (title: string, told: number): Html =>
    html`Завершить диагностику «${shorten(title, 150)}» сейчас? Напоминаний больше не будет. ${whoLearns(told)}`,
  cancelSure: (title: string, told: number): Html =>
    html`Отменить диагностику «${shorten(title, 150)}»? Напоминаний больше не будет, в отчёты она не войдёт. ${whoLearns(told)}`,
  endNow: 'Завершить',
  cancelNow: 'Отменить',
  keep: 'Оставить как есть',
  toCard: 'К диагностике',
  notGoingOn: html`Эта диагностика уже закончилась или отменена. Список: /diagnostics`,
  endedNow: html`Диагностика завершена. Я напишу об этом тем, кто её не прошёл.`,
  cancelledNow: html`Диагностика отменена. Я напишу об этом всем, кого приглашал.`,
}

/** «вторник, 1 декабря 2026». */
export function dayText(date: string): string {
  return DateTime.fromISO(date, { zone: 'utc' }).setLocale('ru').toFormat('cccc, d MMMM yyyy')
}

/** «вторник, 1 декабря 2026 – воскресенье, 20 декабря 2026». */
export function termText({ opens_on, closes_on }: Pick<Said, 'opens_on' | 'closes_on'>): string {
  if (!opens_on || !closes_on) return 'срок не указан'
  return opens_on === closes_on ? dayText(opens_on) : `${dayText(opens_on)} – ${dayText(closes_on)}`
}

function invitation(one: Said): Html {
  return join(
    [
      html`<b>${/^диагностик/iu.test(one.title) ? '' : 'Диагностика: '}${one.title}</b>`,
      one.description === '' ? null : html`${one.description}`,
      html`Срок: ${termText(one)}`,
      html`Когда пройдёте, нажмите «Прошёл(ла)»: тогда я не буду напоминать.`,
    ],
    '\n\n',
  )
}

function stateText({ status, opens_at, closes_at }: DiagnosticsLine, now: Date): string {
  if (status === 'cancelled') return 'отменена'
  if (status === 'ended') return 'завершена раньше срока'
  if (now < opens_at) return 'ещё не началась'
  return now < closes_at ? 'идёт' : 'закончилась'
}

function whoLearns(told: number): string {
  return told === 0 ? 'Никого ещё не приглашали.' : `Сообщу об этом. Получателей: ${told}.`
}

function dateOf(at: Date, zone: string): string {
  return DateTime.fromJSDate(at, { zone }).setLocale('ru').toFormat('cccc, d MMMM yyyy')
}

function whenOf(at: Date, zone: string): string {
  return DateTime.fromJSDate(at, { zone }).setLocale('ru').toFormat('cccc, d MMMM yyyy, HH:mm')
}

const ASKED: Record<DiagnosticsField, Html> = {
  title: html`Как называется диагностика? Например: Диагностика цифровых компетенций.`,
  link: html`Пришлите ссылку, по которой её проходят.`,
  days: html`С какого по какой день её проходят? Например: «с 1 по 20 декабря».`,
  description: html`Что ещё важно знать? Например: сколько времени занимает, как войти.`,
  deficits: html`Это диагностика профессиональных дефицитов? Тогда прошедшие учитываются в показателе муниципалитета: доле педагогов и руководителей, прошедших такую диагностику.`,
}

const FIELDS: Record<DiagnosticsField, string> = {
  title: 'Название',
  link: 'Ссылка',
  days: 'Срок',
  description: 'Описание',
  deficits: 'Учитывать в доле',
}

const MOMENTS: Readonly<Record<string, string>> = {
  halfway: 'На середине срока',
  'before:4320': 'За 3 дня до конца',
  'before:1440': 'За 1 день до конца',
}
