/** Checks in code that a written answer says only what the passages say that it cites. The model's word counts for nothing. */
import { factsOf, unfounded } from './facts.ts'
import { hasPlaceholder } from './mask.ts'
import type { FoundName } from './names.ts'
import { findNames, mayBeSame } from './names.ts'
import { normalise } from './normalise.ts'
import { numeralValue } from './numerals.ts'
import { findPersonal } from './personal.ts'
import { wrongTurn } from './polarity.ts'
import { STOP_WORDS, stem, words } from './words.ts'
import { citedIn, withoutCitations } from './written-sentences.ts'

export interface GroundPassage {
  text: string
  /** Where it stands: the document's title, number and date, the clause. Counts as ground too. */
  context: string
}

export interface Fault {
  kind:
    | 'uncited'
    | 'unknown-passage'
    | 'number'
    | 'name'
    | 'word'
    | 'turn'
    | 'link'
    | 'markup'
    | 'placeholder'
  sentence: string
  /** Says in Russian what is wrong; goes to the model that repairs the answer. */
  message: string
}

export type Grounding = { kind: 'ok' } | { kind: 'faults'; faults: Fault[] }

/** In characters; a row of a table may be cited whole. */
const LONGEST_SENTENCE = 4000

/** Checks one sentence with its citations; passage [1] is `passages[0]`. */
export function checkSentence(sentence: string, passages: readonly GroundPassage[]): Grounding {
  const said = withoutCitations(sentence)
  const cited = [...new Set(citedIn(sentence))]
  const faults: Fault[] = []
  // Nobody writes such a sentence, and checking it would take long.
  if (sentence.length > LONGEST_SENTENCE) {
    const message = 'предложение слишком длинное'
    return { kind: 'faults', faults: [{ kind: 'word', sentence: sentence.slice(0, 200), message }] }
  }
  const fault = (kind: Fault['kind'], message: string) => faults.push({ kind, sentence, message })

  if (cited.length === 0) fault('uncited', 'нет ссылки [n] на фрагмент')
  for (const number of cited) {
    if (!passages[number - 1]) fault('unknown-passage', `фрагмента [${number}] нет`)
  }
  const evidence = cited
    .map((number) => passages[number - 1])
    .filter((passage) => passage !== undefined)
    .map(({ context, text }) => `${context}\n${text}`)
    .join('\n')
  if (hasPlaceholder(said)) fault('placeholder', 'есть метка, которой нет во фрагментах')
  for (const mark of markupIn(said)) fault('markup', `лишняя разметка «${mark}»`)
  for (const link of missingLinks(said, evidence))
    fault('link', `«${link}» нет в указанном фрагменте`)
  for (const number of unfounded(factsOf(said), factsOf(evidence)))
    fault('number', `числа или даты «${number}» нет в указанном фрагменте`)
  for (const name of missingNames(said, evidence))
    fault('name', `имени или названия «${name}» нет в указанном фрагменте`)
  if (strays(said, evidence)) fault('word', 'сказано не то, что в указанном фрагменте')
  const turned = wrongTurn(said, evidence)
  if (turned) fault('turn', `смысл противоположен фрагменту: «${turned}»`)
  return faults.length > 0 ? { kind: 'faults', faults } : { kind: 'ok' }
}

