/** A tutor finds that two questions are one: whoever asked waits for one answer, or gets the one that was given. */
import type { Db } from '../db/db.ts'
import { listAskers } from '../db/ticket-askers.ts'
import { joinTicket } from '../db/ticket-moves.ts'
import { answerWith, shareAnswer } from '../db/ticket-sharing.ts'
import { findTicket } from '../db/tickets.ts'
import { transaction } from '../db/transaction.ts'
import type { Parts, PersonContext } from './context.ts'
import { planAnswer, signatureOf } from './drafts.ts'
import { continueButton, keyboard } from './keyboards.ts'
import { ticketTexts } from './texts/tickets.ts'
import { formatPromise } from './texts/time.ts'
import { planText } from './ticketing.ts'

interface Same {
  ticketId: number
  otherId: number
}

/** What became of it, with the ids of the deliveries; null when one of the two has changed meanwhile. */
export async function joinAsSame(
  ctx: PersonContext,
  parts: Parts,
  same: Same,
): Promise<{ answered: boolean; ids: number[] } | null> {
  return transaction(parts.pool, async (tx) => {
    const other = await findTicket(tx, same.otherId)
    if (other?.answered_at) {
      const ids = await passAnswer(tx, ctx, parts, same)
      return ids && { answered: true, ids }
    }
    const ids = await waitTogether(tx, ctx, parts, same)
    return ids && { answered: false, ids }
  })
}

/** The answer that was given goes to everyone who asked this one, too, signed by who gave it. */
async function passAnswer(
  tx: Db,
  { person, now }: PersonContext,
  parts: Parts,
  { ticketId, otherId }: Same,
): Promise<number[] | null> {
  const said = await answerWith(tx, { ticketId, fromId: otherId, tutorId: person.id, now })
  if (!said) return null
  const { messageId, content, author: name, position } = said
  const signature = signatureOf({ name, position })
  const ids = await planAnswer(tx, parts, { ticketId, messageId, content, signature, now })
  await shareAnswer(tx, { ticketId, messageId, now })
  return ids
}

async function waitTogether(
  tx: Db,
  { person, now }: PersonContext,
  parts: Parts,
  { ticketId, otherId }: Same,
): Promise<number[] | null> {
  const askers = await listAskers(tx, ticketId)
  const joined = await joinTicket(tx, { ticketId, intoId: otherId, tutorId: person.id, now })
  if (!joined) return null
  const until = formatPromise(joined.into.promised_by, now, parts.centre.calendar.zone)
  const ids: number[] = []
  for (const asker of askers) {
    const number = asker.ticket_id
    const message = {
      key: `ticket:${number}:accepted:same-${otherId}-${joined.joined.revision}`,
      chatKey: asker.chat_key,
      personId: asker.person_id,
      replyTo: asker.message_id,
      keyboard: keyboard([continueButton(number)]),
      text: ticketTexts.foundSame(number, otherId, until),
      now,
    }
    ids.push(...(await planText(tx, parts, message)))
  }
  return ids
}
