/** How a file of each kind looks inside a message. */
import type { Message } from 'grammy/types'
import { ApiFailure, badRequest } from './failure.ts'
import type { Files, StoredFile } from './files.ts'
import { imageSize } from './image-size.ts'
import type { Upload } from './parameters.ts'

export type AttachmentKind =
  | 'photo'
  | 'document'
  | 'voice'
  | 'audio'
  | 'video'
  | 'animation'
  | 'video_note'

const MEGABYTE = 1024 * 1024
const LARGEST = { photo: 10 * MEGABYTE, document: 50 * MEGABYTE }

/** Keeps an upload, or finds the file that a `file_id` names and checks that it is of this kind. */
export function attach(
  files: Files,
  kind: AttachmentKind,
  given: Upload | string | undefined,
): StoredFile {
  if (given === undefined) throw badRequest(`there is no ${kind} in the request`)
  if (typeof given !== 'string') {
    const largest = kind === 'photo' ? LARGEST.photo : LARGEST.document
    if (given.bytes.length === 0) throw badRequest('file must be non-empty')
    if (given.bytes.length > largest) throw new ApiFailure(413, 'Request Entity Too Large')
    return files.store(kind, given)
  }
  if (/^https?:/.test(given)) throw badRequest('failed to get HTTP URL content')
  const file = files.byId(given)
  if (!file) {
    throw badRequest('wrong remote file identifier specified: Wrong string length')
  }
  if (file.kind !== kind) {
    throw badRequest(`can't use file of type ${capital(file.kind)} as ${capital(kind)}`)
  }
  return file
}

/** The field of a message (`photo`, `document` …) that shows the file. */
export function attachmentField(kind: AttachmentKind, file: StoredFile): Partial<Message> {
  const common = {
    file_id: file.fileId,
    file_unique_id: file.uniqueId,
    file_size: file.bytes.length,
  }
  const named = { file_name: file.name, mime_type: file.mime || 'application/octet-stream' }
  switch (kind) {
    case 'photo': {
      const size = imageSize(file.bytes)
      if (!size) throw badRequest('IMAGE_PROCESS_FAILED')
      return { photo: [{ ...common, ...size }] }
    }
    case 'document':
      return { document: { ...common, ...named } }
    case 'voice':
      return { voice: { ...common, mime_type: file.mime || 'audio/ogg', duration: 1 } }
    case 'audio':
      return { audio: { ...common, ...named, duration: 1 } }
    case 'video':
      return { video: { ...common, ...named, width: 640, height: 360, duration: 1 } }
    case 'animation': {
      const animation = { ...common, ...named, width: 320, height: 180, duration: 1 }
      // Telegram shows it as a document as well, for clients that know no animations.
      return { animation, document: { ...common, ...named } }
    }
    case 'video_note':
      return { video_note: { ...common, length: 240, duration: 1 } }
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
