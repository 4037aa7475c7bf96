/** What every new message of the bot has in common: where it goes, what it answers, what is under it. */
import type { Chat, Message, TextQuote } from 'grammy/types'
import { badRequest } from './failure.ts'
import type { Formatted } from './html.ts'
import { type Markup, readMarkup } from './markup.ts'
import { fieldsOf, type Parameters } from './parameters.ts'
import { botUser, type World } from './world.ts'

export interface Envelope {
  chat: Chat
  /** The fields of a message that do not depend on what it holds, but for its id. */
  fields: Omit<Message, 'message_id'>
  markup: Markup
}

/** Checks that the bot may write there and that what it answers exists. */
export function readEnvelope(world: World, parameters: Parameters): Envelope {
  const chat = world.rooms.writable(parameters.text('chat_id'), world.bot.id)
  const markup = readMarkup(parameters)
  const thread = readThread(world, chat, parameters)
  return {
    chat,
    markup,
    fields: {
      from: botUser(world),
      chat,
      date: world.seconds(),
      ...thread,
      ...readReply(world, chat, parameters),
      ...(parameters.flag('protect_content') ? { has_protected_content: true } : {}),
      ...(markup.inline ? { reply_markup: markup.inline } : {}),
    },
  }
}

/** Sends what a method has made and returns the message as Telegram shows it to the bot. */
export function post(world: World, envelope: Envelope, content: Partial<Message>): Message {
  const message: Message = {
    message_id: world.messages.nextId(envelope.chat),
    ...envelope.fields,
    ...content,
  }
  const { keyboard } = envelope.markup
  world.publish(message, keyboard === undefined ? {} : { keyboard })
  return message
}

/** Words as a message or a caption carries them; no empty fields. */
export function textFields(words: Formatted): Partial<Message> {
  return {
    text: words.text,
    ...(words.entities.length > 0 ? { entities: words.entities } : {}),
  }
}

export function captionFields(words: Formatted): Partial<Message> {
  if (words.text === '') return {}
  return {
    caption: words.text,
    ...(words.entities.length > 0 ? { caption_entities: words.entities } : {}),
  }
}

/** Quoted inside another message, a message does not show what it answered itself. */
export function withoutReply(message: Message): NonNullable<Message['reply_to_message']> {
  const { reply_to_message: _answered, ...rest } = message
  // The client's types ask for the field to be there and undefined; JSON knows only absence.
  return rest as NonNullable<Message['reply_to_message']>
}

function readThread(world: World, chat: Chat, parameters: Parameters): Partial<Message> {
  const thread = parameters.integer('message_thread_id')
  if (thread === undefined || chat.type !== 'supergroup' || !chat.is_forum) return {}
  const topic = world.database
    .prepare('select closed from topic where room_id = ? and thread_id = ?')
    .get(chat.id, thread)
  if (!topic) throw badRequest('message thread not found')
  const mayWrite = world.rooms.status(chat.id, world.bot.id) === 'administrator'
  if (topic.closed && !mayWrite) throw badRequest('TOPIC_CLOSED')
  return { message_thread_id: thread, is_topic_message: true }
}

function readReply(world: World, chat: Chat, parameters: Parameters): Partial<Message> {
  const asked: Record<string, unknown> = fieldsOf(parameters.json('reply_parameters')) ?? {
    message_id: parameters.integer('reply_to_message_id'),
  }
  if (asked.message_id === undefined) return {}
  const anyway =
    asked.allow_sending_without_reply === true || parameters.flag('allow_sending_without_reply')
  const from = asked.chat_id === undefined ? chat : world.rooms.known(String(asked.chat_id))
  const answered = world.messages.get(from.id, Number(asked.message_id))?.message
  if (!answered) {
    if (anyway) return {}
    throw badRequest('message to be replied not found')
  }
  return { reply_to_message: withoutReply(answered), ...readQuote(asked, answered) }
}

function readQuote(asked: Record<string, unknown>, answered: Message): { quote?: TextQuote } {
  if (typeof asked.quote !== 'string' || asked.quote === '') return {}
  const position = (answered.text ?? answered.caption ?? '').indexOf(asked.quote)
  if (position < 0) throw badRequest('QUOTE_TEXT_INVALID')
  return { quote: { text: asked.quote, position, is_manual: true } }
}
