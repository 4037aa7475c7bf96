/** Compares a table of institutions with the list: what is new, what is said otherwise, what the table does not have. */
import type { Institution, InstitutionFacts } from '../../db/institutions.ts'
import { sameTerritory } from '../places.ts'
import { findTerritory } from '../territory.ts'
import { words } from '../words.ts'
import type { InstitutionRow } from './table.ts'

export interface InstitutionChanges<Known extends Institution> {
  added: InstitutionFacts[]
  changed: { before: Known; after: InstitutionFacts }[]
  /** How many rows say just what the list says. */
  same: number
  missing: Known[]
  faults: { row: number; name: string; fault: ChangeFault }[]
}

export type ChangeFault =
  /** Another row of the table is about the same. */
  | { kind: 'repeated'; row: number }
  /** A new name that another institution of the list has. */
  | { kind: 'taken' }

interface Compared<Known> {
  rows: readonly InstitutionRow[]
  /** Names of rows that could not be read: their institutions are not missing. */
  faulty: readonly string[]
  known: readonly Known[]
  /** Of rows that do not name one. */
  municipality: string
}

/** An institution is known by its code, else by its name, whatever the quotes and the case. */
export function compareInstitutions<Known extends Institution>({
  rows,
  faulty,
  known,
  municipality,
}: Compared<Known>): InstitutionChanges<Known> {
  const changes: InstitutionChanges<Known> = {
    ...{ added: [], changed: [], same: 0, missing: [], faults: [] },
  }
  const seen = new Map<string, number>()
  const matched = new Set<number>()
  const matches = rows.map((row) => ({ row, before: findKnown(row, known, municipality) }))
  const renamed = new Set(matches.flatMap(({ before }) => before?.id ?? []))
  for (const { row, before } of matches) {
    const after = factsOf(row, before, municipality)
    const key = keyOf(after.name, after.territory)
    const earlier = seen.get(key) ?? (before && seen.get(`id ${before.id}`))
    const holder = known.find(
      (one) =>
        one.id !== before?.id && !renamed.has(one.id) && keyOf(one.name, one.territory) === key,
    )
    if (earlier !== undefined && earlier !== null) {
      changes.faults.push({
        row: row.row,
        name: row.name,
        fault: { kind: 'repeated', row: earlier },
      })
      continue
    }
    seen.set(key, row.row)
    if (before) {
      seen.set(`id ${before.id}`, row.row)
      matched.add(before.id)
    }
    if (holder) changes.faults.push({ row: row.row, name: row.name, fault: { kind: 'taken' } })
    else if (!before) changes.added.push(after)
    else if (isSame(before, after)) changes.same += 1
    else changes.changed.push({ before, after })
  }
  const mentioned = new Set(faulty.map((name) => words(name).join(' ')))
  changes.missing = known.filter(
    ({ id, name }) => !matched.has(id) && !mentioned.has(words(name).join(' ')),
  )
  return changes
}

/** As documents name it: «г. Саянск» → «Саянск»; the centre's own as the centre spells it. */
export function territoryOf(text: string, municipality: string): string {
  const written = text.replace(/\s+/g, ' ').trim()
  const name = findTerritory([written]) ?? written
  return sameTerritory(name, municipality) ? municipality : name
}

/** What makes two names of institutions one. */
export function keyOf(name: string, territory: string): string {
  return `${words(territory).join(' ')}: ${words(name).join(' ')}`
}

function findKnown<Known extends Institution>(
  row: InstitutionRow,
  known: readonly Known[],
  municipality: string,
): Known | null {
  const byCode = row.code === null ? undefined : known.find(({ id }) => id === row.code)
  if (byCode) return byCode
  const named = words(row.name).join(' ')
  const alike = known.filter(({ name }) => words(name).join(' ') === named)
  if (row.territory === null && alike.length === 1) return alike[0] ?? null
  const key = keyOf(row.name, territoryOf(row.territory ?? municipality, municipality))
  return alike.find(({ name, territory }) => keyOf(name, territory) === key) ?? null
}

/** What the table does not say stays as it is. */
function factsOf(
  row: InstitutionRow,
  before: Institution | null,
  municipality: string,
): InstitutionFacts {
  const territory =
    row.territory === null ? before?.territory : territoryOf(row.territory, municipality)
  return {
    name: row.name,
    short_names: row.shortNames ?? before?.short_names ?? [],
    territory: territory ?? municipality,
    staff: row.staff ?? before?.staff ?? 0,
    heads: row.heads ?? before?.heads ?? 0,
  }
}

function isSame(one: InstitutionFacts, other: InstitutionFacts): boolean {
  return (
    one.name === other.name &&
    one.territory === other.territory &&
    one.staff === other.staff &&
    one.heads === other.heads &&
    one.short_names.join('\n') === other.short_names.join('\n')
  )
}
