/** What became of a broadcast: everybody of the audience that was fixed at its start counts once. */
import type { Db } from './db.ts'

/** They add up to `audience`, at every moment. */
export interface Sums {
  audience: number
  planned: number
  sending: number
  sent: number
  blocked: number
  failed: number
  inDoubt: number
  leftOut: number
}

export type PersonState = Exclude<keyof Sums, 'audience'>

/** The errors of deliveries that say of the person, not of the message, that nothing can be sent. */
export const UNREACHABLE = {
  blocked: 'the person has blocked the bot',
  deactivated: 'the account is deactivated',
  unknown: 'the chat was not found',
} as const

/** Of a person who has withdrawn consent: `db/erasure.ts` ends their deliveries so. */
const ASKED_TO_STOP = 'asked to stop'

const list = (words: readonly string[]) => words.map((word) => `'${word}'`).join(', ')
const UNREACHABLE_ERRORS = list(Object.values(UNREACHABLE))

/** Of several messages to a person the first of these states that one of them is in; without any, none is written yet. */
const BY_WEIGHT = ['leftOut', 'blocked', 'failed', 'inDoubt', 'sending', 'planned', 'sent'] as const

const weight = (state: PersonState) => BY_WEIGHT.indexOf(state) + 1

/** One row for everybody of the audience of `$1`. Counted every few seconds while a broadcast runs. */
const PEOPLE = `
  select o.place, o.person_id, coalesce(o.left_out, d.error) as reason, d.sent_at,
         case when o.left_out = 'blocked' then 'blocked'
              when o.left_out is not null then 'leftOut'
              else coalesce((array[${list(BY_WEIGHT)}])[d.heaviest], 'planned') end as state
    from broadcast_people o
    left join (
      select broadcast_place as place, max(sent_at) as sent_at,
             max(error) filter (where status in ('failed', 'in_doubt')) as error,
             min(case when status = 'sent' then ${weight('sent')}
                      when status = 'planned' then ${weight('planned')}
                      when status = 'sending' then ${weight('sending')}
                      when status = 'in_doubt' then ${weight('inDoubt')}
                      when error = '${ASKED_TO_STOP}' then ${weight('leftOut')}
                      when error in (${UNREACHABLE_ERRORS}) then ${weight('blocked')}
                      else ${weight('failed')} end) as heaviest
        from deliveries where broadcast_id = $1 group by broadcast_place) d on d.place = o.place
   where o.broadcast_id = $1`

export async function reportOf(db: Db, { broadcastId }: { broadcastId: number }): Promise<Sums> {
  const { rows } = await db.query<{ state: PersonState; count: number }>(
    `select state, count(*)::integer as count from (${PEOPLE}) as people group by state`,
    [broadcastId],
  )
  const counted = new Map(rows.map(({ state, count }) => [state, count]))
  const count = (state: PersonState) => counted.get(state) ?? 0
  return {
    audience: rows.reduce((sum, row) => sum + row.count, 0),
    planned: count('planned'),
    sending: count('sending'),
    sent: count('sent'),
    blocked: count('blocked'),
    failed: count('failed'),
    inDoubt: count('inDoubt'),
    leftOut: count('leftOut'),
  }
}

/** How many messages were sent since then. */
export async function countSentSince(
  db: Db,
  { broadcastId, since }: { broadcastId: number; since: Date },
): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::integer as count from deliveries where broadcast_id = $1 and sent_at > $2`,
    [broadcastId, since],
  )
  return rows[0]?.count ?? 0
}

export interface ReportLine {
  place: number
  state: PersonState
  /** Why it was not sent: a code of ours, or the messenger's words. */
  reason: string | null
  sent_at: Date | null
  /** Null for somebody who was erased. */
  name: string | null
  institution: string | null
}

/** Everybody of the audience, in its order. */
export async function linesOf(
  db: Db,
  { broadcastId }: { broadcastId: number },
): Promise<ReportLine[]> {
  const { rows } = await db.query<ReportLine>(
    `select people.place, people.state, people.reason, people.sent_at, p.name,
            coalesce(i.name, p.institution_words) as institution
       from (${PEOPLE}) as people
       left join people p on p.id = people.person_id
       left join institutions i on i.id = p.institution_id
      order by people.place`,
    [broadcastId],
  )
  return rows
}

/** How many sends are in doubt and were not repeated yet. */
export async function countRepeatable(
  db: Db,
  { broadcastId }: { broadcastId: number },
): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::integer as count from deliveries
      where broadcast_id = $1 and status = 'in_doubt' and repeats = 0`,
    [broadcastId],
  )
  return rows[0]?.count ?? 0
}

/**
 * Plans what is in doubt again, each once, and has the broadcast go on with them. Returns how many there were: none when
 * it is going on, or all of them were repeated.
 */
export async function repeatDoubtful(
  tx: Db,
  { broadcastId, now }: { broadcastId: number; now: Date },
): Promise<number> {
  const { rowCount: isOver } = await tx.query(
    `select from broadcasts where id = $1 and status in ('ended', 'stopped') for update`,
    [broadcastId],
  )
  if (!isOver) return 0
  const { rowCount } = await tx.query(
    `update deliveries set status = 'planned', repeats = 1, due_at = $2, lease_until = null, error = null
      where broadcast_id = $1 and status = 'in_doubt' and repeats = 0`,
    [broadcastId, now],
  )
  if (!rowCount) return 0
  await tx.query(
    `update broadcasts set status = 'running', stopped_because = null, ended_at = null, reported = false
      where id = $1`,
    [broadcastId],
  )
  return rowCount
}
