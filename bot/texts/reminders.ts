/** Words that remind: of an event, of diagnostics, of a measure, or of several of them at once. */
import { DateTime } from 'luxon'
import type { RemindedOf } from '../../db/reminded-of.ts'
import { type Html, html, join, shorten } from '../html.ts'
import { siteLine } from './event-body.ts'
import { lengthText } from './lengths.ts'
import { whoLabel } from './measures.ts'
import { formatWhen } from './moments.ts'
import { plural } from './plural.ts'

/** What it is of, and whether the person has said that they come to the event. */
export interface Told {
  of: RemindedOf
  isGoing: boolean
}

export const reminderTexts = {
  /** Several have numbers, which stand on their buttons too. */
  reminder: (told: readonly Told[], now: Date, zone: string): Html => {
    const [only] = told
    if (only && told.length === 1) {
      return join([headOf(only), bodyOf(only, { now, zone, longest: ALONE })], '\n\n')
    }
    const lines = told.map(
      (each, index) =>
        html`<b>${index + 1}. ${kindOf(each)}</b>\n${bodyOf(each, { now, zone, longest: LISTED })}`,
    )
    return join([html`<b>Напоминаю сразу о нескольких делах.</b>`, ...lines], '\n\n')
  },
  /** On a button; of several reminders the number says which one it is about. */
  numbered: (label: string, number: number | null): string =>
    number === null ? label : `${number}. ${label}`,
  showMeasure: 'Показать меру',
  leaveSite: (site: string): string => `Отписаться от площадки «${shorten(site, 30)}»`,
}

interface Limits {
  title: number
  place: number
  what: number
  link: number
}

/** Of eight at their longest all fit into one message. */
const LISTED: Limits = { title: 100, place: 60, what: 160, link: 120 }
const ALONE: Limits = { title: 300, place: 300, what: 1000, link: 500 }

function headOf({ of, isGoing }: Told): Html {
  switch (of.kind) {
    case 'event':
      return isGoing
        ? html`<b>Напоминаю: вы записаны на мероприятие.</b>`
        : html`<b>Напоминаю о мероприятии. Вы ещё не ответили, придёте ли.</b>`
    case 'diagnostics':
      return html`<b>Напоминаю: вы ещё не прошли диагностику.</b>`
    case 'measure':
      return html`<b>Напоминаю о мере дорожной карты.</b>`
  }
}

function kindOf({ of, isGoing }: Told): string {
  switch (of.kind) {
    case 'event':
      return isGoing ? 'Мероприятие: вы записаны' : 'Мероприятие: вы ещё не ответили'
    case 'diagnostics':
      return 'Диагностика: вы её ещё не прошли'
    case 'measure':
      return 'Мера дорожной карты'
  }
}

function bodyOf(
  { of }: Told,
  { now, zone, longest }: { now: Date; zone: string; longest: Limits },
): Html {
  switch (of.kind) {
    case 'event': {
      const elsewhere = of.zone === zone ? '' : ` (${of.zone})`
      return join([
        html`«${shorten(of.title, longest.title)}»`,
        html`Когда: ${formatWhen(of.startsAt, of.zone)}${elsewhere} – ${untilStart(of.startsAt, now, of.zone)}`,
        of.place ? html`Где: ${shorten(of.place, longest.place)}` : null,
        fits(of.link, longest) ? html`Ссылка: ${of.link}` : null,
        of.site ? siteLine(shorten(of.site.name, longest.place)) : null,
      ])
    }
    case 'diagnostics':
      return join([
        html`«${shorten(of.title, longest.title)}»`,
        html`Пройти до ${dayText(of.closesOn, of.zone)} включительно – ${untilEnd(of.closesOn, now, of.zone)}`,
        fits(of.link, longest) ? html`Ссылка: ${of.link}` : null,
      ])
    case 'measure':
      return join([
        html`${shorten(of.what, longest.what)}`,
        html`Срок: ${dayText(of.day, zone)} – ${untilDay(of.day, now, zone)}`,
        of.responsible
          ? html`${whoLabel(of.responsible)}: ${shorten(of.responsible, longest.place)}`
          : null,
        html`<i>${shorten(of.document, longest.title)}</i>`,
      ])
  }
}

/** Half a link leads nowhere. */
function fits(link: string, longest: Limits): boolean {
  return link !== '' && link.length <= longest.link
}

const SHORTLY_MINUTES = 5 * 60

/** «через 2 часа», «сегодня», «завтра», «через 7 дней». */
function untilStart(startsAt: Date, now: Date, zone: string): string {
  const minutes = Math.max(1, Math.round((startsAt.getTime() - now.getTime()) / 60_000))
  // Of one minute the case would show; nobody needs it so exactly.
  if (minutes < SHORTLY_MINUTES) return minutes === 1 ? 'вот-вот' : `через ${inAccusative(minutes)}`
  return soon(daysBetween(now, DateTime.fromJSDate(startsAt, { zone }), zone))
}

/** «через 21 минуту»: the one word whose case shows. */
function inAccusative(minutes: number): string {
  return lengthText(minutes).replace(/минута$/, 'минуту')
}

function untilDay(day: string, now: Date, zone: string): string {
  return soon(daysBetween(now, DateTime.fromISO(day, { zone }), zone))
}

/** Its last day counts. */
function untilEnd(day: string, now: Date, zone: string): string {
  const days = daysBetween(now, DateTime.fromISO(day, { zone }), zone) + 1
  if (days <= 1) return 'сегодня последний день'
  return RULES.select(days) === 'one'
    ? `остался ${plural(days, 'день', 'дня', 'дней')}`
    : `осталось ${plural(days, 'день', 'дня', 'дней')}`
}

const RULES = new Intl.PluralRules('ru')

function soon(days: number): string {
  if (days <= 0) return 'сегодня'
  if (days === 1) return 'завтра'
  return `через ${plural(days, 'день', 'дня', 'дней')}`
}

/** Of the calendar, by the wall clock of the zone. */
function daysBetween(now: Date, then: DateTime, zone: string): number {
  const today = DateTime.fromJSDate(now, { zone }).startOf('day')
  return Math.round(then.startOf('day').diff(today, 'days').days)
}

/** «10 декабря 2026 года». */
function dayText(day: string, zone: string): string {
  return DateTime.fromISO(day, { zone }).setLocale('ru').toFormat("d MMMM yyyy 'года'")
}
