/** Finds the row of headings in a table of institutions, and what each of its columns says. */
import { normalise } from '../normalise.ts'

/** A row of a sheet; one merged cell over all columns is a heading within the table. */
export interface SheetLine {
  /** As the sheet numbers it. */
  row: number
  cells: string[]
  isHeading: boolean
  /** Cells that a merged cell above covers. */
  covered: boolean[]
}

export type Column = 'code' | 'name' | 'short' | 'territory' | 'staff' | 'heads'

export interface Heading {
  /** Where each column stands. */
  places: Map<Column, number>
  named: { column: Column; heading: string }[]
  unused: string[]
  /** The first row below the headings. */
  from: number
}

/** Headings stand near the top. */
const MOST_LINES_ABOVE = 20

/** Null when there is no column of names. Of several rows the one that heads most columns counts. */
export function columnsOf(lines: readonly SheetLine[]): Heading | null {
  let best: Heading | null = null
  for (const [index, line] of lines.slice(0, MOST_LINES_ABOVE).entries()) {
    if (line.isHeading) continue
    const deep = lines[index + 1]?.covered.some(Boolean) ? lines[index + 1] : undefined
    const headings = line.cells.map((cell, place) => {
      const below = deep?.cells[place] ?? ''
      return below === '' || below === cell ? cell : `${cell} ${below}`
    })
    const from = index + (deep ? 2 : 1)
    const heading = headingOf(headings, lines.slice(from), from)
    if (heading && heading.places.size > (best?.places.size ?? 0)) best = heading
  }
  return best
}

function headingOf(
  headings: readonly string[],
  below: readonly SheetLine[],
  from: number,
): Heading | null {
  const places = new Map<Column, number>()
  for (const column of ORDER) {
    const fitting = headings.flatMap((heading, place) => {
      const isFree = ![...places.values()].includes(place)
      return isFree && meansColumn(heading, column) && holds(column, place, below) ? [place] : []
    })
    const best =
      fitting.find((place) => /полн/.test(normalise(headings[place] ?? ''))) ?? fitting[0]
    if (best !== undefined) places.set(column, best)
  }
  if (!places.has('name')) return null
  const taken = [...places].sort(([, one], [, other]) => one - other)
  return {
    places,
    named: taken.map(([column, place]) => ({ column, heading: headings[place] ?? '' })),
    unused: headings.filter(
      (heading, place) => heading !== '' && !taken.some(([, used]) => used === place),
    ),
    from,
  }
}

/** What can only mean one thing is looked for first: «сокращённое наименование» is no name. */
const ORDER: readonly Column[] = ['code', 'short', 'territory', 'heads', 'staff', 'name']

const PATTERNS: Record<Column, RegExp> = {
  code: /^код в боте$/,
  short: /кратк|сокращ|коротк|как (?:называют|говорят)|разговорн|аббревиатур|другие назван/,
  territory:
    /территори|муниципалитет|муниципальн\S+ (?:образование|район|округ)|^(?:город|район|округ|городской округ)(?!\p{L})|населенный пункт/u,
  heads: /руковод|директор|заведующ|управленческ|административн/,
  staff: /педагог|педработник|учител|воспитател|штат|сотрудник|работник|кадр|численност/,
  name: /^(?:полное |официальное )?(?:назван|наименован)|^(?:образовательн\S+ )?(?:учреждени|организаци)\S*$|^(?:оо|оу|доу|школа|детский сад)(?:$|[\s,/])/,
}

/** Other facts about an institution and whoever heads it. */
const OTHER =
  /фио|ф\.\s?и\.\s?о|фамил|телефон|адрес|почт|e-?mail|инн|огрн|сайт|дата|год(?!\p{L})|процент|дол[яи](?!\p{L})|%/u

function meansColumn(heading: string, column: Column): boolean {
  const text = normalise(heading)
  return PATTERNS[column].test(text) && !OTHER.test(text)
}

/** «Руководитель» heads names as often as numbers: what is counted has a digit in most of its cells. */
function holds(column: Column, place: number, below: readonly SheetLine[]): boolean {
  if (column !== 'staff' && column !== 'heads') return true
  const filled = below.flatMap(({ cells }) => cells[place] || [])
  const counted = filled.filter((text) => /^\D{0,3}\d/.test(text))
  return counted.length * 2 >= filled.length
}
