/** Fields of forms and signatures («Исполнитель:», «Секретарь», «Куратор ______»): what fills them, and which stay empty. */
import type { UnitPassage } from '../db/search.ts'
import { columnHolds } from './columns.ts'
import { holdsKind, PERSON } from './held.ts'
import type { Kind } from './kind.ts'
import { matchExactly, share } from './match.ts'
import type { Asked } from './signals.ts'
import { stem, words } from './words.ts'

type Line = Pick<UnitPassage, 'kind' | 'text'>

/** «Исполнитель:» and the name below it are said together, so that neither is shown alone. */
export function withFieldsJoined<Passage extends Line>(unit: readonly Passage[]): Passage[] {
  const joined: Passage[] = []
  for (const passage of unit) {
    const before = joined.at(-1)
    if (before !== undefined && isLabel(before) && isValue(passage.text)) {
      const text = `${before.text.trim()} ${passage.text.trim()}`
      joined[joined.length - 1] = { ...before, text }
    } else joined.push(passage)
  }
  return joined
}

/**
 * Whether a question for a fact (a name, a date, a number) met only the label of it: the field of a form that nobody has
 * filled in, the signature that lacks its name, the empty cell of the row. Such a clause names what is asked and does not
 * tell it.
 */
export function lacksValue(
  asked: Pick<Asked, 'terms' | 'kinds' | 'text'>,
  unit: readonly UnitPassage[],
): boolean {
  const facts = [...asked.kinds].filter((kind) => FACTS.has(kind))
  if (facts.length === 0 && asked.kinds.size > 0) return false
  const cells = unit.find(({ kind }) => kind === 'row')?.cells
  if (cells) return facts.length > 0 && facts.every((kind) => columnHolds(kind, cells) === false)
  const lines = withFieldsJoined(unit.flatMap(linesOf))
  const weights = asked.terms.map(({ weight }) => weight)
  const matched = lines.map(({ text }) =>
    share(matchExactly(asked.terms, new Set(words(text).map(stem))), weights),
  )
  const most = Math.max(0, ...matched)
  if (most === 0) return false
  return lines.every(
    (line, index) =>
      (matched[index] ?? 0) < most || isEmpty(line, lines[index + 1], facts, asked.text),
  )
}

/** Kinds whose answer is a fact that a field may be for. */
const FACTS: ReadonlySet<Kind> = new Set(['when', 'how-often', 'who', 'where', 'how-many', 'link'])

/** A reader of plain text may have joined the signatures of several people. */
function linesOf({ kind, text }: UnitPassage): Line[] {
  const parted = kind === 'closing' ? text.replace(NEXT_SIGNATURE, '\n') : text
  return parted.split('\n').map((line) => ({ kind, text: line }))
}

const NEXT_SIGNATURE =
  /\s+(?=(?:Секретарь|Председатель|Исполнитель|Директор|Начальник|Руководитель|Заместитель|Члены|Подготовил|Согласовано)(?![а-яё]))/g

function isEmpty(
  line: Line,
  next: Line | undefined,
  facts: readonly Kind[],
  question: string,
): boolean {
  if (BLANK.test(line.text)) {
    const filled = line.text.replace(HINT, ' ').replace(new RegExp(BLANK, 'g'), ' ')
    return isShort(filled) || facts.every((kind) => holdsKind(kind, question, filled) < 1)
  }
  return isLabel(line) && (next === undefined || isLabel(next) || BLANK.test(next.text))
}

/** Names what is to be told, and tells nothing: a word for a field with a colon or nothing after it. */
function isLabel({ kind, text }: Line): boolean {
  const named = text.trim().replace(HINT, ' ')
  return (
    (FIELD.test(named) || (kind === 'closing' && named.endsWith(':'))) &&
    isShort(named) &&
    !/\d|@/.test(named) &&
    !PERSON.test(named)
  )
}

/** A name, a telephone or a date on a line of its own. */
function isValue(text: string): boolean {
  return (
    words(text).length <= MOST_OF_VALUE &&
    (PERSON.test(text) || /\d{2}|@/.test(text)) &&
    !STARTS_ITEM.test(text)
  )
}

const isShort = (text: string) => words(text).length <= MOST_OF_LABEL

const MOST_OF_LABEL = 6
const MOST_OF_VALUE = 14
const STARTS_ITEM = /^\s*\d{1,2}(?:\.\d{1,2})*[.)]\s/
const BLANK = /_{3,}|\.{6,}|…{2,}/
/** «(подпись)», «(Ф.И.О.)» under a line to write on. */
const HINT = /\([^()]{0,40}\)/g

/** How fields and signatures begin. */
const FIELD =
  /^\s*(?:исполнител|исп\.|секретар|председател|директор|руководител|начальник|заведующ|заместител|глав[аы] |куратор|координатор|наставник|ответственн|составител|составил|подготовил|согласован|утвержд|ознакомлен|протокол вел|подпис|дата(?![а-яё])|тел\.|телефон|e-?mail|электронн|адрес|ф\. ?и\. ?о|фио(?![а-яё])|фамилия|место(?![а-яё])|кабинет|контакт|член[ы]? )/i
