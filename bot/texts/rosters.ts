/** Words about lists of those who passed a diagnostics. */
import type { RosterColumn } from '../../rag/rosters/table.ts'
import { type Html, html, join, shorten } from '../html.ts'

/** Rows of a list by what would become of them. */
export interface RosterFigures {
  /** Of the bot: will be noted. */
  matched: readonly string[]
  /** Of the bot, as they said themselves: the list confirms it. */
  confirmed: readonly string[]
  /** Nobody of the bot: kept as names. */
  listed: readonly string[]
  /** Of them: of an institution that the list of institutions does not have. */
  homeless: readonly string[]
  doubtful: readonly string[]
  /** A methodist said that they are not to be counted. */
  left: readonly string[]
  already: number
  repeated: readonly string[]
  unreadable: readonly string[]
  /** Rows with an institution and no name. */
  nameless: readonly number[]
}

export const rosterTexts = {
  send: (title: string): Html =>
    html`Пришлите список прошедших диагностику «${shorten(title, 150)}» таблицей XLSX или CSV. Нужны колонки с фамилией, именем и отчеством (одна «ФИО» или три) и с учреждением; остальные я пропущу.`,
  wrongFormat: html`Нужна таблица XLSX или CSV. Сохраните её в одном из этих форматов и пришлите снова.`,
  noNames: (file: string): Html =>
    html`В файле «${shorten(file, 100)}» я не нашёл колонки с именами. Назовите её «ФИО» или сделайте три: «Фамилия», «Имя», «Отчество».`,
  tooMany: (most: number): Html =>
    html`Список слишком длинный: строк может быть не больше ${most}. Разделите его на части.`,
  preview: (
    file: string,
    title: string,
    columns: readonly { column: RosterColumn; heading: string }[],
    figures: RosterFigures,
  ): Html =>
    join(
      [
        html`<b>Вот как я понял список</b> «${shorten(file, 100)}» (диагностика «${shorten(title, 100)}»)`,
        columns.length > 0
          ? html`Колонки: ${columns.map(({ column, heading }) => `${COLUMNS[column]} — «${shorten(heading, 40)}»`).join('; ')}`
          : null,
        join([
          html`Нашёл среди пользователей бота: ${figures.matched.length}`,
          figures.confirmed.length > 0
            ? html`Отмечались сами, список это подтвердит: ${figures.confirmed.length}`
            : null,
          html`В боте их нет, запишу по имени: ${figures.listed.length}`,
          html`Сомнительные: ${figures.doubtful.length}`,
          html`Уже учтены: ${figures.already}`,
          figures.repeated.length > 0 ? html`Повторы в файле: ${figures.repeated.length}` : null,
          figures.left.length > 0 ? html`Не засчитываю: ${figures.left.length}` : null,
          figures.unreadable.length + figures.nameless.length > 0
            ? html`Не смог прочитать: ${figures.unreadable.length + figures.nameless.length}`
            : null,
        ]),
        some('Нашёл', figures.matched),
        some('В боте нет', figures.listed),
        some('Учреждение не нашёл в /institutions, в долю не войдут', figures.homeless),
        some('Сомнительные', figures.doubtful),
        some('Повторы', figures.repeated),
        some('Не смог прочитать', [
          ...figures.unreadable,
          ...figures.nameless.map((row) => `строка ${row}: нет имени`),
        ]),
        figures.doubtful.length > 0
          ? html`Сомнительные не сохранятся, пока вы не решите, кто это.`
          : null,
        isOfUse(figures) ? html`Сохранить?` : html`Сохранять нечего.`,
      ],
      '\n\n',
    ),
  doubt: (
    { row, name, institution }: { row: number; name: string; institution: string },
    { nth, of }: { nth: number; of: number },
  ): Html =>
    html`<b>Сомнительная строка</b> ${nth} из ${of}\n\nСтрока ${row}: ${shorten(name, 150)}${institution === '' ? '' : `, ${shorten(institution, 150)}`}\n\nКто это?`,
  candidate: (name: string, institution: string | null): string =>
    shorten(
      institution === null ? `${name}, учреждение не указано` : `${name}, ${institution}`,
      90,
    ),
  nobody: 'Никто из них, записать по имени',
  leave: 'Не засчитывать',
  doubtsButton: (count: number): string => `Разобрать сомнительные: ${count}`,
  tableButton: 'Сомнительные и ненайденные (.xlsx)',
  saved: (figures: { matched: number; confirmed: number; listed: number }, left: number): Html =>
    join([
      figures.matched + figures.confirmed + figures.listed === 0
        ? html`Нового в списке не было, ничего не изменилось.`
        : html`Сохранено. Отмечено пользователей бота: ${figures.matched}, подтверждено: ${figures.confirmed}, записано по имени: ${figures.listed}.`,
      left > 0
        ? html`Сомнительные строки не сохранены: ${left}. Решите, кто это, и пришлите список ещё раз: учтённые строки второй раз не засчитаются.`
        : null,
    ]),
  dropped: html`Список не сохранён, ничего не изменилось.`,
  stale: 'Это уже сохранено или отменено. Список диагностик: /diagnostics',
  sheet: 'Проверить',
  file: 'proverit.xlsx',
  headings: {
    row: 'Строка',
    name: 'ФИО',
    institution: 'Учреждение',
    state: 'Что с ней',
    candidates: 'Кто это может быть',
  },
  states: {
    doubtful: 'сомнительная, не засчитана',
    left: 'не засчитана по вашему решению',
    listed: 'в боте нет, записана по имени',
    homeless: 'в боте нет; учреждения нет в списке',
    repeated: (row: number): string => `повтор строки ${row}`,
    unreadable: 'имя не понял',
    nameless: 'нет имени',
  },
  line: (row: number, name: string, institution: string): string =>
    `строка ${row}: ${shorten(name, 80)}${institution === '' ? '' : `, ${shorten(institution, 80)}`}`,
  found: (name: string, person: string): string =>
    name === person ? name : `${shorten(name, 80)} — в боте ${shorten(person, 80)}`,
}

/** Whether saving would change anything. */
export function isOfUse({ matched, confirmed, listed }: RosterFigures): boolean {
  return matched.length + confirmed.length + listed.length > 0
}

/** Longer lists do not fit a message; all of them are in the table. */
const MOST_LINES = 6

function some(title: string, lines: readonly string[]): Html | null {
  if (lines.length === 0) return null
  const rest = lines.length - MOST_LINES
  return join([
    html`<b>${title}:</b>`,
    ...lines.slice(0, MOST_LINES).map((line) => html`• ${line}`),
    rest > 0 ? html`… и ещё ${rest}` : null,
  ])
}

const COLUMNS: Record<RosterColumn, string> = {
  name: 'имя',
  surname: 'фамилия',
  first: 'имя',
  patronymic: 'отчество',
  institution: 'учреждение',
}
