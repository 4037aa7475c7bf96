/** Names the parts of a document as citations do: «Положение», «Дорожная карта», «Приложение № 1». */
import type { DocumentDescription } from '../passage.ts'
import { shorten } from '../shorten.ts'
import type { Line } from './lines.ts'
import { isAnnex, isStamp, stampNumber } from './stamps.ts'

export interface NamedPart {
  name: string
  head: Line[]
}

/** The name of the part that the document begins with; '' where it does not say what it is. */
export function mainName(description: DocumentDescription): string {
  if (description.kind === 'документ') return ''
  if (description.kind !== 'план') return capitalise(description.kind)
  if (/^план мероприятий/iu.test(description.title)) return 'План мероприятий'
  return 'План'
}

/** The name of a further part, from its title or its stamp. */
export function annexName(head: Line[]): string {
  const sheet = head[0]?.sheet ? head[0].text : undefined
  if (sheet !== undefined) return `Лист «${shorten(sheet, 60)}»`
  const texts = head.map((line) => line.text)
  const titles = texts.filter((text) => /^[\p{Lu}«"]/u.test(text) && !isStamp(text))
  const first = titles.findIndex((text) => NAMED.some(([pattern]) => pattern.test(text)))
  if (first !== -1) {
    const title = titles.slice(first, first + 2).join(' ')
    for (const [pattern, name] of NAMED) if (pattern.test(title)) return name
  }
  const number = stampNumber(head)
  if (number) return `Приложение № ${number}`
  const title = calm(titles[0] ?? '')
  return title && !texts.some(isAnnex) ? shorten(title, 60) : 'Приложение'
}

/** The name with the title that an annex or a sheet has besides: both say what its rows and clauses are about. */
export function partHeading({ name, head }: NamedPart): string {
  if (!/^(?:Приложение|Лист)(?!\p{L})/u.test(name)) return name
  const isOfStamp = (line: Line) => line.sheet || isStamp(line.text) || ANNEXED.test(line.text)
  const first = head.findIndex((line) => !isOfStamp(line))
  const title = head.slice(0, 1).flatMap(({ text }) => TITLED_STAMP.exec(text)?.[1] ?? [])
  for (const { text } of first === -1 ? [] : head.slice(first)) {
    if (!/^[\p{L}«"(]/u.test(text) || /_{3}|[:;]$/.test(text) || title.join(' ').length > 150) break
    // After the title a form begins: «Руководителю …», «(наименование организации)».
    if (name.startsWith('Приложение') && title.length > 0 && /^(?:\p{Lu}\p{Ll}|\()/u.test(text))
      break
    title.push(text)
  }
  return title.length === 0 ? name : `${name}. ${shorten(calm(title.join(' ')), 200)}`
}

/** «Приложение 1. Форма заявления». */
const TITLED_STAMP =
  /^Приложение\s{0,3}(?:№\s{0,3})?\d{0,2}\s{0,3}[.:–—-]\s{0,3}(\p{Lu}.{3,200})$/iu

/** Further lines of a stamp: «к приказу …», «от 14.10.2026 № 203». */
const ANNEXED =
  /^(?:к|от)\s|^(?:приказом|решением|постановлением|распоряжением)\s|№\s?\d|^(?:администрации|управления|департамента|комитета|отдела|министерства|муниципального|городского|города|района|округа|области)\s/iu

/** A title in capitals as a sentence writes it. */
function calm(title: string): string {
  if (!/\p{Lu}{4}/u.test(title) || /\p{Ll}/u.test(title)) return title
  return capitalise(title.toLowerCase())
}

/** Two parts of the same name are told apart by the number of the annex, and by what they are annexed to. */
export function withUniqueNames<Part extends NamedPart>(parts: Part[]): Part[] {
  const names: string[] = []
  return parts.map((part, index) => {
    const same = parts.filter((other) => other.name === part.name)
    if (same.length === 1) return part
    const name = uniqueName(part, index, names)
    names.push(name)
    return { ...part, name }
  })
}

function uniqueName(part: NamedPart, index: number, taken: string[]): string {
  if (index === 0) return part.name
  const number = stampNumber(part.head)
  const host = part.head
    .map((line) => /(?:^|\s)к\s+(\p{L}{5,})/u.exec(line.text)?.[1])
    .find((word) => word !== undefined)
  const candidates = [
    ...(number && !part.name.startsWith('Приложение')
      ? [`${part.name} (приложение № ${number})`]
      : []),
    ...(host ? [`${part.name} к ${capitalised(host)}`] : []),
    part.name,
  ]
  const free = candidates.find((candidate) => !taken.includes(candidate))
  return free ?? `${part.name} (часть ${index + 1})`
}

/** Names of documents inside a document are written with a capital («к Положению»), acts in small («к приказу»). */
function capitalised(word: string): string {
  return /^(?:положени|порядк|регламент|программ)/i.test(word)
    ? capitalise(word.toLowerCase())
    : word.toLowerCase()
}

function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

/** Kinds that are cited by their own name rather than as an annex. */
const NAMED: [RegExp, string][] = [
  [/дорожн\S*\s+карт/iu, 'Дорожная карта'],
  [/^положени/iu, 'Положение'],
  [/^порядок/iu, 'Порядок'],
  [/^регламент/iu, 'Регламент'],
  [/^план[ -]/iu, 'План мероприятий'],
  [/^комплекс мер/iu, 'Комплекс мер'],
  [/^программа/iu, 'Программа'],
  [/^правила/iu, 'Правила'],
  [/^инструкция/iu, 'Инструкция'],
  [/^методика/iu, 'Методика'],
  [/^концепция/iu, 'Концепция'],
]
