/** Words of choosing whom something is meant for. */
import type { AudienceNames, EventChoice } from '../../db/audience-choices.ts'
import type { Audience } from '../../db/audiences.ts'
import type { SavedAudience } from '../../db/saved-audiences.ts'
import type { AudienceMark, AudiencePart, Years } from '../audience-changes.ts'
import { type Html, html, join, shorten } from '../html.ts'
import { formatDate } from './moments.ts'
import { plural } from './plural.ts'

const PARTS: Record<AudiencePart, string> = {
  role: 'Роль',
  institution: 'Учреждение',
  subject: 'Предмет',
  site: 'Площадка',
  years: 'Стаж',
  event: 'Мероприятие',
}

const ASKED: Record<AudiencePart, Html> = {
  role: html`<b>Кому по роли?</b> Педагоги — все, у кого в боте нет другой роли.`,
  institution: html`<b>Из каких учреждений?</b> Отметьте одно или несколько. Кто не выбрал учреждение из списка, сюда не попадёт.`,
  subject: html`<b>Какой предмет ведут?</b> Отметьте или впишите свой. Подойдёт каждый, у кого это слово есть в предмете. Кто предмет не указал, сюда не попадёт.`,
  site: html`<b>Подписчики какой площадки?</b> Отметьте одну или несколько.`,
  years: html`<b>С каким стажем?</b> Обе границы входят. Кто стаж не указал, сюда не попадёт.`,
  event: html`<b>Участники какого мероприятия?</b> Выберите его, затем их ответ.`,
}

const ROLES: Record<NonNullable<Audience['roles']>[number], string> = {
  teacher: 'педагоги',
  tutor: 'тьюторы',
  methodist: 'методисты',
  administrator: 'администраторы',
}

const MARKS: Record<AudienceMark, string> = {
  going: 'пойдут',
  waiting: 'в листе ожидания',
  declined: 'не смогут',
  none: 'не ответили',
  came: 'были',
}

/** More names than this do not help a reader. */
const MOST_NAMES = 4

export const audienceTexts = {
  notAllowed: 'Выбирать, кому писать, могут методисты и администраторы.',
  late: 'Здесь уже нечего менять: это отправлено, отменено или удалено.',
  lateLine: html`Здесь уже нечего менять: это отправлено, отменено или удалено.`,
  menu: (words: string, count: number): Html =>
    join(
      [
        html`<b>Кому:</b> ${shorten(words, 1500)}`,
        countLine(count),
        html`Войдут те, кто подходит под все условия сразу. Без условий — все.`,
      ],
      '\n\n',
    ),
  part: (part: AudiencePart, words: string, count: number): Html =>
    join([ASKED[part], join([html`Кому: ${shorten(words, 1500)}`, countLine(count)])], '\n\n'),
  marks: (title: string | null, words: string, count: number): Html =>
    join(
      [
        html`<b>${title === null ? 'Мероприятие удалено' : `«${shorten(title, 200)}»`}.</b> Кому из тех, кому о нём написали?`,
        join([html`Кому: ${shorten(words, 1500)}`, countLine(count)]),
      ],
      '\n\n',
    ),
  nothing: (part: AudiencePart): Html | null => NOTHING[part] ?? null,
  partButton: (part: AudiencePart, isChosen: boolean): string => ticked(PARTS[part], isChosen),
  role: (role: keyof typeof ROLES): string => capital(ROLES[role]),
  mark: (mark: AudienceMark): string => capital(MARKS[mark]),
  event: ({ title, starts_at, zone }: EventChoice): string =>
    `${formatDate(starts_at, zone)}: ${title}`,
  years: (years: Years): string =>
    years.from === null && years.to === 3
      ? 'Молодые специалисты: до 3 лет'
      : capital(yearsRange(years)),
  everyone: 'Все',
  any: 'Не важно',
  done: 'Готово',
  saved: 'Сохранённые',
  keep: 'Сохранить выбор',
  writeIn: 'Вписать',
  otherEvent: 'Другое мероприятие',

  findInstitution: html`Какое учреждение? Напишите номер, название или как его называют.`,
  findField: 'школа 4',
  found: (words: string, isAny: boolean): Html =>
    isAny
      ? html`<b>Нашлось по запросу «${shorten(words, 60)}».</b> Отметьте нужные.`
      : html`По запросу «${shorten(words, 60)}» учреждений не нашлось. Нажмите «Найти» и напишите иначе.`,
  writeSubject: html`Какой предмет? Напишите одним словом или несколько через запятую: «музыка, логопедия».`,
  subjectField: 'музыка, логопедия',
  writeYears: html`Какой стаж? Напишите, например: «до 3 лет», «от 5 до 15», «больше 20».`,
  yearsField: 'от 5 до 15',
  wrongYears: html`Не понял стаж. Напишите так: «до 3 лет», «от 5 до 15», «больше 20».`,
  wrongSubject: html`Напишите, пожалуйста, короче: до 60 знаков на предмет, не больше 10 предметов.`,

  savedList: (saved: readonly SavedAudience[], lines: readonly string[]): Html =>
    saved.length === 0
      ? html`Сохранённых пока нет. Соберите условия и нажмите «Сохранить выбор».`
      : join(
          [
            html`<b>Сохранённые.</b> Нажмите, чтобы выбрать: нынешние условия заменятся.`,
            ...saved.map(
              ({ name }, index) =>
                html`<b>${shorten(name, 60)}</b>\n${shorten(lines[index] ?? '', 250)}`,
            ),
          ],
          '\n\n',
        ),
  askName: html`Как назвать этот выбор? Например: «Молодые специалисты школ».`,
  nameField: 'Название',
  wrongName: html`Напишите, пожалуйста, короче: до 60 знаков.`,
  nothingToKeep: 'Условий нет, сохранять нечего.',
  nameTaken: (name: string): Html =>
    html`«${shorten(name, 60)}» уже есть, и условия там другие. Напишите другое название.`,
  kept: (name: string): Html => html`Сохранено: «${shorten(name, 60)}».`,
  removeSaved: 'Удалить сохранённые',
  removeWhich: html`<b>Что удалить?</b> То, что уже собрано по сохранённым условиям, не изменится.`,
  goneSaved: 'Этого сохранённого выбора уже нет.',
}

