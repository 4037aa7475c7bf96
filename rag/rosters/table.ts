/** Reads a list of people, however its columns are headed: who each row names, and where they work. */
import type { ReadDocument } from '../blocks.ts'
import { sheetsOf } from '../institutions/table.ts'
import { normalise } from '../normalise.ts'
import { nameOfParts, type PersonName, parseName } from './person-name.ts'

export interface RosterRow {
  /** As the file numbers it. */
  row: number
  /** As written. */
  name: string
  /** Null where it cannot be read as a name. */
  read: PersonName | null
  /** In the list's own words; empty where it says nothing. */
  institution: string
}

export interface Roster {
  rows: RosterRow[]
  /** Rows that say where somebody works and not who. */
  nameless: number[]
  /** Which heading was taken for what, in the order of the columns. */
  columns: { column: RosterColumn; heading: string }[]
}

export type RosterColumn = 'name' | 'surname' | 'first' | 'patronymic' | 'institution'

interface Line {
  row: number
  cells: readonly string[]
}

const MOST_LINES_ABOVE = 20
const LONGEST_NAME = 120
const LONGEST_INSTITUTION = 300

/** A workbook's lists; null when no sheet has a column of names. */
export function rosterOfWorkbook({ blocks }: ReadDocument): Roster | null {
  const lists = sheetsOf(blocks).flatMap((lines) => readList(lines) ?? [])
  const [first] = lists
  if (!first) return null
  return {
    rows: lists.flatMap(({ rows }) => rows),
    nameless: lists.flatMap(({ nameless }) => nameless),
    columns: first.columns,
  }
}

/** The list of a file of separated values; null when it has no column of names. */
export function rosterOfCsv(rows: readonly string[][]): Roster | null {
  return readList(rows.map((cells, index) => ({ row: index + 1, cells })))
}

function readList(lines: readonly Line[]): Roster | null {
  for (const [index, { cells }] of lines.slice(0, MOST_LINES_ABOVE).entries()) {
    const places = placesOf(cells)
    if (places) return readRows(lines.slice(index + 1), places, cells)
  }
  return null
}

type Places = Map<RosterColumn, number>

/** What can only mean one thing is looked for first. */
const ORDER: readonly RosterColumn[] = ['patronymic', 'first', 'surname', 'institution', 'name']

const PATTERNS: Record<RosterColumn, RegExp> = {
  patronymic: /^отчество(?!\p{L})/u,
  first: /^имя(?!.*(?:фамили|отчеств|учрежд|организ|пользоват|файл))/,
  surname: /^фамилия(?!.*(?:имя|и\.\s?о))/,
  institution:
    /учреждени|организаци|место работы|^(?:оо|оу|доу|доо|мбоу|школа|детский сад|школа\s?\/\s?сад|где работа)(?!\p{L})/u,
  name: /^(?:фио|ф\.\s?и\.\s?о|фамилия|фамилии|имя|педагог|учитель|участник|слушатель|работник|сотрудник|респондент|тестируемый|пользователь|кто прош)/,
}

function placesOf(headings: readonly string[]): Places | null {
  const places: Places = new Map()
  const read = headings.map((heading) => normalise(heading))
  for (const column of ORDER) {
    const place = read.findIndex(
      (text, at) => PATTERNS[column].test(text) && ![...places.values()].includes(at),
    )
    if (place >= 0) places.set(column, place)
  }
  if (places.has('surname') && places.has('first')) {
    places.delete('name')
    return places
  }
  const name = places.get('name') ?? places.get('surname')
  if (name === undefined) return null
  const institution = places.get('institution')
  return new Map([
    ['name', name],
    ...(institution === undefined ? [] : ([['institution', institution]] as const)),
  ])
}

function readRows(lines: readonly Line[], places: Places, headings: readonly string[]): Roster {
  const rows: RosterRow[] = []
  const nameless: number[] = []
  for (const { row, cells } of lines) {
    const cell = (column: RosterColumn) =>
      (cells[places.get(column) ?? -1] ?? '').replace(/\s+/g, ' ').trim()
    const parts = [cell('surname'), cell('first'), cell('patronymic')] as const
    const name = (places.has('name') ? cell('name') : parts.filter(Boolean).join(' ')).slice(
      0,
      LONGEST_NAME,
    )
    const institution = cell('institution').slice(0, LONGEST_INSTITUTION)
    if (name === '') {
      if (institution !== '') nameless.push(row)
      continue
    }
    // Totals and signatures below a list.
    if (/^(?:итог|всего|исполнитель|руководитель\s*[_:])/.test(normalise(name))) continue
    const read = places.has('name') ? parseName(name) : nameOfParts(...parts)
    rows.push({ row, name, read, institution })
  }
  const named = [...places].sort(([, one], [, other]) => one - other)
  const columns = named.map(([column, place]) => ({ column, heading: headings[place] ?? '' }))
  return { rows, nameless, columns }
}
