/** Forgets a person: what names them goes, what counts without a name stays. */
import { forgetBroadcasts } from './broadcast-drafts.ts'
import type { Db } from './db.ts'
import { forgetInDiagnostics } from './diagnostics-people.ts'
import { forgetInEventPeople } from './event-attendance.ts'
import { dropEventCards } from './event-cards.ts'
import { leaveEvents } from './event-marks.ts'
import { forgetInEvents } from './events.ts'
import { endInvitesOf } from './invites.ts'
import { forgetInKnowledge } from './knowledge.ts'
import { forgetInMeasures } from './measures-done.ts'
import { forgetInReminders } from './reminders.ts'
import { forgetInSites } from './sites.ts'
import { closeTicketsOf, releaseTicketsOf } from './ticket-leavers.ts'

export interface Stored {
  questions: number
  tickets: number
  /** With a mark of theirs, or where they were. */
  events: number
  subscriptions: number
  /** That they have passed. */
  diagnostics: number
}

/** How much is kept about a person, for showing it to them. */
export async function countStored(db: Db, { personId }: { personId: number }): Promise<Stored> {
  const { rows } = await db.query<Stored>(
    `select (select count(*) from questions where person_id = $1) as questions,
            (select count(*) from tickets where person_id = $1) as tickets,
            (select count(*) from event_people
              where person_id = $1 and (mark is not null or attended_at is not null)) as events,
            (select count(*) from diagnostics_people
              where person_id = $1 and passed_at is not null) as diagnostics,
            (select count(*) from subscriptions where person_id = $1) as subscriptions`,
    [personId],
  )
  const stored = rows[0]
  if (!stored) throw new Error('a count returned no row')
  return stored
}

/**
 * Ends what is being done for a person who withdrew consent or is erased: open tickets are closed, claimed ones go back
 * to the queue, dialogues and unsent messages go. Returns the ids of the tickets changed. Call it in a transaction.
 */
export async function stopServing(
  tx: Db,
  { personId, now }: { personId: number; now: Date },
): Promise<number[]> {
  await forgetInReminders(tx, { personId })
  const closed = await closeTicketsOf(tx, { personId, now })
  const released = await releaseTicketsOf(tx, { tutorId: personId, now })
  await leaveEvents(tx, { personId, now })
  await dropEventCards(tx, { personId })
  await tx.query('delete from conversations where person_id = $1', [personId])
  await forgetInMeasures(tx, { personId })
  await tx.query('delete from ticket_drafts where person_id = $1', [personId])
  await tx.query(
    `update questions set status = 'declined', lease_until = null
      where person_id = $1 and status = 'received'`,
    [personId],
  )
  await tx.query(
    `update deliveries set status = 'failed', error = 'asked to stop', content = '{}'
      where person_id = $1 and status in ('planned', 'in_doubt')`,
    [personId],
  )
  return [...closed, ...released]
}

/**
 * Erases a person: name, account, profile, roles, authorship, contents of messages. Their row stays without a name,
 * which tells a restored backup whom to forget again. Returns the ids of the tickets changed. Call it in a transaction.
 */
export async function erasePerson(
  tx: Db,
  { personId, now }: { personId: number; now: Date },
): Promise<number[]> {
  const changed = await stopServing(tx, { personId, now })
  await forgetMessages(tx, personId)
  await endInvitesOf(tx, { personId, now })
  await forgetInKnowledge(tx, { personId })
  await forgetBroadcasts(tx, { personId })
  await forgetInEventPeople(tx, { personId })
  await forgetInDiagnostics(tx, { personId })
  await forgetInSites(tx, { personId })
  await forgetInEvents(tx, { personId })
  const renamed = await forgetAuthorship(tx, personId)
  await tx.query(
    'update consents set withdrawn_at = $2 where person_id = $1 and withdrawn_at is null',
    [personId, now],
  )
  await tx.query('delete from accounts where person_id = $1', [personId])
  await tx.query('delete from roles where person_id = $1', [personId])
  await tx.query(
    `update people set name = null, position = null, subject = null, years_of_service = null,
            institution_id = null, institution_words = null, reminders = true, quiet_hours = null,
            profile_offered_at = null, erased_at = $2 where id = $1`,
    [personId, now],
  )
  return [...changed, ...renamed]
}

/** Contents go, also of cards that show the person's question and of previews of a tutor's answer to it. */
async function forgetMessages(tx: Db, personId: number): Promise<void> {
  await tx.query(
    `update deliveries set content = '{}' where person_id = $1
        or key like any (select 'ticket:' || id || ':%' from tickets where person_id = $1)`,
    [personId],
  )
  await tx.query(
    `update deliveries set person_id = null, chat_key = '', message_id = null, part_ids = null where person_id = $1`,
    [personId],
  )
  await tx.query(
    `update ticket_messages set content = '{}' where author_id = $1 and side = 'teacher'`,
    [personId],
  )
  await tx.query(
    'delete from ticket_drafts where ticket_id in (select id from tickets where person_id = $1)',
    [personId],
  )
  await tx.query(
    `update ticket_messages set chat_key = null, message_ids = '{}', album = null where author_id = $1`,
    [personId],
  )
}

/** Returns the ids of the tickets whose cards show the person's name as the tutor's. */
async function forgetAuthorship(tx: Db, personId: number): Promise<number[]> {
  await tx.query(
    `update questions
        set person_id = null, chat_key = '', message_id = null, attachments = '[]', album = null
      where person_id = $1`,
    [personId],
  )
  await tx.query('update tickets set person_id = null where person_id = $1', [personId])
  const { rows: answered } = await tx.query<{ id: number }>(
    `update tickets set tutor_id = null, revision = revision + 1 where tutor_id = $1 returning id`,
    [personId],
  )
  await tx.query('update ticket_history set actor_id = null where actor_id = $1', [personId])
  await tx.query('update ticket_messages set author_id = null where author_id = $1', [personId])
  await tx.query('update audit set actor_id = null where actor_id = $1', [personId])
  await tx.query('update roles set granted_by = null where granted_by = $1', [personId])
  await tx.query('update invites set created_by = null where created_by = $1', [personId])
  await tx.query('update invites set used_by = null where used_by = $1', [personId])
  return answered.map(({ id }) => id)
}
