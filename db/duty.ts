/** Who serves at the tutors' desk: those who can, those on duty, and the chats that get cards. */
import type { Db } from './db.ts'

/** SQL: the tutors' group as `value`, unless there is none or the bot is out of it. */
const GROUP = `
  select there.value from facts there
   where there.name = 'tutor_chat' and not exists (
     select from facts gone where gone.name = 'tutor_chat_gone' and gone.value = there.value)`

/**
 * SQL: whether the person of this id is a tutor who can answer: with a consent in force, and with the bot not blocked
 * where there is no group to answer in. A column's own alias must be none of those that stand here.
 */
export const serves = (personId: string): string => `exists (
  select from roles held
    join consents given on given.person_id = held.person_id and given.withdrawn_at is null
    join accounts known on known.person_id = held.person_id
   where held.person_id = ${personId} and held.role = 'tutor'
     and (known.blocked_at is null or exists (${GROUP})))`

/**
 * SQL: the chats of the desk as `chat_key` and `person_id`: the tutors' group (of no person) where there is one, else
 * the chats of the tutors on duty, else those of all tutors.
 */
export const DESK_CHATS = `
  select value #>> '{}' as chat_key, null::bigint as person_id from (${GROUP}) as tutor_group
  union all
  select a.messenger || ':' || a.external_id, a.person_id from accounts a
   where not exists (${GROUP}) and a.blocked_at is null and ${serves('a.person_id')}
     and (exists (select from duty d where d.person_id = a.person_id)
       or not exists (select from duty d where ${serves('d.person_id')}))`

export interface DeskChat {
  chatKey: string
  /** Whose own chat it is; null for the group. */
  personId: number | null
}

/** Every chat that gets a card. Empty when nobody could answer. */
export async function listDeskChats(db: Db): Promise<DeskChat[]> {
  const { rows } = await db.query<DeskChat>(
    `select chat_key as "chatKey", person_id as "personId" from (${DESK_CHATS}) desk order by person_id`,
  )
  return rows
}

export interface Tutor {
  id: number
  name: string | null
  position: string | null
  external_id: string
  on_duty: boolean
  /** How many questions the tutor has taken and not answered yet. */
  claimed: number
}

/** A page of the tutors who serve, those on duty first; one more than `limit` tells that there is a next page. */
export async function listTutors(
  db: Db,
  { except = null, offset, limit }: { except?: number | null; offset: number; limit: number },
): Promise<Tutor[]> {
  const { rows } = await db.query<Tutor>(
    `select p.id, p.name, p.position, min(a.external_id) as external_id,
            exists (select from duty d where d.person_id = p.id) as on_duty,
            (select count(*) from tickets t where t.tutor_id = p.id and t.status = 'claimed') as claimed
       from people p join accounts a on a.person_id = p.id
      where ${serves('p.id')} and a.blocked_at is null and p.id is distinct from $1
      group by p.id order by on_duty desc, p.name nulls last, p.id offset $2 limit $3`,
    [except, offset, limit + 1],
  )
  return rows
}

/** Marks the tutor on duty; false when they were already. */
export async function startDuty(
  db: Db,
  { personId, now }: { personId: number; now: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    'insert into duty (person_id, since) values ($1, $2) on conflict do nothing',
    [personId, now],
  )
  return rowCount === 1
}

/** Takes the tutor off duty; false when they were not on it. */
export async function endDuty(db: Db, { personId }: { personId: number }): Promise<boolean> {
  const { rowCount } = await db.query('delete from duty where person_id = $1', [personId])
  return rowCount === 1
}
