/** The tutors' group as a chat that becomes another one, puts the bot out and takes it back; what lies in it follows. */
import type { Db } from './db.ts'
import { moveDeliveries } from './deliveries.ts'
import { moveTutorChat, sayFact } from './facts.ts'

/**
 * A group has become another one, of which the messenger tells several times. Messages stay in the old one and cannot
 * be edited: cards are lost, topics are none, unfinished dialogues go on in the new one. Call it in a transaction.
 */
export async function moveDeskChat(
  tx: Db,
  { from, to, now }: { from: string; to: string; now: Date },
): Promise<void> {
  await moveTutorChat(tx, { from, to, now })
  await tx.query(
    `insert into facts (name, value, changed_at)
     select 'tutor_chat_before', to_jsonb($1::text), $3 from facts
      where name = 'tutor_chat' and value = to_jsonb($2::text)
     on conflict (name) do update set value = excluded.value, changed_at = excluded.changed_at`,
    [from, to, now],
  )
  await moveDeliveries(tx, { from, to })
  await tx.query(
    `update ticket_cards c
        set lost = d.chat_key <> $2, chat_key = d.chat_key
       from deliveries d where d.id = c.delivery_id and c.chat_key = $1`,
    [from, to],
  )
  await tx.query('delete from ticket_topics where chat_key = $1', [from])
  await tx.query('update ticket_drafts set chat_key = $2 where chat_key = $1', [from, to])
  await tx.query(
    `update conversations c set chat_key = $2 where c.chat_key = $1 and not exists (
       select from conversations there where there.person_id = c.person_id and there.chat_key = $2)`,
    [from, to],
  )
}

/** The bot is not in that group any more; false when it is not the tutors', or this is known. */
export async function noteGroupGone(
  db: Db,
  { chatKey, now }: { chatKey: string; now: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into facts (name, value, changed_at)
     select 'tutor_chat_gone', value, $2 from facts
      where name = 'tutor_chat' and value = to_jsonb($1::text)
     on conflict (name) do update set value = excluded.value, changed_at = excluded.changed_at
      where facts.value <> excluded.value`,
    [chatKey, now],
  )
  return rowCount === 1
}

/** The bot is back in the tutors' group; false when it was not known to be out. Cards there are brought up to date. */
export async function noteGroupBack(tx: Db, { chatKey }: { chatKey: string }): Promise<boolean> {
  const { rowCount } = await tx.query(
    `delete from facts where name = 'tutor_chat_gone' and value = to_jsonb($1::text)`,
    [chatKey],
  )
  if (rowCount !== 1) return false
  await tx.query(
    `update ticket_cards c set shown_revision = 0, wait_until = null
       from tickets t where t.id = c.ticket_id and t.status <> 'closed' and c.chat_key = $1`,
    [chatKey],
  )
  return true
}

/** Since when the bot is out of the tutors' group; null while it is in it, or there is none. */
export async function groupGoneSince(db: Db): Promise<Date | null> {
  const { rows } = await db.query<{ changed_at: Date }>(
    `select gone.changed_at from facts gone join facts there on there.name = 'tutor_chat'
      where gone.name = 'tutor_chat_gone' and gone.value = there.value`,
  )
  return rows[0]?.changed_at ?? null
}

/** An administrator says which group is the tutors'. The bot is in it. */
export async function setTutorGroup(
  tx: Db,
  { chatKey, now }: { chatKey: string; now: Date },
): Promise<void> {
  await sayFact(tx, { name: 'tutor_chat', value: chatKey, now })
  await tx.query(`delete from facts where name = 'tutor_chat_gone'`)
}
