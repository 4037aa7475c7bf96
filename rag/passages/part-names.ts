/** Names the parts of a document as citations do: «Положение», «Дорожная карта», «Приложение № 1». */
import type { DocumentDescription } from '../passage.ts'
import { shorten } from '../shorten.ts'
import type { Line } from './lines.ts'
import { isStamp, stampNumber } from './stamps.ts'

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
  const texts = head.map((line) => line.text)
  const titles = texts.filter((text) => /^[\p{Lu}«"]/u.test(text) && !isStamp(text))
  const first = titles.findIndex((text) => NAMED.some(([pattern]) => pattern.test(text)))
  if (first !== -1) {
    const title = titles.slice(first, first + 2).join(' ')
    for (const [pattern, name] of NAMED) if (pattern.test(title)) return name
  }
  const number = stampNumber(head)
  if (number) return `Приложение № ${number}`
  const title = titles[0] ?? ''
  return title ? shorten(title, 60) : 'Приложение'
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
