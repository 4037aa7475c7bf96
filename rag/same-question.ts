/** Tells whether two people ask the very same thing: then one answer is the answer to both. Rather no than wrongly yes. */
import { createHash } from 'node:crypto'
import { isElliptical } from './follow-up.ts'
import { normalise } from './normalise.ts'
import type { Statistics } from './statistics.ts'
import { distance } from './typos.ts'
import { stem, words } from './words.ts'

/**
 * Nearer than this by `nearestTo`, and saying the same word for word, is the same question. Of all 94,395 pairs of 435
 * questions about the same documents 29 are as near as this, and one of them says the same: the one question that stands
 * in two of the lists. With a greeting, in capitals or in another order 96% of the questions are still recognised.
 */
export const SAME_FROM = 0.6

/**
 * Whether each word of one that says anything stands in the other, too: politeness, inflection, slips of the finger and
 * the order of the same forms aside. Another number, date, place, name, «не», «до» or question word makes another
 * question, and so does whatever cannot be understood alone.
 */
export function asksTheSame(one: string, other: string, statistics: Statistics): boolean {
  if (isElliptical(one) || isElliptical(other)) return false
  const [mine, theirs] = [tellingWords(one), tellingWords(other)]
  if (mine.length < FEWEST || mine.length !== theirs.length) return false
  if (mine.every((word, place) => isSameWord(word, theirs[place] ?? '', statistics))) return true
  // In another order only the same forms are surely the same: who checks whom hangs on them.
  return [...mine].sort().join(' ') === [...theirs].sort().join(' ')
}

/** The same number for questions of the same words in any order, within 32 bits. */
export function hashOfWords(text: string): number {
  const told = tellingWords(text).map(stem).sort().join(' ')
  return createHash('md5').update(told).digest().readInt32LE(0)
}

/** In order, without what says nothing. */
function tellingWords(text: string): string[] {
  return words(normalise(text).replace(COURTESIES, ' ')).filter((word) => !FILLERS.has(word))
}

function isSameWord(one: string, other: string, { vocabulary }: Statistics): boolean {
  if (one === other) return true
  if (/\d/.test(one + other) || one.length < SHORTEST || other.length < SHORTEST) return false
  const [mine, theirs] = [stem(one), stem(other)]
  if (mine === theirs) return !SURNAME.test(mine)
  if (mine.length < SHORTEST || theirs.length < SHORTEST) return false
  // Two words that documents know are two words («ведение» and «введение»); of one, the other may be a slip.
  const known = Number(vocabulary.has(mine)) + Number(vocabulary.has(theirs))
  return known === 1 && distance(mine, theirs, SLIP) <= SLIP
}

/** «Кто такой тьютор» is a question; two words may be the whole of many. */
const FEWEST = 3

/** Shorter words differ by a letter and mean another thing. */
const SHORTEST = 4
const SLIP = 1

/** Cases tell apart people of one family: «Иванова» and «Иванову» are two of them. */
const SURNAME = /(?:[ое]в|[иы]н)$/

const COURTESIES =
  /(?<!\p{L})(?:добр(?:ый|ое|ого) (?:день|утро|вечер|дня|утра|вечера|времени суток)|будьте добры|если можно|хочу (?:узнать|спросить|уточнить)|хотел[аи]? бы (?:узнать|спросить|уточнить)|у меня (?:такой )?вопрос|заранее (?:спасибо|благодар\p{L}+)|большое спасибо|спасибо большое)(?!\p{L})/gu

const FILLERS: ReadonlySet<string> = new Set(
  `подскажите подскажи скажите скажи пожалуйста пож пжл плиз здравствуйте здрасте привет коллеги спасибо вопрос
  интересует интересно напомните объясните поясните расскажите уточните помогите извините простите
  а ну вот же ли ведь уж и вообще собственно кстати короче типа все-таки таки еще уже`.split(/\s+/),
)
