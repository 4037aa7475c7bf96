/** Has a model complete an elliptical follow-up; what it adds must have been said in the conversation. */
import { rewritePrompt } from '../prompts/index.ts'
import { factsOf, unfounded } from './facts.ts'
import { fenced } from './fence.ts'
import { createMask, hasPlaceholder } from './mask.ts'
import type { ChatModel } from './model.ts'
import { ModelError } from './model.ts'
import { STOP_WORDS, stem, words } from './words.ts'

export interface RewriteRequest {
  chat: ChatModel
  question: string
  previous: { text: string; answer: string }
  signal?: AbortSignal
  patienceMs?: number
}

/** The question that can be understood alone; null when the model fails or adds what nobody said. */
export async function rewriteQuestion(request: RewriteRequest): Promise<string | null> {
  const { chat, question, previous, patienceMs = 6_000 } = request
  const limit = AbortSignal.timeout(patienceMs)
  const signal = request.signal ? AbortSignal.any([request.signal, limit]) : limit
  const mask = createMask()
  for (const text of [previous.answer, previous.text, question]) mask.learn(text)
  const { system, user } = rewritePrompt({
    question: fenced(question, mask),
    previousQuestion: fenced(previous.text, mask),
    previousAnswer: fenced(previous.answer, mask),
  })
  let written = ''
  try {
    const messages = [{ role: 'user' as const, content: user }]
    for await (const piece of chat.complete({ system, messages, maxTokens: 200, signal }))
      written += piece
  } catch (error) {
    request.signal?.throwIfAborted()
    if (limit.aborted || error instanceof ModelError) return null
    throw error
  }
  const rewritten = mask
    .restore(written)
    .replace(/<[^>]*>/g, '')
    .trim()
  return isFaithful(rewritten, `${question}\n${previous.text}\n${previous.answer}`)
    ? rewritten
    : null
}

const MOST_CHARACTERS = 400

function isFaithful(rewritten: string, said: string): boolean {
  if (!rewritten || rewritten.length > MOST_CHARACTERS || rewritten.includes('\n')) return false
  if (hasPlaceholder(rewritten) || unfounded(factsOf(rewritten), factsOf(said)).length > 0)
    return false
  const known = new Set(words(said).map(stem))
  const own = words(rewritten)
    .filter((word) => !STOP_WORDS.has(word))
    .map(stem)
  const foreign = own.filter((part) => !known.has(part))
  return own.length > 0 && foreign.length <= own.length / 4
}
