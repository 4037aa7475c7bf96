/** Takes everything out of a question and its answer that leads to a person, before they become knowledge. */
import type { Removed } from '../db/knowledge.ts'
import { createMask } from './mask.ts'

export interface Words {
  question: string
  answer: string
}

/**
 * Names, phones, addresses and numbers of people become «[имя]», «[телефон]», …; salutations and signatures go. `names`
 * are those of people known to have taken part. Names after which something is called stay.
 */
export function withoutPersonal(
  { question, answer }: Words,
  names: readonly (string | null)[],
): Words & { removed: Removed[] } {
  const mask = createMask()
  for (const text of [...names, question, answer]) if (text) mask.learn(text)
  const removed: Removed[] = []
  const clean = (text: string) =>
    withoutCourtesies(
      mask.hide(text).replace(PLACEHOLDER, (placeholder, label: string) => {
        const original = mask.restore(placeholder)
        // Somebody wrote it so.
        if (label === 'МЕТКА') return original
        const kind = label.toLowerCase()
        if (!removed.some(({ text: known }) => known === original))
          removed.push({ kind, text: original })
        return `[${kind}]`
      }),
    )
  return { question: clean(question).replace(/\s+/g, ' '), answer: clean(answer), removed }
}

const PLACEHOLDER = /\[(ИМЯ|ТЕЛЕФОН|ПОЧТА|АККАУНТ|НОМЕР|МЕТКА) [\d.]+\]/g

const SALUTATION =
  /^\s*(?:здравствуйте|добр(?:ый|ого) (?:день|вечер|дня|вечера)|доброе утро|уважаем\p{L}+)(?:[\s,]*(?:\[имя\]|коллег\p{L}+|педагог\p{L}*))*\s*[.!,…)]+\s*/iu

const SIGNATURE = /\s*(?:\n|(?<=[.!?]\s))\s*с уважением[\s\S]{0,120}$/iu

function withoutCourtesies(text: string): string {
  const rest = text.replace(SALUTATION, '').replace(SIGNATURE, '').trim()
  return rest === '' ? text.trim() : rest.charAt(0).toUpperCase() + rest.slice(1)
}
