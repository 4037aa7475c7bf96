/** The tutors' group becomes a supergroup, puts the bot out, takes it back or gives it other rights. */
import { Composer } from 'grammy'
import type { ChatMember } from 'grammy/types'
import type { Db } from '../../db/db.ts'
import { moveDeskChat, noteGroupBack, noteGroupGone } from '../../db/desk-chat.ts'
import { transaction } from '../../db/transaction.ts'
import { chatKeyOf } from '../chat-key.ts'
import type { Context, Parts } from '../context.ts'
import { administrators, findTutorGroup, ownChat } from '../desk-chats.ts'
import { planGroupGone } from '../group-gone.ts'
import { groupTexts } from '../texts/group.ts'
import { planText } from '../ticketing.ts'
import type { Topics } from '../topics.ts'
import { askWhetherTutors } from './new-group.ts'

/** In groups, before it is asked who acts: the messenger itself says these things. */
export function membershipFeature(parts: Parts & { topics: Topics }): Composer<Context> {
  const composer = new Composer<Context>()
  const { pool, clock, queues } = parts
  const follow = async (from: number, to: number) => {
    const move = { from: chatKeyOf(from), to: chatKeyOf(to), now: clock() }
    await transaction(pool, (tx) => moveDeskChat(tx, move))
    await queues.enqueue('watch-desk', {}, { jobId: 'only' })
  }
  composer.on('message:migrate_to_chat_id', (ctx) =>
    follow(ctx.chat.id, ctx.message.migrate_to_chat_id),
  )
  composer.on('message:migrate_from_chat_id', (ctx) =>
    follow(ctx.message.migrate_from_chat_id, ctx.chat.id),
  )
  composer.on('my_chat_member', async (ctx) => {
    const chatKey = chatKeyOf(ctx.chat.id)
    parts.topics.reconsider(chatKey)
    const before = isOutside(ctx.myChatMember.old_chat_member)
    const isOut = isOutside(ctx.myChatMember.new_chat_member)
    if (chatKey !== (await findTutorGroup(pool))) {
      if (before && !isOut) await askWhetherTutors(ctx, parts)
      return
    }
    const ids = await transaction(pool, (tx) => (isOut ? gone : back)(tx, parts, chatKey))
    await parts.outbox.flush(ids)
    await queues.enqueue('watch-desk', {}, { jobId: 'only' })
  })
  return composer
}

function isOutside({ status }: ChatMember): boolean {
  return status === 'left' || status === 'kicked'
}

async function gone(tx: Db, parts: Parts, chatKey: string): Promise<number[]> {
  await noteGroupGone(tx, { chatKey, now: parts.clock() })
  return planGroupGone(tx, parts)
}

async function back(tx: Db, parts: Parts, chatKey: string): Promise<number[]> {
  if (!(await noteGroupBack(tx, { chatKey }))) return []
  const now = parts.clock()
  const ids: number[] = []
  for (const person of await administrators(tx, parts)) {
    const key = `group-back:${now.toISOString()}:${person.id}`
    const notice = { key, ...ownChat(person), text: groupTexts.back, now }
    ids.push(...(await planText(tx, parts, notice)))
  }
  return ids
}
