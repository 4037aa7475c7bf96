/** How a handler answers: through the ledger, so that nothing said is lost or said twice. */
import { GrammyError } from 'grammy'
import { type Extras, PRIORITY, saidMessages } from './content.ts'
import type { Context, Parts, SayOptions } from './context.ts'
import { html } from './html.ts'

/** Nothing may be stored about a person without consent: they are answered directly. */
export function createSay(ctx: Context, { outbox }: Pick<Parts, 'outbox'>): Context['say'] {
  let said = 0
  return async (message, options = {}) => {
    const messages = saidMessages(message, options.attachments ?? [], extrasOf(ctx, options))
    if (!ctx.person) return sayDirectly(ctx, messages)
    for (const [part, content] of messages.entries()) {
      const key = options.key
        ? `${options.key}:${part}`
        : `update:${ctx.update.update_id}:${said++}`
      await outbox.post({
        key,
        kind: options.kind ?? 'reply',
        chatKey: ctx.chatKey,
        personId: ctx.chat?.type === 'private' ? ctx.person.id : null,
        content,
        priority: PRIORITY.reply,
        dueAt: ctx.now,
      })
    }
  }
}

export function createToast(ctx: Context): Context['toast'] {
  return async (text) => {
    if (!ctx.callbackQuery) return
    if ((await answerPress(ctx, text)) || text === undefined) return
    await ctx.say(html`${text}`)
  }
}

/** False when Telegram does not take the answer any more. */
async function answerPress(ctx: Context, text: string | undefined): Promise<boolean> {
  try {
    await ctx.answerCallbackQuery(text === undefined ? {} : { text })
    return true
  } catch (error) {
    if (error instanceof GrammyError && error.error_code === 400) return false
    throw error
  }
}

async function sayDirectly(ctx: Context, messages: ReturnType<typeof saidMessages>): Promise<void> {
  for (const { payload } of messages) {
    // Without files they are payloads of sendMessage; with the chat they are complete.
    const complete = { ...payload, chat_id: ctx.chat?.id } as Parameters<
      typeof ctx.api.raw.sendMessage
    >[0]
    await ctx.api.raw.sendMessage(complete)
  }
}

function extrasOf(ctx: Context, options: SayOptions): Extras {
  return {
    keyboard: options.keyboard,
    forceReply: options.forceReply,
    replyTo: options.reply ? ctx.msgId : undefined,
    thread: ctx.msg?.is_topic_message ? ctx.msg.message_thread_id : undefined,
  }
}
