/** Puts text of documents and of people into a prompt so that it cannot pass for the prompt's own words. */
import type { GroundPassage } from './ground.ts'
import type { Mask } from './mask.ts'

/** Of all passages together; what a model reads slowly is seldom the tenth passage. */
const MOST_CHARACTERS = 16_000

/** Numbered passages, or one text, with personal data hidden and no angle bracket left to close the fence. */
export function fenced(content: readonly GroundPassage[] | string, mask: Mask): string {
  if (typeof content === 'string') return harmless(mask.hide(content))
  const fences: string[] = []
  let left = MOST_CHARACTERS
  for (const [place, { context, text }] of content.entries()) {
    const source = harmless(mask.hide(context)).replaceAll('"', '”')
    const body = harmless(mask.hide(text))
    left -= source.length + body.length
    if (left < 0 && place > 0) break
    fences.push(`<фрагмент номер="${place + 1}" источник="${source}">\n${body}\n</фрагмент>`)
  }
  return fences.join('\n\n')
}

function harmless(text: string): string {
  return text.replaceAll('<', '‹').replaceAll('>', '›')
}
