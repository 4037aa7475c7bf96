/** Words about documents, for those who bring them. */
import type { ListedEdition } from '../../db/documents.ts'
import type { Understood } from '../../rag/ingest.ts'
import { type Html, html, join, shorten } from '../html.ts'
import { plural } from './plural.ts'

export const documentTexts = {
  notAllowed: 'Документы добавляют методисты и администраторы.',
  empty: html`Документов пока нет, поэтому отвечать мне не по чему. Пришлите их файлами в этот чат: DOCX, DOC, PDF с текстом, RTF, TXT, MD, XLSX или HTML, до 20 МБ каждый.`,
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
        html`<b>Вот как я понял файл</b> ${source}`,
        html`${descriptionLines(description)}`,
        html`${plural(clauses, 'пункт', 'пункта', 'пунктов')}, ${plural(rows, 'строка', 'строки', 'строк')} таблиц.`,
        html`Сохранить?`,
      ],
      '\n\n',
    ),
  refused: (message: string): Html => html`${message}`,
  saving: 'Сохраняю…',
  dropped: (name: string): string => `Файл не сохранён: ${name}`.slice(0, 200),
  stale: 'Этот файл уже сохранён или отменён. Если нужно, пришлите его ещё раз.',
}

function editionLine({ title, territory, passages, rows }: ListedEdition): Html {
  const place = territory ? ` · ${territory}` : ''
  return html`${shorten(title, 200)}${place} · ${plural(passages, 'фрагмент', 'фрагмента', 'фрагментов')}${rows > 0 ? `, ${plural(rows, 'строка', 'строки', 'строк')} таблиц` : ''}`
}

function descriptionLines(description: Understood['description']): Html[] {
  const { title, kind, number, issuedOn, issuer, territory } = description
  const lines = [
    ['Название', title],
    ['Вид', kind],
    ['Номер', number],
    ['Дата', issuedOn?.split('-').reverse().join('.')],
    ['Кем издан', issuer],
    ['Территория', territory],
  ] as const
  return lines.map(([label, value]) => html`${label}: ${value || 'не указано'}`)
}
