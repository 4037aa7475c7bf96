/** Says what a document is called, from its head, its annex, or what the file says of itself. */
import type { ReadDocument } from './blocks.ts'
import { headLength } from './passages/heads.ts'
import type { Element } from './passages/lines.ts'
import { readMark } from './passages/numbering.ts'
import { isAnnex, isStamp } from './passages/stamps.ts'
import { shorten, withoutEnd } from './shorten.ts'

/** What kind of document it is, and where it says so. */
export interface Kind {
  name: string
  /** Index of the line that says it, or -1. */
  line: number
}

const STAMP =
  /^(?:приложение|утвержд|согласован|принят|к\s|от\s|№|приказом|решением|постановлением|распоряжением|дата|время|место|г\.\s|\(|_|-{3})/iu

/** «Приказ «Об утверждении…»», or what a plan or a regulation is called; null where the head says neither. */
export function findTitle(lines: string[], kind: Kind, annexed: string): string | null {
  const rest = lines.slice(kind.line + 1).filter((line) => !isMetadata(line))
  const said = lines[kind.line]
  if (said === undefined) return rest[0] ? untypedTitle(rest, kind, annexed) : null
  const bare = withoutDateAndNumber(said)
  const own = letterCase(bare)
  const subject = collect(rest)
  if (subject === '') return own === '' ? null : tidyTitle(withAnnex(own, kind, annexed))
  const directive = /^(?:приказ|решение|постановление|распоряжение)$/.test(kind.name)
  if (/^О(?:б|бо)?\s/u.test(subject) || (directive && /^\p{Lu}/u.test(subject)))
    return tidyTitle(`${own} «${unquote(subject)}»`)
  return tidyTitle(`${own} ${subject}`)
}

/** A letter is called by its subject, which stands below the addressee. */
function untypedTitle(lines: string[], kind: Kind, annexed: string): string {
  const subject = lines.find((line) => /^О(?:б|бо)?\s/u.test(line))
  if (kind.name === 'письмо' && subject) return tidyTitle(`Письмо «${subject}»`)
  if (kind.name === 'письмо' && annexed !== '') return tidyTitle(withAnnex('Письмо', kind, annexed))
  return tidyTitle(collect(lines))
}

/** A letter without a subject of its own is known by what it brings. */
function withAnnex(own: string, kind: Kind, annexed: string): string {
  return kind.name === 'письмо' && annexed !== '' ? `${own} (${letterCase(annexed)})` : own
}

/** The title of the first annex, '' where there is none. */
export function annexTitle(elements: Element[]): string {
  const start = elements.findIndex(
    (element, index) =>
      index > 0 && element.kind === 'line' && isAnnex(element.text) && isStamp(element.text),
  )
  if (start === -1) return ''
  const annex = elements.slice(start, start + 12)
  const head = annex.slice(0, headLength(annex))
  return collect(
    head.flatMap((element) =>
      element.kind === 'line' && !isMetadata(element.text) ? [element.text] : [],
    ),
  )
}

/** The lines of a title, which ends where something else begins. */
function collect(lines: string[]): string {
  const title: string[] = []
  for (const line of lines) {
    if (title.length > 0 && /^О(?:б|бо)?\s/u.test(line) && !isOpen(title.join(' '))) break
    title.push(line)
    if (title.join(' ').length > 400) break
  }
  return title.join(' ')
}

function isOpen(text: string): boolean {
  return text.split('«').length > text.split('»').length || /[\s,–-]$/.test(text)
}

function isMetadata(line: string): boolean {
  return (
    STAMP.test(line) ||
    withoutDateAndNumber(line).length < 4 ||
    /^(?:дата|время|место|секретарь|председатель)[^:]{0,30}:/iu.test(line)
  )
}

function withoutDateAndNumber(line: string): string {
  return line
    .replace(/(?:^|\s)от\s[«"]?\s?\d.*$/u, '')
    .replace(/^[«"]?\d{1,2}[»"]?[.\s]+(?:\d{1,2}|\p{L}+)[.\s]+\d{4}.*$/u, '')
    .replace(/(?<=^(?:приказ|распоряжение|постановление|решение)\s)№.*$/iu, '')
    .trim()
}

/** «РЕШЕНИЕ коллегии» → «Решение коллегии»: what a document is called is not shouted. */
function letterCase(text: string): string {
  const calm = text
    .replace(/^\p{Lu}{4,}(?:\s\p{Lu}{4,}(?!\p{L}))*/u, (words) => words.toLowerCase())
    .replace(/(?<=[«"])\p{Lu}{4,}(?:\s\p{Lu}{4,}){1,6}(?=[»"])/gu, (words) => words.toLowerCase())
  return calm.slice(0, 1).toUpperCase() + calm.slice(1)
}

function unquote(text: string): string {
  return text.replace(/^[«"](.*)[»"]$/u, '$1')
}

function tidyTitle(text: string): string {
  return shorten(withoutEnd(text.slice(0, 4000).replace(/\s+/g, ' '), '.;:, '), 400)
}

export function titleOutside(document: ReadDocument, name: string, first: string): string {
  const property = document.property?.title?.trim() ?? ''
  const file = name.replace(/^.*[\\/]/, '').replace(/\.[^.]+$/, '')
  if (/[а-яё]{4}/iu.test(property) && !/^(?:документ|microsoft|слайд)/iu.test(property)) {
    return tidyTitle(property)
  }
  return first && !readMark(first) ? shorten(first, 150) : file
}
