/** Words about the documents that are indexed. */
import type { ListedEdition } from '../../db/documents.ts'
import type { ShelfDocument } from '../../db/shelf.ts'
import { type Html, html, join, shorten } from '../html.ts'
import { documentTexts } from './documents.ts'
import { plural } from './plural.ts'

export const shelfTexts = {
  list: (
    documents: readonly ShelfDocument[],
    { count, offset, archived }: { count: number; offset: number; archived: boolean },
  ): Html => {
    if (count === 0) return archived ? EMPTY_ARCHIVE : documentTexts.empty
    const heading = archived ? 'Документы в архиве' : 'Действующие документы'
    const from =
      count > documents.length
        ? html`, показаны с ${offset + 1} по ${offset + documents.length}`
        : html``
    return join(
      [
        html`<b>${heading}: ${count}</b>${from}`,
        ...documents.map((one, index) => html`${offset + index + 1}. ${documentLine(one)}`),
        archived
          ? html`По этим документам я не отвечаю.`
          : html`Чтобы добавить документ или новую редакцию, пришлите файл в этот чат. Чтобы открыть документ, нажмите его номер.`,
      ],
      '\n\n',
    )
  },
  document: (editions: readonly ListedEdition[]): Html => {
    const [latest, ...earlier] = editions
    if (!latest) return html`${shelfTexts.gone}`
    const { title, issuer, territory, source, passages, rows } = latest
    const facts = [
      ['Реквизиты', nameOf(latest)],
      ['Кем издан', issuer],
      ['Территория', territory],
      ['Файл', source],
      ['Загружен', dotted(latest.ingested_at.toISOString().slice(0, 10))],
    ] as const
    const found = [
      plural(passages, 'фрагмент', 'фрагмента', 'фрагментов'),
      ...(rows > 0 ? [`${plural(rows, 'строка', 'строки', 'строк')} таблиц`] : []),
    ]
    return join(
      [
        html`<b>${shorten(title, 400)}</b>`,
        html`${STATUS[latest.status]}`,
        html`${facts.map(([label, value]) => html`${label}: ${value || 'не указано'}`)}`,
        html`В нём ${found.join(', ')}.`,
        earlier.length > 0
          ? html`Прежние редакции:\n${earlier.slice(0, 10).map((one) => html`• ${nameOf(one)} (${one.source})`)}`
          : null,
      ],
      '\n\n',
    )
  },
  archiveThis: (title: string): Html =>
    html`Убрать в архив?\n\n<b>${shorten(title, 400)}</b>\n\nОтвечать по нему я больше не буду. Вернуть его можно в любой момент: /docs, «Архив».`,
  archiveOf: (count: number): string => `Архив: ${count}`,
  archived: 'Документ в архиве',
  restored: 'Документ снова действует',
  gone: 'Такого документа уже нет.',
}

const EMPTY_ARCHIVE = html`В архиве документов нет.`

const STATUS: Record<ListedEdition['status'], string> = {
  current: 'Действует, я по нему отвечаю.',
  superseded: 'Прежняя редакция, я по ней не отвечаю.',
  archived: 'В архиве, я по нему не отвечаю.',
}

function documentLine(document: ShelfDocument): Html {
  const { title, territory, editions } = document
  const more = editions > 1 ? [plural(editions, 'редакция', 'редакции', 'редакций')] : []
  const facts = [nameOf(document), ...(territory ? [territory] : []), ...more].join(' · ')
  return html`${shorten(title, 200)}\n<i>${facts}</i>`
}

/** «приказ от 27.08.2026 № 214-ОД (в редакции от 15.01.2027)»: how people name a document. */
function nameOf(
  document: Pick<ShelfDocument, 'kind' | 'number' | 'issued_on' | 'revised_on'>,
): string {
  const { kind, number, issued_on, revised_on } = document
  const date = issued_on ? ` от ${dotted(issued_on)}` : ''
  const revision = revised_on ? ` (в редакции от ${dotted(revised_on)})` : ''
  return `${kind}${date}${number ? ` № ${number}` : ''}${revision}`
}

/** «2026-08-27» → «27.08.2026». */
function dotted(date: string): string {
  return date.split('-').reverse().join('.')
}
