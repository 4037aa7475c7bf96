/** Recognises the stamps that an annex and an approved document bear: «Приложение 2 к приказу …», «УТВЕРЖДЕНО …». */
import type { Line } from './lines.ts'

/** Whether a stamp begins with the line. */
export function isStamp(text: string): boolean {
  const sentence = text.length > 60 && text.endsWith('.')
  return (ANNEX.test(text) && !ABOUT_ANNEX.test(text) && !sentence) || APPROVED.test(text)
}

/** Whether the line says that an annex begins. */
export function isAnnex(text: string): boolean {
  return ANNEX.test(text)
}

/** The number in an annex’s stamp, or null. */
export function stampNumber(head: Line[]): string | null {
  for (const { text } of head) {
    const number = ANNEX.exec(text)?.[1]
    if (number) return number
  }
  return null
}

const ANNEX = /^П(?:риложение|РИЛОЖЕНИЕ)(?:\s*(?:№|N)?\s*(\d{1,2}))?(?=$|[\s.(])/u
const APPROVED = /^(?:УТВЕРЖД[ЕЁ]Н[АОЫ]?|Утвержд[её]н[аоы]?|УТВЕРЖДАЮ|Утверждаю)(?=$|[\s:.])/u
const ABOUT_ANNEX =
  /изложить|дополнить|признать|утвердить|является|действует|согласно|прилагается|:$|;$/u
