/** copyMessage(s), forwardMessage(s): the bot passes on what somebody has sent. */
import type { Message, MessageId, MessageOrigin } from 'grammy/types'
import { readCaption } from '../content.ts'
import { captionFields, type Envelope, post, readEnvelope } from '../envelope.ts'
import { badRequest } from '../failure.ts'
import type { Parameters } from '../parameters.ts'
import { atomically } from '../state.ts'
import type { World } from '../world.ts'

export function copyMessage(world: World, parameters: Parameters): MessageId {
  const envelope = readEnvelope(world, parameters)
  const source = readSource(world, parameters, parameters.integer('message_id'), 'copy')
  const content = contentOf(source)
  const replaced = parameters.has('caption') && source.text === undefined
  const { caption: _caption, caption_entities: _entities, ...bare } = content
  const copy = replaced ? { ...bare, ...captionFields(readCaption(parameters)) } : content
  return { message_id: post(world, envelope, copy).message_id }
}

/** An album stays an album; what cannot be found is passed over. */
export function copyMessages(world: World, parameters: Parameters): MessageId[] {
  const envelope = readEnvelope(world, parameters)
  const withoutCaption = parameters.flag('remove_caption')
  return passOn(world, parameters, envelope, (source) => {
    const { caption, caption_entities, ...bare } = contentOf(source)
    if (withoutCaption || caption === undefined) return bare
    return { ...bare, caption, ...(caption_entities ? { caption_entities } : {}) }
  })
}

export function forwardMessage(world: World, parameters: Parameters): Message {
  const envelope = readEnvelope(world, parameters)
  const source = readSource(world, parameters, parameters.integer('message_id'), 'forward')
  return post(world, envelope, { ...contentOf(source), forward_origin: originOf(source) })
}

export function forwardMessages(world: World, parameters: Parameters): MessageId[] {
  const envelope = readEnvelope(world, parameters)
  return passOn(world, parameters, envelope, (source) => ({
    ...contentOf(source),
    forward_origin: originOf(source),
  }))
}

/** Who wrote the message first. */
export function originOf(message: Message): MessageOrigin {
  if (message.forward_origin) return message.forward_origin
  const sender_user = message.from ?? { id: 0, is_bot: false, first_name: '' }
  return { type: 'user', sender_user, date: message.date }
}

function passOn(
  world: World,
  parameters: Parameters,
  envelope: Envelope,
  content: (source: Message) => Partial<Message>,
): MessageId[] {
  const from = world.rooms.known(parameters.text('from_chat_id'))
  const ids = (parameters.array('message_ids') ?? []).map(Number)
  if (ids.length === 0 || ids.length > 100) throw badRequest('wrong message identifiers specified')
  const sources = ids.flatMap((id) => world.messages.get(from.id, id)?.message ?? [])
  if (sources.length === 0) throw badRequest('there are no messages to forward')
  const groups = new Map<string, string>()
  return atomically(world.database, () =>
    sources.map((source) => {
      const group = newGroup(world, groups, source.media_group_id)
      const sent = post(world, envelope, {
        ...content(source),
        ...(group === undefined ? {} : { media_group_id: group }),
      })
      return { message_id: sent.message_id }
    }),
  )
}

function newGroup(world: World, groups: Map<string, string>, old: string | undefined) {
  if (old === undefined) return undefined
  const known = groups.get(old)
  if (known !== undefined) return known
  const made = world.messages.newAlbum()
  groups.set(old, made)
  return made
}

function readSource(
  world: World,
  parameters: Parameters,
  id: number | undefined,
  act: 'copy' | 'forward',
): Message {
  const from = world.rooms.known(parameters.text('from_chat_id'))
  if (id === undefined) throw badRequest('message identifier is not specified')
  const source = world.messages.get(from.id, id)?.message
  if (!source) throw badRequest(`message to ${act} not found`)
  if (source.has_protected_content && source.from?.id !== world.bot.id) {
    throw badRequest(`message can't be ${act === 'copy' ? 'copied' : 'forwarded'}`)
  }
  return source
}

const CONTENT = [
  'text',
  'entities',
  'caption',
  'caption_entities',
  'photo',
  'document',
  'voice',
  'audio',
  'video',
  'animation',
  'video_note',
  'sticker',
  'location',
  'contact',
  'link_preview_options',
] as const

/** What a message holds, without who sent it, where, when and in answer to what. */
function contentOf(message: Message): Partial<Message> {
  const kept = CONTENT.filter((field) => message[field] !== undefined)
  if (kept.length === 0) throw badRequest("message can't be copied")
  return Object.fromEntries(kept.map((field) => [field, message[field]]))
}
