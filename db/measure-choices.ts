/** Whom a methodist is choosing to be reminded of a measure: a group, and people one by one. */
import { type Audience, audienceCondition } from './audiences.ts'
import type { Db } from './db.ts'
import { toJson } from './json.ts'

export interface MeasureChoice {
  /** Null: no group. */
  audience: Audience | null
  people: number[]
}

type Whose = { measureId: number; personId: number }

/** Nobody, as long as nothing was chosen. */
export async function findMeasureChoice(
  db: Db,
  { measureId, personId }: Whose,
): Promise<MeasureChoice> {
  const { rows } = await db.query<MeasureChoice>(
    `select audience, people::float8[] as people from measure_choices
      where measure_id = $1 and person_id = $2`,
    [measureId, personId],
  )
  return rows[0] ?? { audience: null, people: [] }
}

/** Keeps the group; null for none. */
export async function chooseAudience(
  db: Db,
  { measureId, personId, audience, now }: Whose & { audience: Audience | null; now: Date },
): Promise<void> {
  await db.query(
    `insert into measure_choices (measure_id, person_id, audience, chosen_at) values ($1, $2, $3, $4)
     on conflict (measure_id, person_id) do update set audience = excluded.audience, chosen_at = excluded.chosen_at`,
    [measureId, personId, audience === null ? null : toJson(audience), now],
  )
}

/** Adds somebody; twice is once. */
export async function chooseOne(
  db: Db,
  { measureId, personId, chosen, now }: Whose & { chosen: number; now: Date },
): Promise<void> {
  await db.query(
    `insert into measure_choices (measure_id, person_id, people, chosen_at) values ($1, $2, array[$3::bigint], $4)
     on conflict (measure_id, person_id) do update
        set people = array(select unnest(measure_choices.people) union select $3), chosen_at = excluded.chosen_at`,
    [measureId, personId, chosen, now],
  )
}

export async function forgetMeasureChoice(db: Db, { measureId, personId }: Whose): Promise<void> {
  await db.query('delete from measure_choices where measure_id = $1 and person_id = $2', [
    measureId,
    personId,
  ])
}

/** Whether all of them are to be reminded of that already. */
export async function areReminded(
  db: Db,
  planned: { measureId: number; day: string; daysBefore: number; people: readonly number[] },
): Promise<boolean> {
  const { measureId, day, daysBefore, people } = planned
  const { rowCount } = await db.query(
    `select from reminders where measure_id = $1 and moment = $2 and status <> 'dropped' and people @> $3::bigint[]`,
    [measureId, `${day}:${daysBefore}`, people],
  )
  return rowCount !== 0
}

/** Somebody to choose, as a list shows them. */
export interface Named {
  id: number
  name: string | null
  position: string | null
  institution: string | null
}

/** Everyone it is at the moment, whom the bot may write to. */
export async function peopleOfChoice(
  db: Db,
  { audience, people }: MeasureChoice,
): Promise<Named[]> {
  const group = audience && audienceCondition(audience, 2)
  const reachable = audienceCondition({}, 2)
  const { rows } = await db.query<Named>(
    `${NAMED} where (p.id = any($1::bigint[]) and ${reachable.sql})${group ? ` or (${group.sql})` : ''}
      order by p.id`,
    [people, ...(group?.values ?? [])],
  )
  return rows
}

/** Those whose name holds the words, letter case and ё aside; at most `limit`. */
export async function findPeopleNamed(
  db: Db,
  { words, limit }: { words: string; limit: number },
): Promise<Named[]> {
  const { sql, values } = audienceCondition({}, 3)
  const { rows } = await db.query<Named>(
    `${NAMED} where strpos(translate(lower(p.name), 'ё', 'е'), translate(lower($1), 'ё', 'е')) > 0 and ${sql}
      order by p.name, p.id limit $2`,
    [words, limit, ...values],
  )
  return rows
}

const NAMED = `select p.id, p.name, p.position, coalesce(i.name, p.institution_words) as institution
  from people p left join institutions i on i.id = p.institution_id`
