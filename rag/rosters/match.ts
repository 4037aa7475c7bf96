/** Finds the people whom the rows of a list mean: by name and institution, with typos; whoever is in doubt is left to a person. */
import type { Institution } from '../../db/institutions.ts'
import { institutionMeant } from '../institutions/match.ts'
import { normalise } from '../normalise.ts'
import { remembering } from '../remembering.ts'
import { compareNames, keyOfName, type PersonName, parseName } from './person-name.ts'
import type { RosterRow } from './table.ts'

/** Somebody of the bot. */
export interface KnownPerson {
  id: number
  name: string
  institution_id: number | null
}

/** Somebody of an earlier list. */
export interface ListedName {
  identity: string
  name: string
  institution_id: number | null
}

export interface MatchedRow {
  row: RosterRow
  /** Null where the list says none, or none that is known. */
  institution: Institution | null
  result: RowResult
}

export type RowResult =
  | { kind: 'matched'; person: KnownPerson; identity: string }
  | { kind: 'doubtful'; candidates: KnownPerson[]; identity: string }
  /** Nobody of the bot; `identity` is one for a human being over all lists. */
  | { kind: 'nobody'; identity: string }
  /** The same as an earlier row of the file. */
  | { kind: 'repeated'; row: number }
  /** No name can be read. */
  | { kind: 'unreadable' }

const MOST_CANDIDATES = 5

interface Matching {
  rows: readonly RosterRow[]
  people: readonly KnownPerson[]
  institutions: readonly Institution[]
  listed: readonly ListedName[]
}

/** What each row means, in the order of the rows. */
export function matchRoster({ rows, people, institutions, listed }: Matching): MatchedRow[] {
  const institutionOf = remembering(rows.length, (words) => institutionMeant(words, institutions))
  const known = createSurnames<KnownPerson>()
  for (const person of people) known.add(person, parseName(person.name))
  const named = createSurnames<ListedName>()
  for (const one of listed) named.add(one, parseName(one.name))
  // There are no more places than rows: none is forgotten.
  const seenAt = remembering(rows.length, (_place) => createSurnames<{ row: number }>())
  const matched = rows.map((row): MatchedRow => {
    const institution = row.institution === '' ? null : institutionOf(row.institution)
    const { read } = row
    if (!read) return { row, institution, result: { kind: 'unreadable' } }
    const place = placeOf(institution?.id ?? null, row.institution)
    const seen = seenAt(place)
    const earlier = seen
      .near(read.surname)
      .find(({ read: other }) => compareNames(other, read).likeness === 'same')
    if (earlier) return { row, institution, result: { kind: 'repeated', row: earlier.one.row } }
    seen.add({ row: row.row }, read)
    return { row, institution, result: whoIs(read, institution, place, known, named) }
  })
  return withoutRivals(matched)
}

/** Of several rows that mean one person none is sure. */
function withoutRivals(matched: MatchedRow[]): MatchedRow[] {
  const rows = new Map<number, number>()
  for (const { result } of matched) {
    if (result.kind === 'matched') rows.set(result.person.id, (rows.get(result.person.id) ?? 0) + 1)
  }
  return matched.map((one) => {
    const { result } = one
    if (result.kind !== 'matched' || rows.get(result.person.id) === 1) return one
    const { person, identity } = result
    return { ...one, result: { kind: 'doubtful', candidates: [person], identity } }
  })
}

interface Candidate<One> {
  one: One
  read: PersonName
}

function whoIs(
  read: PersonName,
  institution: Institution | null,
  place: string,
  known: Surnames<KnownPerson>,
  named: Surnames<ListedName>,
): RowResult {
  const sure: KnownPerson[] = []
  const perhaps: KnownPerson[] = []
  for (const { one, read: other } of known.near(read.surname)) {
    const { likeness, slips } = compareNames(read, other)
    const isHere = institution !== null && one.institution_id === institution.id
    const isElsewhere = institution !== null && one.institution_id !== null && !isHere
    if (likeness === 'same' && isHere) sure.push(one)
    // Who works elsewhere may have moved, if the name is whole and the same.
    else if (isElsewhere && (slips > 0 || !isWhole(read) || !isWhole(other))) continue
    else if (likeness !== 'no') perhaps.push(one)
  }
  const identity = identityOf(read, institution, place, named)
  const [only] = sure
  if (only && sure.length === 1) return { kind: 'matched', person: only, identity }
  const candidates = [...sure, ...perhaps].slice(0, MOST_CANDIDATES)
  if (candidates.length > 0) return { kind: 'doubtful', candidates, identity }
  return { kind: 'nobody', identity }
}

function isWhole({ first, patronymic }: PersonName): boolean {
  return (first?.length ?? 0) > 1 && (patronymic?.length ?? 0) > 1
}

/** That of an earlier list that certainly means the same person, or a new one. */
function identityOf(
  read: PersonName,
  institution: Institution | null,
  place: string,
  named: Surnames<ListedName>,
): string {
  const same = named
    .near(read.surname)
    .filter(
      ({ one, read: other }) =>
        institution !== null &&
        one.institution_id === institution.id &&
        compareNames(read, other).likeness === 'same',
    )
  const identities = new Set(same.map(({ one }) => one.identity))
  const [only] = identities
  return only !== undefined && identities.size === 1 ? only : `${keyOfName(read)} | ${place}`
}

/** What tells the institutions of one list from each other. */
function placeOf(institutionId: number | null, words: string): string {
  return institutionId === null ? normalise(words) : `№ ${institutionId}`
}

/** Names that can be looked up by a surname, mistyped as it may be. */
interface Surnames<One> {
  add(one: One, read: PersonName | null): void
  near(surname: string): Candidate<One>[]
}

/**
 * A slip seldom changes the beginning, the middle and the end of a surname at once: looked for by each of them, so that
 * a list of thousands is not compared with everybody.
 */
function createSurnames<One>(): Surnames<One> {
  const byKey = new Map<string, Candidate<One>[]>()
  return {
    add: (one, read) => {
      if (!read) return
      const candidate = { one, read }
      for (const key of keysOf(read.surname)) {
        const others = byKey.get(key)
        if (others) others.push(candidate)
        else byKey.set(key, [candidate])
      }
    },
    near: (surname) => [...new Set(keysOf(surname).flatMap((key) => byKey.get(key) ?? []))],
  }
}

function keysOf(surname: string): string[] {
  return surname
    .split('-')
    .flatMap((part) => [`^${part.slice(0, 2)}`, part.slice(1, 4), `${part.slice(-4)}$`])
}
