/** Every prompt of the project as a function of its inputs. */
import { loadPrompt } from './load.ts'

/** Writes an answer from fenced, numbered passages, each sentence with its [n]. */
export const answerPrompt = loadPrompt('answer', ['passages', 'question'])

/** Has a written answer put right once, by the checker's own messages. */
export const repairPrompt = loadPrompt('repair', ['faults'])

/** Makes a question of an elliptical follow-up that can be understood alone. */
export const rewritePrompt = loadPrompt('rewrite', [
  'question',
  'previousQuestion',
  'previousAnswer',
])

/** What the model writes where the passages hold no answer; `answer.md` and `repair.md` name it. */
export const NO_GROUNDS = 'НЕТ ОСНОВАНИЙ'
