/** sendPhoto, sendDocument, sendVoice, sendAudio, sendVideo, sendMediaGroup, getFile: files of the bot. */
import type { File, Message } from 'grammy/types'
import { type AttachmentKind, attach, attachmentField } from '../attachments.ts'
import { checkedCaption, formatted, readCaption } from '../content.ts'
import { captionFields, post, readEnvelope } from '../envelope.ts'
import { badRequest } from '../failure.ts'
import { fieldsOf, type Parameters } from '../parameters.ts'
import { atomically } from '../state.ts'
import type { World } from '../world.ts'
import type { Method } from './method.ts'

const LARGEST_DOWNLOAD = 20 * 1024 * 1024

export function sendFile(kind: AttachmentKind): Method {
  return (world, parameters): Message => {
    const envelope = readEnvelope(world, parameters)
    // A round video has no words.
    const caption = kind === 'video_note' ? { text: '', entities: [] } : readCaption(parameters)
    const file = attach(world.files, kind, parameters.file(kind))
    return post(world, envelope, { ...attachmentField(kind, file), ...captionFields(caption) })
  }
}

/** An album: two to ten messages with one `media_group_id`. */
export function sendMediaGroup(world: World, parameters: Parameters): Message[] {
  const envelope = readEnvelope(world, parameters)
  const media = parameters.array('media') ?? []
  if (media.length < 2 || media.length > 10) {
    throw badRequest('wrong number of messages: album must include 2-10 items')
  }
  const items = media.map((item) => readItem(world, parameters, item))
  const kinds = new Set(items.map(({ kind }) => (kind === 'video' ? 'photo' : kind)))
  if (kinds.size > 1) throw badRequest("can't mix documents or audio with other media in an album")
  return atomically(world.database, () => {
    const group = world.messages.newAlbum()
    return items.map(({ content }) => post(world, envelope, { ...content, media_group_id: group }))
  })
}

function readItem(world: World, parameters: Parameters, item: unknown) {
  const fields = fieldsOf(item)
  if (fields === null) throw badRequest("can't parse InputMedia")
  const kind = albumKind(fields.type)
  const given = parameters.attached(String(fields.media ?? ''))
  const caption = checkedCaption(
    formatted(
      String(fields.caption ?? ''),
      fields.parse_mode === undefined ? undefined : String(fields.parse_mode),
      () => (Array.isArray(fields.caption_entities) ? fields.caption_entities : undefined),
    ),
  )
  const file = attach(world.files, kind, given)
  return { kind, content: { ...attachmentField(kind, file), ...captionFields(caption) } }
}

function albumKind(type: unknown): 'photo' | 'document' | 'audio' | 'video' {
  if (type === 'photo' || type === 'document' || type === 'audio' || type === 'video') return type
  throw badRequest(`can't parse InputMedia: unsupported type "${String(type)}"`)
}

export function getFile(world: World, parameters: Parameters): File {
  const file = world.files.byId(parameters.text('file_id') ?? '')
  if (!file) throw badRequest('invalid file_id')
  if (file.bytes.length > LARGEST_DOWNLOAD) throw badRequest('file is too big')
  return {
    file_id: file.fileId,
    file_unique_id: file.uniqueId,
    file_size: file.bytes.length,
    file_path: file.path,
  }
}
