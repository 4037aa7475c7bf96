/** Words about the list of institutions, for methodists and administrators. */
import type { Institution, InstitutionFacts, InstitutionWithPeople } from '../../db/institutions.ts'
import type { ChangeFault, InstitutionChanges } from '../../rag/institutions/changes.ts'
import type { Column } from '../../rag/institutions/columns.ts'
import type { InstitutionTable, RowFault } from '../../rag/institutions/table.ts'
import { type Html, html, join, shorten } from '../html.ts'
import { plural } from './plural.ts'

export type InstitutionField = 'name' | 'short_names' | 'territory' | 'staff' | 'heads'

const FIELDS: Record<InstitutionField, string> = {
  name: 'Название',
  short_names: 'Краткие названия',
  territory: 'Территория',
  staff: 'Педагогов',
  heads: 'Руководителей',
}

/** As the columns of the table that is downloaded are headed. */
export const INSTITUTION_HEADINGS: Record<Column, string> = {
  code: 'Код в боте',
  name: 'Название',
  short: 'Краткое название',
  territory: 'Территория',
  staff: 'Педагогов',
  heads: 'Руководителей',
}

export const institutionTexts = {
  notAllowed: 'Список учреждений ведут методисты и администраторы.',
  fields: FIELDS,
  empty: html`<b>Список учреждений</b> пока пуст.

Пришлите таблицу в формате XLSX в этот чат. Нужна колонка с названием; ещё я пойму краткие названия (несколько через запятую), территорию, число педагогов и число руководителей. Образец: «Выгрузить».`,
  list: (page: readonly InstitutionWithPeople[], place: Place): Html =>
    join(
      [
        html`<b>Учреждения: ${place.count}</b>${pageOf(place)}\n${totals(place)}`,
        ...page.map((one, index) => listLine(one, place.offset + index + 1)),
        html`Чтобы обновить список, пришлите таблицу в формате XLSX в этот чат: до «Сохранить» ничего не изменится. Чтобы открыть учреждение, нажмите его номер.`,
      ],
      '\n\n',
    ),
  card: (one: InstitutionWithPeople): Html =>
    join(
      [
        html`<b>${shorten(one.name, 300)}</b>`,
        join([
          html`${FIELDS.short_names}: ${one.short_names.join(', ') || 'не указаны'}`,
          html`${FIELDS.territory}: ${one.territory}`,
          html`${FIELDS.staff}: ${one.staff}`,
          html`${FIELDS.heads}: ${one.heads}`,
        ]),
        html`${peopleLine(one.people)}`,
      ],
      '\n\n',
    ),
  gone: 'Этого учреждения в списке уже нет.',
  goneLine: html`Этого учреждения в списке уже нет. Список: /institutions`,

  findWhat: html`Какое учреждение найти? Напишите номер, название или как его называют.`,
  findField: 'школа 4',
  found: (words: string, found: readonly InstitutionWithPeople[]): Html =>
    found.length === 0
      ? html`По запросу «${shorten(words, 60)}» учреждений не нашлось.`
      : join(
          [
            html`<b>Нашлось по запросу «${shorten(words, 60)}»</b>`,
            ...found.map((one, index) => listLine(one, index + 1)),
          ],
          '\n\n',
        ),

  addWhat: html`Как называется учреждение? Напишите полное название одним сообщением. Остальное можно указать потом.`,
  addField: 'Полное название',
  added: (name: string): Html =>
    html`Добавлено: ${shorten(name, 200)}. Остальное можно указать кнопками.`,
  taken: (name: string): Html => html`Такое учреждение в списке уже есть: ${shorten(name, 300)}.`,
  ask: (field: InstitutionField, one: InstitutionFacts): Html =>
    html`${ASKED[field]}\n\nСейчас: ${fieldValue(one, field) || 'не указано'}.`,
  wrongValue: (field: InstitutionField): Html =>
    field === 'staff' || field === 'heads'
      ? html`Нужно целое число, например 45.`
      : html`Напишите, пожалуйста, словами, до 300 знаков; краткое название — до 60.`,
  corrected: (field: InstitutionField): Html => html`Исправлено: ${FIELDS[field].toLowerCase()}.`,
  sameAlready: html`Так и было, менять нечего.`,

  removeSure: (name: string): Html => html`Удалить из списка?\n\n<b>${shorten(name, 300)}</b>`,
  hasPeople: (people: number): string =>
    `Удалить нельзя: к учреждению относится ${plural(people, 'человек', 'человека', 'человек')}.`,
  removed: (name: string): string => shorten(`Удалено: ${name}`, 200),

  xlsxOnly: html`Список учреждений я читаю из таблицы в формате XLSX. Сохраните файл в этом формате и пришлите ещё раз. Выйти: /cancel.`,
  noNames: (file: string): Html =>
    html`В таблице «${shorten(file, 100)}» не нашёл колонки с названием учреждения. Озаглавьте её «Название» и пришлите файл ещё раз.

Если это документ, по которому нужно отвечать, нажмите /cancel и пришлите его снова.`,
  tooMany: (most: number): Html =>
    html`В таблице больше ${plural(most, 'строки', 'строк', 'строк')}. Пришлите её частями: кого нет в файле, из списка сами не исчезнут.`,
  preview: (
    file: string,
    table: Pick<InstitutionTable, 'columns' | 'unused'>,
    changes: InstitutionChanges<InstitutionWithPeople>,
    faults: readonly AnyFault[],
  ): Html =>
    join(
      [
        html`<b>Вот как я понял таблицу</b> «${shorten(file, 100)}»`,
        columnLines(table),
        join([
          html`Новых: ${changes.added.length}`,
          html`Изменённых: ${changes.changed.length}`,
          html`Без изменений: ${changes.same}`,
          html`Есть в списке, но нет в файле: ${changes.missing.length}`,
        ]),
        some(
          'Новые',
          changes.added.map(({ name }) => html`• ${shorten(name, 150)}`),
        ),
        some(
          'Изменятся',
          changes.changed.map(({ before, after }) => changeLine(before, after)),
        ),
        some(
          'Нет в файле',
          changes.missing.map((one) => html`• ${shorten(one.name, 150)}${peopleNote(one.people)}`),
        ),
        faultLines(faults),
        changes.missing.length > 0
          ? html`Сами они не удалятся: после сохранения я спрошу, что с ними делать. Скрытые строки таблицы я не читаю.`
          : null,
        changes.added.length + changes.changed.length > 0
          ? html`Сохранить?`
          : html`В списке всё это уже есть, менять нечего.`,
      ],
      '\n\n',
    ),
  saved: (added: number, changed: number, people: number): Html =>
    added + changed + people === 0
      ? html`Менять нечего: в списке всё это уже есть.`
      : html`Готово. ${[
          ...(added > 0
            ? [`Добавлено: ${plural(added, 'учреждение', 'учреждения', 'учреждений')}.`]
            : []),
          ...(changed > 0
            ? [`Изменено: ${plural(changed, 'учреждение', 'учреждения', 'учреждений')}.`]
            : []),
          ...(people > 0
            ? [
                `Отнесены к учреждению, которое сами назвали в профиле: ${plural(people, 'человек', 'человека', 'человек')}.`,
              ]
            : []),
        ].join(' ')} Список: /institutions`,
  missing: (missing: readonly InstitutionWithPeople[]): Html => {
    const kept = missing.filter(({ people }) => people > 0)
    return join(
      [
        html`<b>В файле не было: ${plural(missing.length, 'учреждение', 'учреждения', 'учреждений')}</b>`,
        join(
          listed(missing.map((one) => html`• ${shorten(one.name, 150)}${peopleNote(one.people)}`)),
        ),
        kept.length > 0
          ? html`Учреждение, к которому относятся люди, удалить нельзя: таких ${kept.length}, они останутся.`
          : null,
        html`Что с ними делать?`,
      ],
      '\n\n',
    )
  },
  removeMany: (count: number): string =>
    `Удалить ${plural(count, 'учреждение', 'учреждения', 'учреждений')}`,
  kept: 'Хорошо, они остаются в списке.',
  removedMany: (removed: number, kept: number): Html =>
    html`Удалено: ${plural(removed, 'учреждение', 'учреждения', 'учреждений')}.${kept > 0 ? ` Осталось: ${kept}.` : ''} Список: /institutions`,
  saving: 'Сохраняю…',
  dropped: 'Ничего не изменено.',
  stale: 'Это уже сохранено или отменено. Список: /institutions',

  file: 'uchrezhdeniya.xlsx',
  sheet: 'Учреждения',
  fileCaption: (count: number): string =>
    count === 0
      ? 'Образец таблицы: заполните её и пришлите сюда же после /institutions.'
      : `Список учреждений: ${count}. Исправьте таблицу и пришлите её сюда же после /institutions. Колонку «${INSTITUTION_HEADINGS.code}» не меняйте, у новых учреждений оставьте её пустой.`,
}

