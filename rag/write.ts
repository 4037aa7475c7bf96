/** The written answer as a person reads it: the checked sentences, and under them the clauses they cite. */
import type { Writer } from './answer.ts'
import type { Composed } from './compose.ts'
import { composeAnswer } from './compose.ts'
import type { ChatModel } from './model.ts'
import type { Citation } from './outcome.ts'
import { CITATION } from './written-sentences.ts'

export interface WriterOptions {
  chat: ChatModel
  /** Hears how each attempt ended, for the log and the counters; it gets no words of anybody. */
  onResult?: (result: Composed['kind'], reason: string | null) => void
}

export function createWriter({ chat, onResult }: WriterOptions): Writer {
  return async ({ question, citations, onSentence }) => {
    const passages = citations.map(({ label, document, quote }) => ({
      context: `${document}. ${label}`,
      text: quote,
    }))
    const onText = onSentence ? { onText: (text: string) => onSentence(shownText(text)) } : {}
    const composed = await composeAnswer({ chat, question, passages, ...onText })
    onResult?.(composed.kind, composed.kind === 'failed' ? composed.reason : null)
    if (composed.kind !== 'written') return { kind: composed.kind }
    const named = sources(composed.citationOrder, citations)
    return { kind: 'written', text: `${shownText(composed.text)}\n\n${named}` }
  }

  /** With the first clause alone cited, numbers would only be in the way. */
  function shownText(text: string): string {
    const onlyFirst = (text.match(CITATION) ?? []).every((group) => /^\s*\[\s*1\s*\]$/.test(group))
    return onlyFirst ? text.replace(CITATION, '').replace(/\s+([.,;:!?…])/g, '$1') : text
  }
}

/** The numbers are the citations' own, as on the buttons «Показать пункт 2». */
function sources(order: readonly number[], citations: readonly Citation[]): string {
  const cited = [...order].sort((a, b) => a - b)
  if (cited.length === 1 && cited[0] === 0) return citations[0]?.label ?? ''
  return cited.map((index) => `[${index + 1}] ${citations[index]?.label ?? ''}`).join('\n')
}
