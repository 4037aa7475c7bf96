/** Takes apart who is responsible, as a plan writes it: organisations and people, one by one. */
import { normalise } from '../normalise.ts'

export interface Responsible {
  /** As written, without what stands in brackets. */
  name: string
  /** The same for two spellings of one name. */
  key: string
}

/** «ЦРО (Вересова Н.П.), МБОУ «СОШ № 5»» → «ЦРО», «МБОУ «СОШ № 5»»; names without a comma between them stay together. */
export function responsiblesOf(text: string): Responsible[] {
  const names = splitOutside(text).map((part) =>
    part
      .replace(/\s*\([^)]*\)?/g, ' ')
      .replace(/\s+/g, ' ')
      .replace(/[\s.]+$/, (end) => (end.includes('.') && /\p{Lu}\.?$/u.test(part) ? '.' : ''))
      .trim(),
  )
  const known = names.filter((name) => /\p{L}{2}/u.test(name))
  const keyed = known.map((name) => ({ name, key: keyOf(name) }))
  return [...new Map(keyed.map((one) => [one.key, one])).values()]
}

function keyOf(name: string): string {
  return normalise(name).replace(/["'.]/g, '').replace(/\s+/g, ' ').trim()
}

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
