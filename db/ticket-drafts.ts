/** Tutors' answers that wait for «Отправить»: one of each ticket and tutor. */
import type { Db } from './db.ts'
import { toJson } from './json.ts'
import type { Said, SaidIn } from './said.ts'

export interface TicketDraft {
  ticket_id: number
  person_id: number
  chat_key: string
  /** Tells it from earlier ones of the same ticket. */
  draft: number
  said: Said
  message_ids: string[]
  album: string | null
}

/** The tutor's answer to the ticket as it waits now, in the place of an earlier one. */
export async function saveDraft(
  db: Db,
  draft: {
    ticketId: number
    personId: number
    draft: number
    said: Said
    saidIn: SaidIn
    now: Date
  },
): Promise<void> {
  const { chatKey, messageIds, album } = draft.saidIn
  await db.query(
    `insert into ticket_drafts (ticket_id, person_id, chat_key, draft, said, message_ids, album, made_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (ticket_id, person_id) do update
        set chat_key = excluded.chat_key, draft = excluded.draft, said = excluded.said,
            message_ids = excluded.message_ids, album = excluded.album, made_at = excluded.made_at`,
    [
      draft.ticketId,
      draft.personId,
      chatKey,
      draft.draft,
      toJson(draft.said),
      messageIds,
      album,
      draft.now,
    ],
  )
}

/** The draft that these buttons were shown with; null when it was sent, changed or dropped. */
export async function findDraft(
  db: Db,
  { ticketId, personId, draft }: { ticketId: number; personId: number; draft: number },
): Promise<TicketDraft | null> {
  const { rows } = await db.query<TicketDraft>(
    `select * from ticket_drafts where ticket_id = $1 and person_id = $2 and draft = $3`,
    [ticketId, personId, draft],
  )
  return rows[0] ?? null
}

/** The person's draft that came with this message, or with an earlier part of this album. */
export async function findDraftOfMessage(
  db: Db,
  said: { personId: number; chatKey: string; messageId: string; album: string | null },
): Promise<TicketDraft | null> {
  const { rows } = await db.query<TicketDraft>(
    `select * from ticket_drafts
      where person_id = $1 and chat_key = $2 and (message_ids @> array[$3] or album = $4)
      order by made_at desc limit 1`,
    [said.personId, said.chatKey, said.messageId, said.album],
  )
  return rows[0] ?? null
}

/** Takes the draft out, for sending or for nothing; null when somebody has done so before. */
export async function takeDraft(
  db: Db,
  { ticketId, personId, draft }: { ticketId: number; personId: number; draft: number },
): Promise<TicketDraft | null> {
  const { rows } = await db.query<TicketDraft>(
    `delete from ticket_drafts where ticket_id = $1 and person_id = $2 and draft = $3 returning *`,
    [ticketId, personId, draft],
  )
  return rows[0] ?? null
}

/** Drops the person's latest draft in the chat; false when there is none. */
export async function dropLastDraft(
  db: Db,
  { personId, chatKey }: { personId: number; chatKey: string },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `delete from ticket_drafts where (ticket_id, person_id) in (
       select ticket_id, person_id from ticket_drafts where person_id = $1 and chat_key = $2
        order by made_at desc limit 1)`,
    [personId, chatKey],
  )
  return rowCount === 1
}
