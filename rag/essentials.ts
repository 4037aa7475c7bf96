/** Knows of what no answer can lack: a question for a sum wants money, one for a telephone wants its number. */
import { ESSENTIALS, type Essential } from './essential-facts.ts'
import { normalise } from './normalise.ts'

/** What every answer to the question must have, as patterns; empty where it asks for nothing of the kind. */
export function essentialsOf(question: string): RegExp[] {
  const asked = normalise(question)
  return ESSENTIALS.filter(([, pattern]) => pattern.test(asked)).map(([, , held]) => held)
}

/** Names of the question's essentials that none of the texts has. */
export function essentialsLacking(question: string, texts: readonly string[]): Essential[] {
  const asked = normalise(question)
  const lacking = ESSENTIALS.filter(
    ([, pattern, held]) => pattern.test(asked) && !texts.some((text) => held.test(text)),
  )
  return [...new Set(lacking.map(([name]) => name))]
}

/** Share of the essentials that the text has; 1 where there are none. */
export function essentialsHeld(essentials: readonly RegExp[], text: string): number {
  if (essentials.length === 0) return 1
  return essentials.filter((held) => held.test(text)).length / essentials.length
}
