/** Words about documents, for those who bring them. */
import type { ListedEdition } from '../../db/documents.ts'
import type { Understood } from '../../rag/ingest.ts'
import { type Html, html, join, shorten } from '../html.ts'
import { plural } from './plural.ts'

export const documentTexts = {
  notAllowed:
    'Документами занимаются методисты и администраторы. Вопрос по документам задайте одним сообщением.',
  empty: html`Документов пока нет, поэтому отвечать мне пока не по чему. Пришлите их файлами в этот чат: DOCX, DOC, PDF с текстом, RTF, TXT, MD, XLSX или HTML, до 20 МБ каждый.`,
  list: (editions: readonly ListedEdition[]): Html =>
    join(
      [
        html`<b>Действующие документы: ${editions.length}</b>`,
        ...editions.map(editionLine),
        html`Чтобы добавить документ или новую редакцию, пришлите файл в этот чат.`,
      ],
      '\n\n',
    ),
  understood: ({ source, description, clauses, rows }: Understood): Html =>
    join(
      [
        html`<b>Вот как я понял файл</b> «${source}»`,
        html`${descriptionLines(description)}`,
        html`${contentsOf(clauses, rows)}`,
        html`Сохранить?`,
      ],
      '\n\n',
    ),
  refused: (message: string): Html => html`${message}`,
  saving: 'Сохраняю…',
  unavailable: (name: string): string =>
    `Файл «${name}» не удалось получить от Telegram. Пришлите его, пожалуйста, ещё раз.`,
  dropped: (name: string): string => shorten(`Файл не сохранён: ${name}`, 200),
  stale: 'Этот файл уже сохранён или отменён. Если нужно, пришлите его ещё раз.',
}

/** «приказ от 27.08.2026 № 214-ОД · Светлореченск» under the title: how people name a document. */
function editionLine({ title, kind, number, issued_on, territory }: ListedEdition): Html {
  const date = issued_on ? ` от ${dotted(issued_on)}` : ''
  const name = `${kind}${date}${number ? ` № ${number}` : ''}`
  return html`${shorten(title, 200)}\n<i>${territory ? `${name} · ${territory}` : name}</i>`
}

/** «Нашёл в нём: 17 пунктов, 4 строки таблицы.»; what there is none of is left out. */
function contentsOf(clauses: number, rows: number): string {
  const pieces = [
    clauses > 0 ? plural(clauses, 'пункт', 'пункта', 'пунктов') : '',
    rows > 0 ? `${plural(rows, 'строка', 'строки', 'строк')} таблицы` : '',
  ].filter(Boolean)
  if (pieces.length > 0) return `Нашёл в нём: ${pieces.join(', ')}.`
  return 'Нумерованных пунктов и таблиц в нём нет. Проверьте, тот ли это файл.'
}

/** «2026-08-27» → «27.08.2026». */
function dotted(date: string): string {
  return date.split('-').reverse().join('.')
}

function descriptionLines(description: Understood['description']): Html[] {
  const { title, kind, number, issuedOn, issuer, territory } = description
  const lines = [
    ['Название', title],
    ['Вид', kind],
    ['Номер', number],
    ['Дата', issuedOn && dotted(issuedOn)],
    ['Кем издан', issuer],
    ['Территория', territory],
  ] as const
  return lines.map(([label, value]) => html`${label}: ${value || 'не указано'}`)
}
