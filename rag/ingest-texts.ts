/** What a person is told about a file that was taken in. */
import { shorten } from './shorten.ts'

export const ingestTexts = {
  indexed: (title: string, clauses: number, rows: number) =>
    `Документ добавлен: ${named(title)}${counts(clauses, rows)}.`,
  unchanged: (title: string) => `Этот файл уже загружен, ничего не изменилось: ${named(title)}.`,
  unchangedSuperseded: (title: string) =>
    `Этот файл уже загружали: ${named(title)}. Сейчас действует более поздняя редакция, я отвечаю по ней.`,
  unchangedArchived: (title: string) =>
    `Этот файл уже загружали: ${named(title)}. Документ в архиве, я по нему не отвечаю. Вернуть его можно в /docs.`,
  superseding: (title: string, clauses: number, rows: number, old: string) =>
    `Новая редакция: ${named(title)}${counts(clauses, rows)}. Заменяет: ${old}.`,
  older: (title: string, newer: string) =>
    `Добавлен как прежняя редакция, отвечать по ней я не буду: ${named(title)}. Действует более поздняя: ${newer}.`,
  alike: (other: string, source: string) =>
    ` Похожий документ уже есть: ${other}. Если новый его заменяет, уберите прежний в архив: /docs (или загрузите новый командой ingest с ключом --replaces "${source}").`,
  nothingToReplace: (name: string) =>
    `Действующий документ «${name}», который надо заменить, не нашёлся. Укажите имя файла или точное название из списка документов.`,
  ambiguousReplace: (name: string) =>
    `«${name}» — так называются несколько действующих документов. Укажите имя файла того, который надо заменить.`,
  missing: (path: string) => `Нет такого файла или папки: ${path}. Проверьте путь.`,
  noText: (name: string) => `В файле «${name}» не нашлось текста. Проверьте, тот ли это файл.`,
}

/** «приказ от 19.08.2021 № 360-О» or the title, as one refers to a document in a sentence. */
export function reference(document: {
  title: string
  kind: string
  number: string | null
  issuedOn: string | null
}): string {
  if (!document.issuedOn) return named(document.title)
  const [year, month, day] = document.issuedOn.split('-')
  const number = document.number ? ` № ${document.number}` : ''
  return `${document.kind} от ${day}.${month}.${year}${number}`
}

/** « — 57 пунктов, 9 строк таблицы»; what there is none of is left out. */
function counts(clauses: number, rows: number): string {
  const pieces = [
    ...(clauses > 0 ? [`${clauses} ${choose(clauses, 'пункт', 'пункта', 'пунктов')}`] : []),
    ...(rows > 0 ? [`${rows} ${choose(rows, 'строка', 'строки', 'строк')} таблицы`] : []),
  ]
  return pieces.length > 0 ? ` — ${pieces.join(', ')}` : ''
}

const RULES = new Intl.PluralRules('ru')

function choose(count: number, one: string, few: string, many: string): string {
  const rule = RULES.select(count)
  return rule === 'one' ? one : rule === 'few' ? few : many
}

/** Titles that hold a quotation already are not quoted once more. */
function named(title: string): string {
  const short = shorten(title, 160)
  return short.includes('«') ? short : `«${short}»`
}
