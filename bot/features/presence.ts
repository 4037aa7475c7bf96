/** Notes who blocks the bot and who comes back: those who block it are not written to, and hold no questions. */
import { Composer } from 'grammy'
import { findPerson, noteBlocking } from '../../db/people.ts'
import { reviveCards } from '../../db/ticket-cards.ts'
import { releaseTicketsOf } from '../../db/ticket-leavers.ts'
import { transaction } from '../../db/transaction.ts'
import { endWaiting } from '../../db/undelivered.ts'
import { chatKeyOf } from '../chat-key.ts'
import type { Context, Parts } from '../context.ts'
import { refreshCards } from '../refresh-cards.ts'

/** First of all: somebody who blocks the bot is not to be taken for somebody who writes. */
export function presenceFeature(parts: Parts): Composer<Context> {
  const composer = new Composer<Context>()
  composer.on('my_chat_member', async (ctx) => {
    if (ctx.chat.type !== 'private') return
    const isGone = ctx.myChatMember.new_chat_member.status === 'kicked'
    const account = { messenger: 'telegram', externalId: String(ctx.chat.id) }
    if (isGone) await noteGone(parts, account)
    else await noteBack(parts, account, chatKeyOf(ctx.chat.id))
  })
  return composer
}

async function noteGone(
  parts: Parts,
  account: { messenger: string; externalId: string },
): Promise<void> {
  const now = parts.clock()
  const changed = await transaction(parts.pool, async (tx) => {
    await noteBlocking(tx, { ...account, since: now })
    const person = await findPerson(tx, account)
    return person ? releaseTicketsOf(tx, { tutorId: person.id, now }) : []
  })
  await refreshCards(parts, changed)
}

async function noteBack(
  { pool, clock }: Parts,
  account: { messenger: string; externalId: string },
  chatKey: string,
): Promise<void> {
  await transaction(pool, async (tx) => {
    await endWaiting(tx, { chatKey, now: clock() })
    await noteBlocking(tx, { ...account, since: null })
    await reviveCards(tx, { chatKey })
  })
}
