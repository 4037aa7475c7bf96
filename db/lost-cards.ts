/** Unfinished tickets of which no card is where tutors look, and the places for new ones. */
import type { Db } from './db.ts'
import { DESK_CHATS, type DeskChat } from './duty.ts'

/** Of open tickets so many, the longest waiting, get a card anew; the next ones follow as these are taken. */
const MOST_OPEN = 20

/** After a card that did not arrive the next one waits so long. */
const PLACED_AGAIN = `interval '1 minute'`

/**
 * A card is of no use when its message was deleted, its chat has become another one, the bot was put out of the group,
 * or a tutor is none any more. A claimed ticket's card is for the group, or for the tutor who has it.
 */
const LOST_CARDS = `
  with desk as materialized (${DESK_CHATS})
  select t.id as "ticketId", desk.chat_key as "chatKey", desk.person_id as "personId"
    from ((select id, tutor_id from tickets where status = 'open' order by waiting_since, id limit ${MOST_OPEN})
          union all select id, tutor_id from tickets where status = 'claimed') t
   cross join desk
   where (t.tutor_id is null or desk.person_id is null or desk.person_id = t.tutor_id)
     and not exists (
       select from ticket_cards c
         join deliveries d on d.id = c.delivery_id
         join desk there on there.chat_key = d.chat_key
        where c.ticket_id = t.id and not c.lost
          and (d.status in ('planned', 'sending', 'sent') or d.created_at > $1::timestamptz - ${PLACED_AGAIN}))`

/** The chats in which a card is to be put anew; none while there is nobody to look. */
export async function findLostCards(
  db: Db,
  { now }: { now: Date },
): Promise<(DeskChat & { ticketId: number })[]> {
  const { rows } = await db.query<DeskChat & { ticketId: number }>(
    `select * from (${LOST_CARDS}) as lost order by "ticketId", "personId"`,
    [now],
  )
  return rows
}

export async function hasLostCards(db: Db, { now }: { now: Date }): Promise<boolean> {
  const { rows } = await db.query<{ lost: boolean }>(`select exists (${LOST_CARDS}) as lost`, [now])
  return rows[0]?.lost ?? false
}
