/** An audience with one more condition, or one less: pressed twice it stays what it became. */
import { createHash } from 'node:crypto'
import type { Audience } from '../db/audiences.ts'
import { ROLES } from '../db/people.ts'

export const AUDIENCE_PARTS = ['role', 'institution', 'subject', 'site', 'years', 'event'] as const

/** What can be asked of people. */
export type AudiencePart = (typeof AUDIENCE_PARTS)[number]

export const AUDIENCE_ROLES = ['teacher', ...ROLES] as const

export const AUDIENCE_MARKS = ['going', 'waiting', 'declined', 'none', 'came'] as const

export type AudienceMark = (typeof AUDIENCE_MARKS)[number]

export type Years = NonNullable<Audience['years']>

/** Offered ranges; the first are «молодые специалисты». */
export const YEARS_OFFERED: readonly Years[] = [
  { from: null, to: 3 },
  { from: 4, to: 10 },
  { from: 11, to: 20 },
  { from: 21, to: null },
]

export function readAudiencePart(name: string): AudiencePart | null {
  return AUDIENCE_PARTS.find((part) => part === name) ?? null
}

/** Whether they ask the same, in whatever order it was chosen. */
export function isSameAudience(one: Audience, other: Audience): boolean {
  return inOrder(one) === inOrder(other)
}

export function isAsked(audience: Audience, part: AudiencePart): boolean {
  return audience[FIELDS[part]] !== undefined
}

export function without(audience: Audience, part: AudiencePart): Audience {
  const { [FIELDS[part]]: _cleared, ...others } = audience
  return others
}

export function withRole(audience: Audience, value: string, on: boolean): Audience {
  const role = AUDIENCE_ROLES.find((known) => known === value)
  return role ? withList(audience, 'roles', toggled(audience.roles, role, on)) : audience
}

export function withInstitution(audience: Audience, id: number, on: boolean): Audience {
  return withList(audience, 'institutions', toggled(audience.institutions, id, on))
}

export function withSite(audience: Audience, id: number, on: boolean): Audience {
  return withList(audience, 'sites', toggled(audience.sites, id, on))
}

export function withSubject(audience: Audience, subject: string, on: boolean): Audience {
  return withList(audience, 'subjects', toggled(audience.subjects, subject.toLowerCase(), on))
}

export function withYears(audience: Audience, years: Years): Audience {
  return { ...audience, years }
}

/** Those who will come, until it is said otherwise. */
export function withEvent(audience: Audience, id: number): Audience {
  if (audience.event?.id === id) return audience
  return { ...audience, event: { id, marks: ['going'] } }
}

/** Without any mark the event is not asked for. */
export function withMark(audience: Audience, value: string, on: boolean): Audience {
  const mark = AUDIENCE_MARKS.find((known) => known === value)
  if (!mark || !audience.event) return audience
  const marks = toggled(audience.event.marks, mark, on)
  if (marks.length === 0) return without(audience, 'event')
  return { ...audience, event: { ...audience.event, marks } }
}

/** A range as a button carries it: «4-10», «-3», «21-». */
export function packYears({ from, to }: Years): string {
  return `${from ?? ''}-${to ?? ''}`
}

export function unpackYears(value: string): Years | null {
  const [, from = '', to = ''] = /^(\d{0,2})-(\d{0,2})$/.exec(value) ?? []
  if (from === '' && to === '') return null
  return { from: from === '' ? null : Number(from), to: to === '' ? null : Number(to) }
}

/** «до 3», «от 5 до 15 лет», «5–15», «больше 20», «10»; null when it is no such range. */
export function readYearsRange(text: string): Years | null {
  const words = text.toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ').trim()
  const [, from, to] =
    /^(?:от |с )?(\d{1,2})(?: ?(?:лет|года?))? ?(?:[-–—]|до|по) ?(\d{1,2})(?: ?(?:лет|года?))?$/.exec(
      words,
    ) ?? []
  if (from !== undefined && to !== undefined) {
    return Number(from) <= Number(to) ? { from: Number(from), to: Number(to) } : null
  }
  const [, word = '', number] =
    /^(до |от |с |больше |более |свыше |меньше |менее |не больше |не более |не менее |не меньше )?(\d{1,2})(?: ?(?:лет|года?))?$/.exec(
      words,
    ) ?? []
  if (number === undefined) return null
  return rangeOf(word.trim(), Number(number))
}

/** Tells one subject from the others where there is no room for its letters. */
export function subjectCode(subject: string): string {
  return createHash('sha256').update(subject.toLowerCase()).digest('hex').slice(0, 10)
}

const FIELDS = {
  role: 'roles',
  institution: 'institutions',
  subject: 'subjects',
  site: 'sites',
  years: 'years',
  event: 'event',
} as const satisfies Record<AudiencePart, keyof Audience>

function inOrder(audience: Audience): string {
  const parts = Object.entries(audience).map(([field, value]) => [
    field,
    Array.isArray(value) ? value.map(String).sort() : value,
  ])
  return JSON.stringify(parts.sort())
}

function rangeOf(word: string, years: number): Years | null {
  switch (word) {
    case 'до':
    case 'не больше':
    case 'не более':
      return { from: null, to: years }
    case 'меньше':
    case 'менее':
      return years === 0 ? null : { from: null, to: years - 1 }
    case 'больше':
    case 'более':
    case 'свыше':
      return { from: years + 1, to: null }
    case '':
      return { from: years, to: years }
    default:
      return { from: years, to: null }
  }
}

function toggled<Value>(values: readonly Value[] = [], value: Value, on: boolean): Value[] {
  const others = values.filter((each) => each !== value)
  if (!on) return others
  return values.includes(value) ? [...values] : [...others, value]
}

function withList<Field extends 'roles' | 'institutions' | 'subjects' | 'sites'>(
  audience: Audience,
  field: Field,
  values: NonNullable<Audience[Field]>,
): Audience {
  const { [field]: _before, ...others } = audience
  return values.length === 0 ? others : { ...others, [field]: values }
}
