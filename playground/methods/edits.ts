/** editMessageText, editMessageCaption, editMessageReplyMarkup, deleteMessage(s): the bot changes its mind. */
import { isDeepStrictEqual } from 'node:util'
import type { Message } from 'grammy/types'
import { readCaption, readText } from '../content.ts'
import { captionFields, textFields } from '../envelope.ts'
import { badRequest } from '../failure.ts'
import { readInlineMarkup } from '../markup.ts'
import type { Parameters } from '../parameters.ts'
import type { World } from '../world.ts'

export function editMessageText(world: World, parameters: Parameters): Message {
  const message = readEditable(world, parameters)
  if (message.text === undefined) throw badRequest('there is no text in the message to edit')
  const { text: _text, entities: _entities, ...rest } = message
  return change(world, parameters, message, { ...rest, ...textFields(readText(parameters)) })
}

export function editMessageCaption(world: World, parameters: Parameters): Message {
  const message = readEditable(world, parameters)
  const hasFile =
    message.photo ?? message.document ?? message.voice ?? message.audio ?? message.video
  if (!hasFile) throw badRequest('there is no caption in the message to edit')
  const { caption: _caption, caption_entities: _entities, ...rest } = message
  return change(world, parameters, message, { ...rest, ...captionFields(readCaption(parameters)) })
}

export function editMessageReplyMarkup(world: World, parameters: Parameters): Message {
  const message = readEditable(world, parameters)
  return change(world, parameters, message, message)
}

/** As at Telegram, an edit that brings no keyboard takes the old one away. */
function change(world: World, parameters: Parameters, before: Message, after: Message): Message {
  const { reply_markup: _old, edit_date: _edited, ...content } = after
  const inline = readInlineMarkup(parameters)
  const next: Message = { ...content, ...(inline ? { reply_markup: inline } : {}) }
  const { edit_date: _date, ...previous } = before
  if (isDeepStrictEqual(stored(next), stored(previous))) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    )
  }
  const edited: Message = { ...next, edit_date: world.seconds() }
  world.revise(edited)
  return edited
}

/** The message as it is kept, without the fields that are there but empty. */
function stored(message: object): unknown {
  return JSON.parse(JSON.stringify(message))
}

function readEditable(world: World, parameters: Parameters): Message {
  if (parameters.has('inline_message_id')) throw badRequest('MESSAGE_ID_INVALID')
  const chat = world.rooms.writable(parameters.text('chat_id'), world.bot.id)
  const id = parameters.integer('message_id')
  if (id === undefined) throw badRequest('message identifier is not specified')
  const message = world.messages.get(chat.id, id)?.message
  if (!message) throw badRequest('message to edit not found')
  if (message.from?.id !== world.bot.id || message.forward_origin) {
    throw badRequest("message can't be edited")
  }
  return message
}

const DELETABLE_SECONDS = 48 * 60 * 60

export function deleteMessage(world: World, parameters: Parameters): true {
  const chat = world.rooms.writable(parameters.text('chat_id'), world.bot.id)
  const id = parameters.integer('message_id')
  if (id === undefined) throw badRequest('message identifier is not specified')
  const message = world.messages.get(chat.id, id)?.message
  if (!message) throw badRequest('message to delete not found')
  if (!mayDelete(world, message)) throw badRequest("message can't be deleted for everyone")
  world.messages.remove(chat.id, id)
  world.events.emit({ kind: 'deleted', chatId: chat.id, messageIds: [id] })
  return true
}

/** What cannot be found or deleted is passed over, as at Telegram. */
export function deleteMessages(world: World, parameters: Parameters): true {
  const chat = world.rooms.writable(parameters.text('chat_id'), world.bot.id)
  const ids = (parameters.array('message_ids') ?? []).map(Number)
  if (ids.length === 0 || ids.length > 100) throw badRequest('wrong message identifiers specified')
  const gone = ids.filter((id) => {
    const message = world.messages.get(chat.id, id)?.message
    return message && mayDelete(world, message) && world.messages.remove(chat.id, id)
  })
  if (gone.length > 0) world.events.emit({ kind: 'deleted', chatId: chat.id, messageIds: gone })
  return true
}

function mayDelete(world: World, message: Message): boolean {
  const administrator =
    message.chat.type !== 'private' &&
    world.rooms.status(message.chat.id, world.bot.id) === 'administrator'
  if (administrator) return true
  const recent = world.seconds() - message.date <= DELETABLE_SECONDS
  const own = message.from?.id === world.bot.id
  return recent && (own || message.chat.type === 'private')
}
