/** Tells a passage that defines what is asked from one that only mentions it. */
import type { FoundPassage } from '../db/search.ts'
import type { Term } from './analyse.ts'
import { remembering } from './remembering.ts'
import type { Statistics } from './statistics.ts'
import { stemsOf } from './words.ts'

/**
 * Near 1 where the passage opens with just the asked term and a dash, or brackets the abbreviation, as definitions do;
 * «Цель ГМС – …» defines the aim, not the service.
 */
export function definesTerm(
  terms: readonly Term[],
  passage: Pick<FoundPassage, 'text' | 'kind'>,
): number {
  const head = passage.text.slice(0, 160)
  const dash = head.search(/\s[-–—]\s/)
  const defined = dash < 0 ? [] : stemsOf(head.slice(0, dash))
  const known = new Set(
    terms.flatMap(({ stem, alternatives }) => [
      stem,
      ...alternatives.filter(({ share }) => share > 0.8).flatMap(({ stems }) => stems),
    ]),
  )
  const covered =
    defined.length > 0 ? defined.filter((each) => known.has(each)).length / defined.length : 0
  const asked = terms.map(({ word }) => word)
  const spelled = inBrackets(passage.text, asked) || inListOfShort(passage.text, asked) ? 0.9 : 0
  return Math.max(covered * covered, spelled) * (passage.kind === 'definition' ? 1.2 : 1)
}

/**
 * How much of what a clause says it is about the question says, too: of the words before a dash, a colon or «являются».
 * «Задачи ГМС: …» is about the tasks of the service, whatever else tells of them.
 */
export function opensWith(
  terms: readonly Term[],
  passage: FoundPassage,
  statistics: Statistics,
): number {
  const opening = openingOf(passage.text)
  if (opening.length === 0) return 0
  let [found, all] = [0, 0]
  for (const each of opening) {
    const weight = 1 + statistics.weight(each)
    const said = terms.map(({ stem, alternatives }) =>
      stem === each
        ? 1
        : Math.max(
            0,
            ...alternatives.map(({ stems, share }) => (stems.includes(each) ? share : 0)),
          ),
    )
    found += weight * Math.max(0, ...said)
    all += weight
  }
  return (found / all) ** 2
}

/** Stems of what stands before the dash, the colon or the verb; empty where there is none. */
const openingOf = remembering(20_000, (text) => {
  const head = text.slice(0, 140).replace(/^\s*[\d.]+[.)]?\s*/, '')
  const end = head.search(
    /\s[-–—]\s|:|(?<=[а-яё])\s+(?:явля[а-я]+|вход[а-я]+|состо[а-я]+|включа[а-я]+)/,
  )
  return end < 0 ? [] : stemsOf(head.slice(0, end))
})

/** «Сокращения: ФГ – функциональная грамотность; КО – комитет»: one of the asked words is such an abbreviation. */
function inListOfShort(text: string, asked: readonly string[]): boolean {
  const listed = [...text.matchAll(/(?:^|[:;,.]\s+)([А-ЯЁ]{2,8})\s[-–—]\s/g)]
  return listed.some(([, short = '']) => asked.includes(short.toLowerCase()))
}

/** Whether one pair of brackets introduces all the asked words, at least one of them short: «(ФР ДПП)», «(далее – ГМС)». */
function inBrackets(text: string, asked: readonly string[]): boolean {
  const said = asked.filter((word) => /^[а-яa-z]{2,}$/i.test(word))
  if (said.length === 0) return false
  for (const [inside] of text.matchAll(/\([^()]{2,120}\)/g)) {
    const short = inside.replace(/^\(\s*далее\s*[-–—:]?\s*/i, '').replace(/\)$/, '')
    const parts = short.toLowerCase().split(/[^а-яёa-z]+/i)
    // A word or two of the question may stand around the name: «ИОМ педагога».
    const held = said.filter((word) => parts.includes(word)).length / said.length
    if (held >= 0.5 && parts.length <= held * said.length + 2 && /[А-ЯЁ]{2,}|далее/.test(inside))
      return true
  }
  return false
}
