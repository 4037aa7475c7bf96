/** Takes apart who is responsible, as a plan writes it: organisations and people, one by one. */
import { normalise } from '../normalise.ts'
import { stem, words } from '../words.ts'
import { nominativeOf } from './nominative.ts'

export interface Responsible {
  /** As written, without what stands in brackets; in the nominative where that is certain. */
  name: string
  /** The same for two spellings of one name, and for its cases. */
  key: string
}

/** «ЦРО (Вересова Н.П.), МБОУ «СОШ № 5»» → «ЦРО», «МБОУ «СОШ № 5»»; names without a comma between them stay together. */
export function responsiblesOf(text: string): Responsible[] {
  const names = withParticiples(splitOutside(text)).map((part) =>
    part
      .replace(/\s*\([^)]*\)?/g, ' ')
      .replace(/\s+/g, ' ')
      .replace(/[\s.]+$/, (end) => (end.includes('.') && /\p{Lu}\.?$/u.test(part) ? '.' : ''))
      .trim(),
  )
  const known = names.filter((name) => /\p{L}{2}/u.test(name))
  const keyed = known.map((said) => {
    const name = nominativeOf(said) ?? said
    return { name, key: keyOf(name) }
  })
  return [...new Map(keyed.map((one) => [one.key, one])).values()]
}

/** Surnames keep their endings: «Иванов А.А.» is not «Иванова А.А.». So do abbreviations, which have none. */
function keyOf(name: string): string {
  if (/\p{Lu}\.\s?\p{Lu}\./u.test(name)) {
    return normalise(name).replace(/["'.]/g, '').replace(/\s+/g, ' ').trim()
  }
  const written = name.match(/[\p{L}\p{N}]+/gu) ?? []
  return written
    .flatMap((word) => (/^\p{Lu}{2,}$/u.test(word) ? words(word) : words(word).map(stem)))
    .join(' ')
}

/** «заместители, курирующие работу» are one body. */
function withParticiples(parts: readonly string[]): string[] {
  const whole: string[] = []
  for (const part of parts) {
    const before = whole.pop()
    if (before !== undefined && PARTICIPLE.test(part)) whole.push(`${before},${part}`)
    else whole.push(...(before === undefined ? [] : [before]), part)
  }
  return whole
}

const PARTICIPLE = /^\s*\p{Ll}+(?:[уюая]щ|вш)(?:ие|им|ий|ему|ая|ей|ее)\s/u

/** At commas, semicolons and lines outside brackets and quotes. */
function splitOutside(text: string): string[] {
  const parts: string[] = ['']
  let depth = 0
  for (const letter of text) {
    if ('(«'.includes(letter)) depth += 1
    if (')»'.includes(letter)) depth = Math.max(0, depth - 1)
    // A bracket that is never closed must not swallow the rest: a line's end closes it.
    if (letter === '\n') depth = 0
    if (letter === '\n' || (depth === 0 && ',;'.includes(letter))) parts.push('')
    else parts[parts.length - 1] += letter
  }
  return parts
}