function markupIn(said: string): string[] {
  return said.match(/<\/?[a-z][^>]*>|\]\(|!\[|```|\{\{/gi) ?? []
}

const LINK =
  /(?:https?:\/\/|tg:\/\/|www\.)\S+|(?<![\p{L}\p{N}@.-])[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})*\.(?:ru|su|com|org|net|info|me|io|рф)(?![\p{L}\p{N}])\S*|(?<![\p{L}\p{N}/<])\/[a-z_]{2,32}(?!\p{L})/giu

/** Addresses, commands of the bot and whatever leads to a person must stand in the passage. */
function missingLinks(said: string, evidence: string): string[] {
  const known = bare(evidence)
  const links = [...(said.match(LINK) ?? []), ...findPersonal(said).map(({ text }) => text)]
  return links.filter((link) => !known.includes(bare(link)))
}

function bare(text: string): string {
  return normalise(text).replace(/[^\p{L}\p{N}@/]/gu, '')
}

/** People whose surname or initials are not the passage's, and capitals and quoted words that it does not have. */
function missingNames(said: string, evidence: string): string[] {
  const known = new Set(words(evidence).map(stem))
  const people = findNames(evidence)
  const missing = findNames(said).filter((name) => !isKnownPerson(name, people, known))
  const proper = [...properWords(said), ...quotedWords(said)]
  const strange = proper.filter((word) => !isKnownWord(word, known, evidence))
  return [...new Set([...missing.map(({ text }) => text), ...strange])]
}

function isKnownPerson(name: FoundName, people: FoundName[], known: Set<string>): boolean {
  if (people.some((person) => mayBeSame(person, name))) return true
  const { surname } = name
  if (surname !== null && people.some((person) => person.surname === surname)) return false
  return words(name.text).every((word) => known.has(stem(word)))
}

/** Capitalised words after the first of a sentence, hyphened ones in parts. */
function properWords(said: string): string[] {
  const found = said.matchAll(/(?<=[\p{L}\p{N},»")–—-]\s+[«"(]?)\p{Lu}[\p{L}-]+/gu)
  return [...found].flatMap(([word]) => word.split('-'))
}

function quotedWords(said: string): string[] {
  return [...said.matchAll(/[«"]([^«»"]+)[»"]/g)].flatMap(([, quote]) =>
    words(quote ?? '').filter((word) => !STOP_WORDS.has(word)),
  )
}

function isKnownWord(word: string, known: Set<string>, evidence: string): boolean {
  const parts = words(word)
  if (parts.every((part) => known.has(stem(part)) || hasKin(stem(part), known))) return true
  return /^\p{Lu}{2,}$/u.test(word) && isAcronym(normalise(word), evidence)
}

/** Stems of one proper name may differ by an ending that the stemmer does not know: «Мегион», «Мегионск…» are not. */
function hasKin(part: string, known: Set<string>): boolean {
  if (part.length < 5) return false
  for (const other of known) {
    const [short, long] = part.length < other.length ? [part, other] : [other, part]
    if (short.length >= 5 && long.startsWith(short) && long.length - short.length <= 2) return true
  }
  return false
}

/** «ИОМ» stands for «индивидуальный образовательный маршрут» in the passage. */
function isAcronym(letters: string, evidence: string): boolean {
  const initials = words(evidence).filter((word) => !STOP_WORDS.has(word))
  return initials
    .map((word) => word[0])
    .join('')
    .includes(letters)
}

/** Forms that the stemmer keeps apart: «сдают» and «сдаётся», «замена» and «заменять». */
function alike(a: string, b: string): boolean {
  const longer = Math.max(a.length, b.length)
  let common = 0
  while (common < longer && a[common] === b[common]) common += 1
  return common >= 3 && common >= 0.6 * longer
}

/** Words that only hold a statement together, as stems: they say nothing that could be wrong. */
const FRAME = new Set(
  `нужно следует необходимо требуется надо составляет находится является пройдет проводится проходит установлен установлена
  указан указано срок сроки дата процент рубль человек год месяц день пункт документ ответственный ответственная отвечает
  занимается называется говорится сказано согласно соответствии`
    .split(/\s+/)
    .map(stem),
)

/** Most of what it says must be the passage's words. */
function strays(said: string, evidence: string): boolean {
  const known = new Set(words(evidence).map(stem))
  const own = words(said)
    .filter(
      (word) => /^\p{L}{3,}$/u.test(word) && !STOP_WORDS.has(word) && numeralValue(word) === null,
    )
    .map(stem)
    .filter((part) => !FRAME.has(part))
  const isKnown = (part: string) =>
    known.has(part) || [...known].some((other) => alike(part, other))
  const supported = own.filter(isKnown).length
  return 2 * supported <= own.length
}
