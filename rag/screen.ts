/** Tells a question from what is none: courtesy, gibberish, abuse, commands to the bot, what is off its subject. */
import { restoreLayout } from './analyse.ts'
import type { DeclineReason } from './outcome.ts'
import { isAbuse } from './screen/abuse.ts'
import { withoutCommands } from './screen/commands.ts'
import { courtesyOf, opensWithThanks } from './screen/courtesy.ts'
import { isForeignLanguage, isGibberish } from './screen/gibberish.ts'
import { topicOf } from './screen/topic.ts'
import type { Statistics } from './statistics.ts'
import { STOP_WORDS, words } from './words.ts'

export type Screened =
  | {
      kind: 'question'
      /** What is left to answer once commands to the bot are taken out. */
      text: string
      commanded: boolean
      /** Stems of everyday words: only a clause that speaks of them may answer. Empty for a question of the field. */
      doubted: readonly string[]
    }
  | { kind: 'greeting' }
  | { kind: 'thanks' }
  | { kind: 'declined'; reason: DeclineReason }

export function screen(text: string, statistics: Statistics): Screened {
  const all = words(text)
  if (all.length === 0) return declined('empty')
  const courtesy = courtesyOf(all)
  if (courtesy) return { kind: courtesy }
  const { question, commanded } = withoutCommands(text)
  const left = words(
    commanded ? restoreLayout(question, statistics) : restoreLayout(text, statistics),
  )
  if (commanded && left.every((word) => STOP_WORDS.has(word))) return declined('command')
  if (isAbuse(left)) return declined('abuse')
  if (isForeignLanguage(question, left)) return declined('language')
  if (isGibberish(question, left, statistics)) return declined('gibberish')
  const topic = topicOf(question, statistics)
  if (topic.kind === 'off') {
    if (commanded) return declined('command')
    return opensWithThanks(text) ? { kind: 'thanks' } : declined('off-topic')
  }
  const doubted = topic.kind === 'doubtful' ? topic.stems : []
  return { kind: 'question', text: question, commanded, doubted }
}

function declined(reason: DeclineReason): Screened {
  return { kind: 'declined', reason }
}
