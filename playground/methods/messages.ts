/** sendMessage, sendMessageDraft, sendChatAction: words of the bot. */
import type { Message, MessageEntity } from 'grammy/types'
import { formatted, LONGEST_TEXT, readText } from '../content.ts'
import { post, readEnvelope, textFields } from '../envelope.ts'
import { badRequest } from '../failure.ts'
import type { Parameters } from '../parameters.ts'
import type { World } from '../world.ts'

export function sendMessage(world: World, parameters: Parameters): Message {
  const envelope = readEnvelope(world, parameters)
  const words = readText(parameters)
  const preview = parameters.json('link_preview_options')
  return post(world, envelope, {
    ...textFields({ ...words, entities: named(world, words.entities) }),
    ...(preview ? { link_preview_options: preview } : {}),
  })
}

/** A mention by id gets the person's name; one of a stranger is dropped, as at Telegram. */
function named(world: World, entities: MessageEntity[]): MessageEntity[] {
  return entities.flatMap((entity): MessageEntity[] => {
    if (entity.type !== 'text_mention') return [entity]
    const user = world.rooms.person(entity.user.id)
    return user ? [{ ...entity, user }] : []
  })
}

/** Shows words that are still being written; they vanish when the message is sent, or after half a minute. */
export function sendMessageDraft(world: World, parameters: Parameters): true {
  const chat = world.rooms.writable(parameters.text('chat_id'), world.bot.id)
  if (chat.type !== 'private') throw badRequest('drafts can be sent only to private chats')
  const draftId = parameters.integer('draft_id') ?? 0
  if (draftId === 0) throw badRequest('draft_id must be non-zero')
  const words = formatted(parameters.text('text') ?? '', parameters.text('parse_mode'), () =>
    parameters.array('entities'),
  )
  if (words.text.length > LONGEST_TEXT) throw badRequest('message is too long')
  world.events.emit({ kind: 'draft', chatId: chat.id, draftId, ...words })
  return true
}

const ACTIONS = new Set(
  `typing upload_photo record_video upload_video record_voice upload_voice upload_document
   choose_sticker find_location record_video_note upload_video_note`.split(/\s+/),
)

export function sendChatAction(world: World, parameters: Parameters): true {
  const chat = world.rooms.writable(parameters.text('chat_id'), world.bot.id)
  const action = parameters.text('action') ?? ''
  if (!ACTIONS.has(action)) throw badRequest('wrong parameter action in request')
  world.events.emit({ kind: 'action', chatId: chat.id, action })
  return true
}