interface Place {
  offset: number
  size: number
  count: number
  staff: number
  heads: number
}

type AnyFault = { row: number; name: string; fault: RowFault | ChangeFault }

const ASKED: Record<InstitutionField, string> = {
  name: 'Как называется учреждение? Напишите полное название.',
  short_names:
    'Как его называют коротко? Несколько названий перечислите через запятую. Чтобы убрать все, пришлите «нет».',
  territory: 'В каком муниципалитете учреждение? Напишите название, как в документах: Саянск.',
  staff: 'Сколько в учреждении педагогов? Пришлите число.',
  heads: 'Сколько в учреждении руководителей? Пришлите число.',
}

/** Longer lists do not fit a message; the rest is counted. */
const MOST_LINES = 8

function listed(lines: readonly Html[]): Html[] {
  const rest = lines.length - MOST_LINES
  return [...lines.slice(0, MOST_LINES), ...(rest > 0 ? [html`… и ещё ${rest}`] : [])]
}

function some(title: string, lines: readonly Html[]): Html | null {
  return lines.length === 0 ? null : join([html`<b>${title}:</b>`, ...listed(lines)])
}

function columnLines({ columns, unused }: Pick<InstitutionTable, 'columns' | 'unused'>): Html {
  const named = columns.map(
    ({ column, heading }) => html`• ${INSTITUTION_HEADINGS[column]}: «${shorten(heading, 60)}»`,
  )
  const others = unused.slice(0, MOST_LINES).map((heading) => `«${shorten(heading, 40)}»`)
  return join([
    html`Колонки:`,
    ...named,
    others.length > 0 ? html`Не использую: ${others.join(', ')}` : null,
  ])
}

