/** Tells a question about a teacher's work from one about weather, recipes or cats, and from an errand for a chat bot. */

import { normalise } from '../normalise.ts'
import { CHATTER, SUPPORTING } from '../question-words.ts'
import type { Statistics } from '../statistics.ts'
import { STOP_WORDS, stem, words } from '../words.ts'
import { readLexicon } from './lexicon.ts'

export type Topic =
  | { kind: 'field' }
  /** It may be either: only what speaks of just these words may answer it. */
  | { kind: 'doubtful'; stems: readonly string[] }
  | { kind: 'off' }

/**
 * Everyday words against words of the field. A word that the index has counts as half an everyday one: documents speak of
 * it, too, and then it is theirs to answer.
 */
export function topicOf(text: string, statistics: Statistics): Topic {
  const { surely, hints, work, school, said, known } = readingOf(text, statistics)
  if (surely + hints === 0) return FIELD_QUESTION
  const doubtful: Topic = { kind: 'doubtful', stems: said }
  if (surely > 0) {
    if (work === 0) return school < 2 || surely > 1 ? OFF : doubtful
    if (work === 1 && surely + hints > 1) return surely > 1 ? OFF : doubtful
    return work < 3 ? doubtful : FIELD_QUESTION
  }
  if (work + school > 0 || known > MOSTLY) return FIELD_QUESTION
  return hints > 2 || (hints > 1 && known < HARDLY) ? OFF : doubtful
}

interface Reading {
  /** Everyday words that decide, and such that only hint. */
  surely: number
  hints: number
  /** Words of documents and work, and such of schools at all. */
  work: number
  school: number
  /** Stems of the everyday ones. */
  said: string[]
  /** Share of all other words that the index knows. */
  known: number
}

function readingOf(text: string, statistics: Statistics): Reading {
  const all = words(text)
  const stems = all.map(stem)
  const reading: Reading = {
    surely: SUM.test(normalise(text)) ? 1 : 0,
    hints: 0,
    work: 0,
    school: 0,
    said: [],
    known: 0,
  }
  let [others, known] = [0, 0]
  for (let start = 0; start < all.length; ) {
    const off = OFF_TOPIC.at(all, stems, start)
    const on = FIELD.at(all, stems, start)
    const own = stems[start] ?? ''
    if (off && off.length >= (on?.length ?? 0)) {
      const theirs = off.length === 1 && statistics.vocabulary.has(own)
      if (off.weight - (theirs ? 1 : 0) > 1) reading.surely++
      else if (off.weight > (theirs ? 1 : 0)) reading.hints++
      reading.said.push(...stems.slice(start, start + off.length))
      start += off.length
      continue
    }
    if (on?.weight === 2) reading.work++
    else if (on) reading.school++
    else if (says(all[start] ?? '')) {
      others++
      if (statistics.vocabulary.has(own)) known++
    }
    start += on?.length ?? 1
  }
  return { ...reading, known: others > 0 ? known / others : 0 }
}

function says(word: string): boolean {
  return !STOP_WORDS.has(word) && !CHATTER.has(word) && !SUPPORTING.has(stem(word))
}

const MOSTLY = 0.5
const HARDLY = 0.34

/** «48:6+17*2», «3х^2-7х+2=0»: nobody asks regulations so. */
const SUM = /\d\s*[*×÷^]\s*\d|\d\s*\+\s*\d+\s*(?:[=?]|$)|[xхyу]\s*(?:\^|=)\s*\d|\d[xх]\s*[-+=^]/

const OFF: Topic = { kind: 'off' }
const FIELD_QUESTION: Topic = { kind: 'field' }
const OFF_TOPIC = readLexicon('off-topic.tsv')
const FIELD = readLexicon('field.tsv')
