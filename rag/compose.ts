/** Has a model write the answer, and lets through only what the code has checked: stream → check → one repair → give up. */
import { answerPrompt, NO_GROUNDS, repairPrompt } from '../prompts/index.ts'
import { fenced } from './fence.ts'
import type { GroundPassage } from './ground.ts'
import { checkSentence } from './ground.ts'
import type { Mask } from './mask.ts'
import { createMask } from './mask.ts'
import type { ChatMessage, ChatModel } from './model.ts'
import { ModelError } from './model.ts'
import { CITATION, citedIn, takeSentences } from './written-sentences.ts'

export interface ComposeRequest {
  chat: ChatModel
  question: string
  /** The best first; [1] in the answer is the first. */
  passages: readonly GroundPassage[]
  /** Called with the whole text so far, checked; a repair begins it anew. */
  onText?: (text: string) => void
  signal?: AbortSignal
  /** For all attempts together. */
  patienceMs?: number
}

export type Composed =
  /** `citationOrder`: indexes into `passages` in the order in which the text cites them. */
  | { kind: 'written'; text: string; citationOrder: number[] }
  /** The model finds no answer in the passages. */
  | { kind: 'no-grounds' }
  /** The service failed, or wrote twice what the passages do not say: then the extractive answer stands. */
  | { kind: 'failed'; reason: string }

/** Never throws for anything the model or its service can do; throws the reason of `signal` when that is aborted. */
export async function composeAnswer(request: ComposeRequest): Promise<Composed> {
  const { question, passages, patienceMs = 45_000 } = request
  const limit = AbortSignal.timeout(patienceMs)
  const signal = request.signal ? AbortSignal.any([request.signal, limit]) : limit
  const mask = createMask()
  // Passages first: a surname that they tell is then known in the question too.
  for (const { context, text } of passages) mask.learn(`${context}\n${text}`)
  const { system, user } = answerPrompt({
    passages: fenced(passages, mask),
    question: fenced(question, mask),
  })
  const asked: ChatMessage[] = [{ role: 'user', content: user }]
  try {
    const first = await attempt(request, { system, messages: asked, mask, signal })
    if (first.kind !== 'faulty') return first
    const repair = repairPrompt({ faults: first.faults.join('\n') }).user
    const messages: ChatMessage[] = [
      ...asked,
      { role: 'assistant', content: first.draft },
      { role: 'user', content: repair },
    ]
    const second = await attempt(request, { system, messages, mask, signal })
    return second.kind === 'faulty' ? { kind: 'failed', reason: 'ungrounded' } : second
  } catch (error) {
    request.signal?.throwIfAborted()
    if (limit.aborted) return { kind: 'failed', reason: 'timeout' }
    if (error instanceof ModelError) return { kind: 'failed', reason: error.reason }
    throw error
  }
}

interface Call {
  system: string
  messages: ChatMessage[]
  mask: Mask
  signal: AbortSignal
}

/** A teacher reads a few sentences, and who writes more has lost the thread. */
const MAX_TOKENS = 700
const MAX_SENTENCES = 8

type Attempted =
  | Exclude<Composed, { kind: 'failed' }>
  /** All messages and the draft as the model wrote it: nothing in them is personal. */
  | { kind: 'faulty'; draft: string; faults: string[] }

async function attempt(request: ComposeRequest, call: Call): Promise<Attempted> {
  const { chat, onText } = request
  const { system, messages, mask, signal } = call
  const written: string[] = []
  const faults: string[] = []
  let draft = ''
  let rest = ''

  /** False when the model says that there is nothing to write. */
  function take(sentence: string): boolean {
    if (saysNoGrounds(sentence)) {
      if (written.length === 0) return false
      faults.push(`${NO_GROUNDS} пишут вместо ответа, а не вместе с ним`)
      return true
    }
    const faultsOfSentence = check(request, sentence, mask)
    faults.push(...faultsOfSentence)
    // After the first fault nothing more is shown: the repair begins anew.
    if (faults.length > 0) return true
    const shown = tidy(mask.restore(sentence))
    if (written.includes(shown)) return true
    written.push(shown)
    if (written.length > MAX_SENTENCES) faults.push(`больше ${MAX_SENTENCES} предложений`)
    else onText?.(joined(written))
    return true
  }

  for await (const piece of chat.complete({ system, messages, maxTokens: MAX_TOKENS, signal })) {
    draft += piece
    const taken = takeSentences(rest + piece, false)
    rest = taken.rest
    if (!taken.sentences.every(take)) return { kind: 'no-grounds' }
  }
  if (!takeSentences(rest, true).sentences.every(take)) return { kind: 'no-grounds' }
  if (faults.length > 0) return { kind: 'faulty', draft, faults }
  if (written.length === 0) return { kind: 'faulty', draft, faults: ['ответ пуст'] }
  const text = joined(written)
  const citationOrder = [...new Set(citedIn(text))].map((number) => number - 1)
  return { kind: 'written', text, citationOrder }
}

/** One line for each fault, with names hidden again. */
function check({ passages }: ComposeRequest, sentence: string, mask: Mask): string[] {
  const shown = tidy(mask.restore(sentence))
  const grounding = checkSentence(shown, passages)
  if (grounding.kind === 'ok') return []
  return grounding.faults.map(({ message }) => `- «${sentence.trim()}»: ${mask.hide(message)}`)
}

function saysNoGrounds(sentence: string): boolean {
  return (
    sentence
      .replace(CITATION, '')
      .replace(/[^\p{L}\s]/gu, '')
      .trim()
      .toUpperCase() === NO_GROUNDS
  )
}

/** Models like stars and hashes, and a name's own dot may meet the sentence's. */
function tidy(sentence: string): string {
  return sentence
    .replace(/\*\*|__/g, '')
    .replace(/^\s*#+\s+/, '')
    .replace(/(?<!\.)\.\.(?!\.)/g, '.')
    .trim()
}

function joined(sentences: string[]): string {
  return sentences.reduce((text, sentence) =>
    /^(?:[-–—•*]|\d{1,2}[.)])\s/.test(sentence) ? `${text}\n${sentence}` : `${text} ${sentence}`,
  )
}
