/** Who speaks in the tutors' group as the group or as a channel is nobody whose answer could be signed: refused politely. */
import { Composer } from 'grammy'
import type { Message } from 'grammy/types'
import { findTicketOfMessage } from '../../db/ticket-thread.ts'
import { chatKeyOf } from '../chat-key.ts'
import { PRIORITY, textMessages } from '../content.ts'
import type { Context, Parts } from '../context.ts'
import { findTutorGroup } from '../desk-chats.ts'
import { botLink, groupTexts } from '../texts/group.ts'

/** In groups, before it is asked who acts. Only who speaks to the bot is told. */
export function anonymousFeature(parts: Parts): Composer<Context> {
  const composer = new Composer<Context>()
  composer.on('message', async (ctx, next) => {
    if (!ctx.message.sender_chat) return next()
    if (!ctx.message.is_automatic_forward && (await isForBot(ctx, parts))) await refuse(ctx, parts)
  })
  return composer
}

async function isForBot(ctx: Context, { pool }: Parts): Promise<boolean> {
  const { chat, message, me } = ctx
  const chatKey = chatKeyOf(chat?.id ?? 0)
  if (!message || chatKey !== (await findTutorGroup(pool))) return false
  if (isCommand(message, me.username)) return true
  const repliedTo = message.reply_to_message?.message_id
  if (repliedTo === undefined) return false
  return (await findTicketOfMessage(pool, { chatKey, messageId: String(repliedTo) })) !== null
}

function isCommand({ text = '', entities = [] }: Message, username: string): boolean {
  const command = entities.find(({ type, offset }) => type === 'bot_command' && offset === 0)
  const [, to] = text.slice(0, command?.length ?? 0).split('@')
  return command !== undefined && (to === undefined || to.toLowerCase() === username.toLowerCase())
}

/** Nothing is known of who it was, so nothing personal is written down. */
async function refuse({ update, chat, msg, me }: Context, { outbox, clock }: Parts): Promise<void> {
  const thread = msg?.is_topic_message ? msg.message_thread_id : undefined
  const text = groupTexts.anonymous(botLink(me.username))
  for (const [part, content] of textMessages(text, {
    replyTo: msg?.message_id,
    thread,
  }).entries()) {
    await outbox.post({
      key: `update:${update.update_id}:${part}`,
      kind: 'reply',
      chatKey: chatKeyOf(chat?.id ?? 0),
      personId: null,
      content,
      priority: PRIORITY.reply,
      dueAt: clock(),
    })
  }
}
