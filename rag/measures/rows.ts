/** Reads a row of a plan's table as a measure, its columns known by their headers in whatever order. */
import type { Passage } from '../passage.ts'
import { NO_DEADLINE, readDeadline } from './deadline.ts'
import { likenessOf, type Measure } from './measure.ts'
import { MONTH, ORDINAL, spelled } from './spelled.ts'
import type { Term } from './term.ts'

type Cell = NonNullable<Passage['cells']>[number]

/** Null for a row of a table that is no plan; `isPlan`: the document or its annex calls itself one. */
export function measureOfRow(
  passage: Passage,
  { term, isPlan }: { term: Term | null; isPlan: boolean },
): Measure | null {
  if (passage.kind !== 'row' || passage.cells === null) return null
  const { when, who, result, name } = columnsOf(passage.cells)
  const section = sectionOf(passage)
  const isDated = when.length > 0 || MONTHLY.test(spelled(section))
  if (!name || !isDated || !(isPlan || who.length > 0 || result.length > 0)) return null
  const what = clean(name.text)
  if (!/\p{L}{3}/u.test(what) || /^(?:итого|всего)(?!\p{L})/iu.test(what)) return null
  const deadlineText = deadlineOf(when, section)
  const responsible = textOf(who)
  return {
    ...(deadlineText === '' ? NO_DEADLINE : readDeadline(deadlineText, term)),
    ...{ ordinal: passage.ordinal, unit: passage.unit, clause: passage.clause },
    ...{ what, likeness: likenessOf(what), deadlineText, responsible },
    result: textOf(result),
    section,
  }
}

interface Columns {
  when: Cell[]
  who: Cell[]
  result: Cell[]
  /** What is to be done; null where no column says it. */
  name: Cell | null
}

const NUMBER = /^\s*(?:№|n(?!\p{L})|номер|п\/п)/iu
const WHEN = /срок|дат[аы]|период|когда|месяц|врем[яе]/iu
const NOT_WHEN = /рожден|отметк/iu
const WHO = /ответств|исполнител|куратор|координатор|организатор/iu
const RESULT =
  /результат|итог|продукт|показател|подтвержда|документ|отч[её]т|форма (?:отч|представл)/iu
/** The earlier one wins: «Направление | Мероприятие». */
const NAMES = [
  /мероприят/iu,
  /содержан|действи|(?<!\p{L})мер[аы](?!\p{L})|поручен/iu,
  /наименован|название|что (?:с)?дела/iu,
  /тема|вид|работ|событи|вопрос|задач|направлен/iu,
]

/** Each column has one meaning: «Срок проведения мероприятия» is a deadline, not a measure. */
function columnsOf(cells: readonly Cell[]): Columns {
  const takes = (pattern: RegExp, but?: RegExp) => (cell: Cell) =>
    pattern.test(cell.header) && !but?.test(cell.header)
  const open = cells.filter(({ header }) => !NUMBER.test(header) && !/отметк/iu.test(header))
  const when = open.filter(takes(WHEN, NOT_WHEN))
  const who = open.filter((cell) => !when.includes(cell)).filter(takes(WHO))
  const known = [...when, ...who]
  const result = open.filter((cell) => !known.includes(cell)).filter(takes(RESULT))
  const rest = open.filter((cell) => ![...known, ...result].includes(cell))
  const [name] = NAMES.flatMap((pattern) => rest.filter(takes(pattern)))
  return { when, who, result, name: name ?? longest(rest) }
}

function longest(cells: readonly Cell[]): Cell | null {
  return cells.toSorted((one, other) => other.text.length - one.text.length)[0] ?? null
}

/** The heading of the rows around it, within the document's part. */
function sectionOf({ path }: Passage): string {
  return path.slice(1, -1).at(-1) ?? ''
}

/** What its cells say, else the section of a plan by months: «Сентябрь», and in the cell at most a number. */
function deadlineOf(when: readonly Cell[], section: string): string {
  const texts = when.map(({ text }) => clean(text)).filter((text) => /[\p{L}\d]/u.test(text))
  const isSpan = when.length === 2 && /начал/iu.test(when[0]?.header ?? '')
  const said = [...new Set(texts)].join(isSpan ? ' – ' : ', ')
  if (!MONTHLY.test(spelled(section))) return said
  if (said === '') return clean(section)
  return ONLY_DAYS.test(spelled(said)) ? `${said} ${clean(section)}` : said
}

const MONTHLY = new RegExp(
  `^(?:[ivx\\d]+[.)] *)?(?:${MONTH}|${ORDINAL} +(?:квартал|полугоди|четверт)|в течени[ие] )[^.;]{0,30}$`,
  'u',
)
const ONLY_DAYS = /^(?:до |с |не позднее )?\d{1,2}(?: ?(?:-|,|и|по) ?\d{1,2})*(?: числа)?\.?$/

function textOf(cells: readonly Cell[]): string {
  return [...new Set(cells.map(({ text }) => clean(text)))].filter((text) => text !== '').join('; ')
}

function clean(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\s;]+$/, '')
    .trim()
}
