/** Who something is meant for: any of each kind that is named, all kinds together; nothing named is everyone. */
import type { Db } from './db.ts'
import type { Role } from './people.ts'

export interface Audience {
  /** Any of these; «teacher» is who holds no role. */
  roles?: ('teacher' | Role)[]
  institutions?: number[]
  /** As people wrote them, letter case aside; found within what they wrote. */
  subjects?: string[]
  /** Subscribers of any of these sites. */
  sites?: number[]
  /** Whole years of service, both included. */
  years?: { from: number | null; to: number | null }
  /** By their mark at an event: «none» was told and has not answered, «came» was there. */
  event?: { id: number; marks: ('going' | 'waiting' | 'declined' | 'none' | 'came')[] }
}

/** A condition on people `p`, with its values from `$first` on. Without consent, erased and blocked are never meant. */
export interface Condition {
  sql: string
  values: unknown[]
}

/** Whom the bot may write to at all: consent in force, not erased, and an account that has not blocked it. */
const REACHABLE = `p.erased_at is null
  and exists (select from consents n where n.person_id = p.id and n.withdrawn_at is null)
  and exists (select from accounts a where a.person_id = p.id and a.blocked_at is null)`

/** The audience as a condition, for `insert … select` over people `p`. */
export function audienceCondition(audience: Audience, first: number): Condition {
  const { sql, values } = membershipCondition(audience, first)
  return { sql: `(${REACHABLE})\n and ${sql}`, values }
}

/** The same without asking whether the bot may write to them: whoever blocks it for a while belongs to it still. */
export function membershipCondition(audience: Audience, first: number): Condition {
  const values: unknown[] = []
  const next = (value: unknown) => `$${first + values.push(value) - 1}`
  const { roles, institutions, subjects, sites, years, event } = audience
  const parts = ['true']
  if (roles?.length) parts.push(rolesOf(roles, next))
  if (institutions?.length) parts.push(`p.institution_id = any(${next(institutions)}::bigint[])`)
  if (subjects?.length) {
    const words = next(subjects.map((subject) => subject.toLowerCase()))
    parts.push(
      `exists (select from unnest(${words}::text[]) as s where strpos(lower(p.subject), s) > 0)`,
    )
  }
  if (sites?.length) {
    parts.push(`exists (select from subscriptions s
      where s.person_id = p.id and s.site_id = any(${next(sites)}::bigint[]))`)
  }
  if (years?.from != null) parts.push(`p.years_of_service >= ${next(years.from)}`)
  if (years?.to != null) parts.push(`p.years_of_service <= ${next(years.to)}`)
  if (event) parts.push(marksOf(next(event.id), next(event.marks)))
  return { sql: parts.map((part) => `(${part})`).join('\n and '), values }
}

/** How many people it is at the moment. */
export async function countAudience(db: Db, { audience }: { audience: Audience }): Promise<number> {
  const { sql, values } = audienceCondition(audience, 1)
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::integer as count from people p where ${sql}`,
    values,
  )
  return rows[0]?.count ?? 0
}

/** Each half stands only where it is asked, so that the planner can make a plain join of it. */
function rolesOf(roles: readonly string[], next: (value: unknown) => string): string {
  const held = roles.filter((role) => role !== 'teacher')
  const holds = (which = '') => `exists (select from roles r where r.person_id = p.id${which})`
  const halves = [
    ...(held.length > 0 ? [holds(` and r.role = any(${next(held)}::text[])`)] : []),
    ...(held.length < roles.length ? [`not ${holds()}`] : []),
  ]
  return halves.join(' or ')
}

function marksOf(event: string, marks: string): string {
  return `exists (select from event_people e where e.person_id = p.id and e.event_id = ${event}
    and (coalesce(e.mark, 'none') = any(${marks}::text[])
         or (e.attended_at is not null and 'came' = any(${marks}::text[]))))`
}
