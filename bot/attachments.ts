/** Files that somebody sent, as calls that send them on: by the name that Telegram gave them, so nothing is uploaded. */
import type { Attachment } from '../db/said.ts'
import { Html } from './html.ts'
import type { Content } from './notifier.ts'

/** Telegram's largest album. */
const LARGEST_ALBUM = 10

/** One file with words under it; null where Telegram shows none. */
export function fileWith(file: Attachment, words: Html): Content | null {
  if (file.kind === 'video_note') return null
  return { method: METHODS[file.kind], payload: { [file.kind]: file.fileId, ...caption(words) } }
}

/** Files with nothing but their own words: albums of what Telegram lets stand together, in the order given. */
export function filesAlone(files: readonly Attachment[]): Content[] {
  return inAlbums(files).map((album) => {
    const [first] = album
    if (album.length > 1 || !first)
      return { method: 'sendMediaGroup', payload: { media: album.map(media) } }
    const payload = { [first.kind]: first.fileId, ...ownWords(first) }
    return { method: METHODS[first.kind], payload }
  })
}

const METHODS = {
  photo: 'sendPhoto',
  document: 'sendDocument',
  video: 'sendVideo',
  audio: 'sendAudio',
  voice: 'sendVoice',
  animation: 'sendAnimation',
  video_note: 'sendVideoNote',
} as const

/** What may stand in one album; of the other kinds each stands alone. */
const FAMILIES: Partial<Record<Attachment['kind'], string>> = {
  photo: 'pictures',
  video: 'pictures',
  document: 'documents',
  audio: 'audio',
}

function inAlbums(files: readonly Attachment[]): Attachment[][] {
  const albums: Attachment[][] = []
  for (const file of files) {
    const last = albums.at(-1)
    const family = FAMILIES[file.kind]
    const fits = last && family && last[0] && FAMILIES[last[0].kind] === family
    if (fits && last.length < LARGEST_ALBUM) last.push(file)
    else albums.push([file])
  }
  return albums
}

function media(file: Attachment): Record<string, unknown> {
  return { type: file.kind, media: file.fileId, ...ownWords(file) }
}

function ownWords({ caption: words }: Attachment): Record<string, unknown> {
  return words ? caption(new Html(words)) : {}
}

function caption({ markup }: Html): Record<string, unknown> {
  return markup === '' ? {} : { caption: markup, parse_mode: 'HTML' }
}
