/** A list of those who passed: what each of its rows would change, by the people and lists there are now. */
import type { Db } from '../db/db.ts'
import { listListedNames, listNamedPeople, listPassed } from '../db/diagnostics-listed.ts'
import { type Institution, listInstitutions } from '../db/institutions.ts'
import { type KnownPerson, type MatchedRow, matchRoster } from '../rag/rosters/match.ts'
import type { RosterRow } from '../rag/rosters/table.ts'
import { type RosterFigures, rosterTexts } from './texts/rosters.ts'

/** What a methodist has said about a doubtful row, by its number. */
export type Decisions = Readonly<Record<string, number | 'nobody' | 'left'>>

export interface WaitingRoster {
  diagnostics: number
  rows: RosterRow[]
  nameless: number[]
  decided: Decisions
}

export interface ReadRow extends Pick<MatchedRow, 'row' | 'institution'> {
  state:
    | { kind: 'matched'; person: KnownPerson }
    /** The person has said so; the list confirms it. */
    | { kind: 'confirmed'; person: KnownPerson }
    | { kind: 'listed'; identity: string }
    | { kind: 'doubtful'; candidates: KnownPerson[] }
    | { kind: 'left' }
    | { kind: 'already' }
    | { kind: 'repeated'; row: number }
    | { kind: 'unreadable' }
}

/** Everything that is needed to say what each row means. */
export interface Roll {
  rows: ReadRow[]
  institutions: Institution[]
}

export async function readRoll(db: Db, waiting: WaitingRoster): Promise<Roll> {
  const people = await listNamedPeople(db)
  const institutions = await listInstitutions(db)
  const listed = await listListedNames(db)
  const passed = await listPassed(db, { diagnosticsId: waiting.diagnostics })
  const matched = matchRoster({ rows: waiting.rows, people, institutions, listed })
  const rows = matched.map(({ row, institution, result }): ReadRow => {
    const state = stateOf(result, waiting.decided[String(row.row)])
    return { row, institution, state: withPast(state, passed) }
  })
  return { rows, institutions }
}

/** In words, for showing. */
export function figuresOf({ rows }: Roll, nameless: readonly number[]): RosterFigures {
  const of = (kind: ReadRow['state']['kind']) => rows.filter(({ state }) => state.kind === kind)
  const line = ({ row }: ReadRow) => rosterTexts.line(row.row, row.name, row.institution)
  const found = ({ row, state }: ReadRow) =>
    'person' in state ? rosterTexts.found(row.name, state.person.name) : row.name
  return {
    matched: of('matched').map(found),
    confirmed: of('confirmed').map(found),
    listed: of('listed').map(line),
    homeless: of('listed')
      .filter(({ institution }) => !institution)
      .map(line),
    doubtful: of('doubtful').map(line),
    left: of('left').map(line),
    already: of('already').length,
    repeated: of('repeated').map(line),
    unreadable: of('unreadable').map(line),
    nameless,
  }
}

/** What became of the row; null for what needs nobody's look. */
export function stateWords({ state, institution }: ReadRow): string | null {
  const { states } = rosterTexts
  switch (state.kind) {
    case 'matched':
    case 'confirmed':
    case 'already':
      return null
    case 'listed':
      return institution ? states.listed : states.homeless
    case 'repeated':
      return states.repeated(state.row)
    default:
      return states[state.kind]
  }
}

function stateOf(
  result: MatchedRow['result'],
  decision: Decisions[string] | undefined,
): ReadRow['state'] {
  if (result.kind === 'matched') return { kind: 'matched', person: result.person }
  if (result.kind === 'nobody') return { kind: 'listed', identity: result.identity }
  if (result.kind !== 'doubtful') return result
  const { candidates, identity } = result
  if (decision === 'left') return { kind: 'left' }
  if (decision === 'nobody') return { kind: 'listed', identity }
  const person = candidates.find(({ id }) => id === decision)
  return person ? { kind: 'matched', person } : { kind: 'doubtful', candidates }
}

function withPast(
  state: ReadRow['state'],
  passed: Awaited<ReturnType<typeof listPassed>>,
): ReadRow['state'] {
  if (state.kind === 'matched') {
    const by = passed.people.get(state.person.id)
    if (by === undefined) return state
    return by === 'said' ? { kind: 'confirmed', person: state.person } : { kind: 'already' }
  }
  const isListed = state.kind === 'listed' && passed.identities.has(state.identity)
  return isListed ? { kind: 'already' } : state
}
