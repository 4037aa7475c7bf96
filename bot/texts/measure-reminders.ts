/** Words of choosing who is reminded of a measure, and when. */
import { type Html, html, join, shorten } from '../html.ts'
import { formatShortDay } from './days.ts'
import { plural } from './plural.ts'

export const measureReminderTexts = {
  menu: (what: string, { who, count, day, times, today }: Menu): Html =>
    join(
      [
        html`<b>Напоминание о мере</b>\n${shorten(what, 400)}`,
        day
          ? html`${times > 1 ? `Ближайший срок: ${formatShortDay(day, today)}. Напомню и перед следующими сроками, всего ${plural(times, 'раз', 'раза', 'раз')}.` : `Срок: ${formatShortDay(day, today)}.`}`
          : html`Дня впереди у меры нет: выберите его сами.`,
        count === 0
          ? html`Кому: пока никому. Выберите группу или добавьте людей по одному.`
          : html`Кому: ${shorten(who, 1000)} (сейчас ${plural(count, 'человек', 'человека', 'человек')}).`,
        count === 0 ? null : html`Когда напомнить? Напоминания приходят в 9:00.`,
      ],
      '\n\n',
    ),
  when: (days: number): string => {
    if (days === 0) return 'В день срока'
    if (days === 7) return 'За неделю'
    if (days === 14) return 'За 2 недели'
    return `За ${plural(days, 'день', 'дня', 'дней')}`
  },
  otherDay: 'Другой день',
  group: 'Выбрать группу',
  person: 'Добавить человека',
  nobody: 'Никому',
  toMeasure: 'К мере',
  askPerson: html`Напишите фамилию или имя того, кому напомнить. Человек должен быть знаком с ботом.`,
  personField: 'Фамилия',
  askDay: html`В какой день напомнить? Напишите, например: «1 декабря» или «через неделю».`,
  dayField: 'День',
  noSuchPerson: (words: string): Html =>
    html`По запросу «${shorten(words, 60)}» никого не нашёл. Попробуйте написать иначе, или /cancel.`,
  whichPerson: html`Кого добавить?`,
  unclearDay: html`Не понял день. Напишите, например: «1 декабря» или «через неделю». Отменить: /cancel.`,
  pastDay: html`Этот день уже прошёл, или в нём прошли 9 часов утра. Напишите другой.`,
  planned: (days: readonly string[], count: number, today: string): string =>
    `Напомню о сроке ${formatShortDay(days[0] ?? today, today)}${days.length > 1 ? ` и ещё ${plural(days.length - 1, 'раз', 'раза', 'раз')}` : ''}: ${plural(count, 'человек', 'человека', 'человек')}`,
  tooLate: 'Для этого уже поздно. Выберите другой день.',
  nobodyChosen: 'Сначала выберите, кому напомнить.',
  dropped: 'Напоминания сняты',
  noName: 'без имени',
}

interface Menu {
  who: string
  count: number
  /** The day that is due; null where there is none ahead. */
  day: string | null
  /** How many days ahead are reminded of. */
  times: number
  today: string
}
