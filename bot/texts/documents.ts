/** Words about a document that somebody brings. */
import type { Foreseen, Understood } from '../../rag/ingest.ts'
import { reference } from '../../rag/ingest-texts.ts'
import type { Field } from '../document-drafts.ts'
import { type Html, html, join, shorten } from '../html.ts'
import { plural } from './plural.ts'

const FIELDS: Record<Field, string> = {
  title: 'Название',
  kind: 'Вид',
  number: 'Номер',
  issuedOn: 'Дата',
  issuer: 'Кем издан',
  territory: 'Территория',
}

export const documentTexts = {
  notAllowed:
    'Документами занимаются методисты и администраторы. Вопрос по документам задайте одним сообщением.',
  empty: html`Документов пока нет, поэтому отвечать мне пока не по чему. Пришлите их файлами в этот чат: DOCX, DOC, PDF с текстом, RTF, TXT, MD, XLSX или HTML, до 20 МБ каждый.`,
  fields: FIELDS,
  understood: (
    { source, description, revisedOn, clauses, rows }: Understood,
    foreseen: Foreseen,
  ): Html =>
    join(
      [
        html`<b>Вот как я понял файл</b> «${source}»`,
        html`${descriptionLines(description, revisedOn)}`,
        html`${contentsOf(clauses, rows)}`,
        effect(foreseen),
        html`Сохранить?`,
      ],
      '\n\n',
    ),
  ask: (field: Field): Html => html`${ASKED[field]}`,
  wrongValue: (field: Field): Html =>
    field === 'issuedOn'
      ? html`Не понял дату. Напишите её так: 28.08.2026.`
      : html`Напишите, пожалуйста, словами, одним сообщением.`,
  isNewer: 'Это новая редакция',
  refused: (message: string): Html => html`${message}`,
  saving: 'Сохраняю…',
  progress: (name: string, done: number, total: number): Html =>
    html`Сохраняю «${shorten(name, 100)}»: готово ${Math.floor((done / total) * 100)} %.`,
  unavailable: (name: string): string =>
    `Файл «${name}» не удалось получить от Telegram. Пришлите его, пожалуйста, ещё раз.`,
  dropped: (name: string): string => shorten(`Файл не сохранён: ${name}`, 200),
  stale: 'Этот файл уже сохранён или отменён. Если нужно, пришлите его ещё раз.',
}

const ASKED: Record<Field, string> = {
  title: 'Как называется документ? Напишите название одним сообщением.',
  kind: 'Какого вида документ? Например: приказ, положение, протокол, план, дорожная карта, письмо.',
  number: 'Какой у документа номер? Например: 318-од.',
  issuedOn: 'От какого числа документ? Например: 28.08.2026.',
  issuer: 'Кто издал документ? Например: Управление образования администрации города.',
  territory: 'Какого муниципалитета документ? Напишите название, как в документах: Саянск.',
}

/** What saving it does to what is in force, and who will be told. */
function effect({ replaces, alike, changed, concerned }: Foreseen): Html | null {
  if (alike) {
    return html`Похож на действующий документ: ${referenceTo(alike)} («${alike.source}»). Если новый его заменяет, нажмите «${documentTexts.isNewer}».`
  }
  if (!replaces) return null
  const clauses =
    changed === 0
      ? 'Текст пунктов не изменился.'
      : `Изменено или исключено: ${plural(changed, 'пункт', 'пункта', 'пунктов')}.`
  const people =
    concerned === 0
      ? ''
      : ` Их получали в ответах: ${plural(concerned, 'человек', 'человека', 'человек')}. После сохранения я напишу им, что изменилось.`
  return html`Новая редакция. Заменит: ${referenceTo(replaces)} («${replaces.source}»). ${clauses}${people}`
}

function referenceTo(edition: NonNullable<Foreseen['replaces']>): string {
  return reference({ ...edition, issuedOn: edition.issued_on })
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

function descriptionLines(
  description: Understood['description'],
  revisedOn: string | null,
): Html[] {
  const { title, kind, number, issuedOn, issuer, territory } = description
  const revision = revisedOn ? `, в редакции от ${dotted(revisedOn)}` : ''
  const lines = [
    [FIELDS.title, title],
    [FIELDS.kind, kind],
    [FIELDS.number, number],
    [FIELDS.issuedOn, issuedOn && `${dotted(issuedOn)}${revision}`],
    [FIELDS.issuer, issuer],
    [FIELDS.territory, territory],
  ] as const
  return lines.map(([label, value]) => html`${label}: ${value || 'не указано'}`)
}