function changeLine(before: Institution, after: InstitutionFacts): Html {
  const fields = (Object.keys(FIELDS) as InstitutionField[]).filter(
    (field) => fieldValue(before, field) !== fieldValue(after, field),
  )
  const changes = fields.map(
    (field) =>
      `${FIELDS[field].toLowerCase()}: ${shorten(fieldValue(before, field) || 'не указано', 80)} → ${shorten(fieldValue(after, field) || 'не указано', 80)}`,
  )
  return html`• ${shorten(before.name, 150)}: ${changes.join('; ')}`
}

function fieldValue(one: InstitutionFacts, field: InstitutionField): string {
  return field === 'short_names' ? one.short_names.join(', ') : String(one[field])
}

function faultLines(faults: readonly AnyFault[]): Html | null {
  const lines = faults.map(({ row, name, fault }) => {
    const about = name === '' ? '' : ` «${shorten(name, 80)}»`
    return html`• Строка ${row}${about}: ${whyNot(fault)}.`
  })
  return some('Не смог прочитать', lines)
}

function whyNot(fault: RowFault | ChangeFault): string {
  switch (fault.kind) {
    case 'no-name':
      return 'нет названия'
    case 'long-name':
      return 'название длиннее 300 знаков'
    case 'long-short-name':
      return 'краткое название длиннее 60 знаков'
    case 'not-a-number':
      return `${fault.column === 'staff' ? 'число педагогов' : 'число руководителей'} не понял: «${shorten(fault.text, 40)}»`
    case 'repeated':
      return `то же учреждение, что в строке ${fault.row}`
    case 'taken':
      return 'так уже называется другое учреждение списка'
  }
}

function listLine(
  { name, short_names, territory, staff, heads }: InstitutionFacts,
  number: number,
): Html {
  const short = short_names.length > 0 ? ` (${short_names.join(', ')})` : ''
  const numbers = `${plural(staff, 'педагог', 'педагога', 'педагогов')}, ${plural(heads, 'руководитель', 'руководителя', 'руководителей')}`
  return html`${number}. ${shorten(`${name}${short}`, 200)}\n<i>${territory} · ${numbers}</i>`
}

function totals({ staff, heads }: Place): string {
  return `Всего: ${plural(staff, 'педагог', 'педагога', 'педагогов')}, ${plural(heads, 'руководитель', 'руководителя', 'руководителей')}.`
}

function peopleLine(people: number): string {
  return people === 0
    ? 'В боте к нему пока никто не относится.'
    : `В боте: ${plural(people, 'человек', 'человека', 'человек')}.`
}

function peopleNote(people: number): string {
  return people === 0 ? '' : ` (${plural(people, 'человек', 'человека', 'человек')})`
}

/** Nothing where one page holds all. */
function pageOf({ offset, size, count }: Place): Html {
  if (count <= size) return html``
  return html`, страница ${Math.floor(offset / size) + 1} из ${Math.ceil(count / size)}`
}