const NOTHING: Partial<Record<AudiencePart, Html>> = {
  institution: html`Список учреждений пока пуст: /institutions.`,
  site: html`Площадок пока нет: /sites.`,
  event: html`Мероприятий пока нет: /event_new.`,
}

/** With a tick in front of what is chosen. */
export function ticked(label: string, isChosen: boolean): string {
  return shorten(isChosen ? `✓ ${label}` : label, 60)
}

export function audienceText(audience: Audience, names: AudienceNames): string {
  const { roles, institutions, subjects, sites, years, event } = audience
  const parts = [
    roles?.length
      ? listed(
          roles.map((role) => ROLES[role]),
          'и',
        )
      : null,
    institutions?.length
      ? `учреждение — ${named(institutions, names.institutions, 'учреждение удалено')}`
      : null,
    subjects?.length ? `предмет — ${listed(subjects)}` : null,
    sites?.length
      ? `подписчики площадки ${named(sites, quoted(names.sites), 'площадка удалена')}`
      : null,
    years ? yearsRange(years) : null,
    event ? eventText(event.marks, names.event) : null,
  ].filter((part) => part !== null)
  return parts.length === 0 ? 'все' : parts.join('; ')
}

function eventText(marks: readonly AudienceMark[], title: string | null): string {
  const what = title === null ? 'удалённое мероприятие' : `мероприятие «${title}»`
  return `${what} — ${listed(marks.map((mark) => MARKS[mark]))}`
}

function yearsRange({ from, to }: Years): string {
  if (from === null) return to === null ? 'любой стаж' : `стаж до ${upTo(to)}`
  if (to === null) return `стаж от ${upTo(from)}`
  if (from === to) return `стаж ${plural(from, 'год', 'года', 'лет')}`
  return `стаж от ${from} до ${upTo(to)}`
}

/** «до 1 года», «до 3 лет»: after «от» and «до». */
function upTo(years: number): string {
  return plural(years, 'года', 'лет', 'лет')
}

function named(ids: readonly number[], names: Map<number, string>, gone: string): string {
  return listed(ids.map((id) => names.get(id) ?? `(${gone})`))
}

function quoted(names: Map<number, string>): Map<number, string> {
  return new Map([...names].map(([id, name]) => [id, `«${name}»`]))
}

function listed(words: readonly string[], conjunction = 'или'): string {
  const rest = words.length - MOST_NAMES
  if (rest > 1) return `${words.slice(0, MOST_NAMES).join(', ')} и ещё ${rest}`
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`
}

function countLine(count: number): Html {
  return count === 0
    ? html`Сейчас таких людей нет.`
    : html`Сейчас это <b>${plural(count, 'человек', 'человека', 'человек')}</b>.`
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
