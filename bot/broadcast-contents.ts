/** What a person sent, as the calls that send the same to others: by file names and entities, so nothing is copied from the chat. */
import type { InlineKeyboardButton, Message, MessageEntity } from 'grammy/types'
import type { Link } from './broadcast-links.ts'
import type { Content } from './notifier.ts'
import { LONGEST_CAPTION } from './said.ts'
import { broadcastTexts } from './texts/broadcast.ts'

/**
 * The message, or the parts of an album in order, as calls without a chat. Null where it is something that cannot be
 * sent to others: a sticker, a poll, a place.
 */
export function contentsOf(messages: readonly Message[]): Content[] | null {
  const [first] = messages
  if (!first) return null
  if (messages.length > 1) return albumOf(messages)
  const file = fileIn(first)
  if (file) return oneFile(first, file)
  if (!first.text) return null
  return [textContent(first.text, first.entities, first)]
}

/** How its author knows it: the beginning of its words, or what it is. */
export function titleOf(messages: readonly Message[]): string {
  const words = messages.map(({ text, caption }) => text ?? caption ?? '').find(Boolean) ?? ''
  const line = words.replace(/\s+/g, ' ').trim()
  if (line !== '') return line.slice(0, 200)
  const [first] = messages
  const file = first ? fileIn(first) : null
  return broadcastTexts.untitled(messages.length > 1 ? 'album' : (file?.kind ?? 'text'))
}

/** The same with these buttons in the place of those it had; under an album they need a text of their own. */
export function withLinks(contents: readonly Content[], links: readonly Link[]): Content[] {
  const bare = withoutLinks(contents)
  if (links.length === 0) return bare
  const reply_markup = { inline_keyboard: links.map((link) => [{ ...link }]) }
  const last = bare.at(-1)
  if (!last || last.method === 'sendMediaGroup') {
    const payload = { text: broadcastTexts.linksBelow, reply_markup }
    return [...bare, { method: 'sendMessage', payload }]
  }
  return [...bare.slice(0, -1), { ...last, payload: { ...last.payload, reply_markup } }]
}

/** The same album with these parts of it, which came later; each that is there already is left out. */
export function withAdded(contents: readonly Content[], added: readonly Content[]): Content[] {
  const bare = withoutLinks(contents)
  const there = bare.flatMap(partsOf)
  const files = new Set(there.map(({ media }) => media))
  const fresh = added.flatMap(partsOf).filter(({ media }) => !files.has(media))
  const words = [...bare, ...added].filter(({ method }) => method === 'sendMessage')
  const album = { method: 'sendMediaGroup', payload: { media: [...there, ...fresh] } }
  return withLinks([album, ...words], linksOf(contents))
}

/** The buttons that it has. */
export function linksOf(contents: readonly Content[]): Link[] {
  const markup = contents.at(-1)?.payload.reply_markup
  if (typeof markup !== 'object' || markup === null || !('inline_keyboard' in markup)) return []
  // Only `withLinks` writes a markup into contents.
  const rows = markup.inline_keyboard as InlineKeyboardButton.UrlButton[][]
  return rows.flat().map(({ text, url }) => ({ text, url }))
}

/** Whether the buttons stand apart, under a text of their own. */
export function hasLinksApart(contents: readonly Content[]): boolean {
  const last = contents.at(-1)
  return (
    contents.at(-2)?.method === 'sendMediaGroup' && last?.payload.text === broadcastTexts.linksBelow
  )
}

function withoutLinks(contents: readonly Content[]): Content[] {
  if (hasLinksApart(contents)) return contents.slice(0, -1)
  return contents.map(({ method, payload: { reply_markup: _links, ...payload } }) => ({
    method,
    payload,
  }))
}

/** The files of a call, each as a part of an album. */
function partsOf({ method, payload }: Content): Record<string, unknown>[] {
  // `albumOf` wrote the list.
  if (method === 'sendMediaGroup') return payload.media as Record<string, unknown>[]
  const kind = KINDS.find((each) => METHODS[each] === method)
  if (!kind) return []
  const { [kind]: media, ...words } = payload
  return [{ type: kind, media, ...words }]
}

interface File {
  kind: keyof typeof METHODS
  fileId: string
}

const METHODS = {
  photo: 'sendPhoto',
  video: 'sendVideo',
  animation: 'sendAnimation',
  document: 'sendDocument',
  audio: 'sendAudio',
  voice: 'sendVoice',
  video_note: 'sendVideoNote',
} as const

const KINDS = ['photo', 'video', 'animation', 'document', 'audio', 'voice', 'video_note'] as const

/** An animation carries the field of a document as well; of a photo's sizes the last is the largest. */
function fileIn(message: Message): File | null {
  const { photo, animation, document, video, audio, voice, video_note } = message
  const largest = photo?.at(-1)
  if (largest) return { kind: 'photo', fileId: largest.file_id }
  if (animation) return { kind: 'animation', fileId: animation.file_id }
  if (document) return { kind: 'document', fileId: document.file_id }
  if (video) return { kind: 'video', fileId: video.file_id }
  if (audio) return { kind: 'audio', fileId: audio.file_id }
  if (voice) return { kind: 'voice', fileId: voice.file_id }
  if (video_note) return { kind: 'video_note', fileId: video_note.file_id }
  return null
}

function oneFile(message: Message, { kind, fileId }: File): Content[] {
  const words = captionOf(message)
  const file = (fields: object): Content => ({
    method: METHODS[kind],
    payload: { [kind]: fileId, ...fields, ...looksOf(message) },
  })
  return words === null ? [file({}), wordsOf(message)] : [file(words)]
}

function albumOf(messages: readonly Message[]): Content[] | null {
  const files = messages.map(fileIn)
  const known = files.filter((file) => file !== null)
  if (known.length < files.length) return null
  const media = messages.map((message, index) => ({
    type: known[index]?.kind,
    media: known[index]?.fileId,
    ...(captionOf(message) ?? {}),
    ...looksOf(message),
  }))
  const long = messages.filter((message) => captionOf(message) === null)
  return [{ method: 'sendMediaGroup', payload: { media } }, ...long.map(wordsOf)]
}

/** The words under a file; null where they are longer than a bot's may be: then they follow as a message. */
function captionOf({ caption, caption_entities }: Message): Record<string, unknown> | null {
  if (!caption) return {}
  if (caption.length > LONGEST_CAPTION) return null
  return {
    caption,
    ...(caption_entities ? { caption_entities: formatting(caption_entities) } : {}),
  }
}

function wordsOf({ caption = '', caption_entities }: Message): Content {
  return textContent(caption, caption_entities, {})
}

function textContent(
  text: string,
  entities: readonly MessageEntity[] | undefined,
  { link_preview_options }: Pick<Message, 'link_preview_options'>,
): Content {
  const payload = {
    text,
    ...(entities ? { entities: formatting(entities) } : {}),
    ...(link_preview_options ? { link_preview_options } : {}),
  }
  return { method: 'sendMessage', payload }
}

function looksOf(message: Message): Record<string, unknown> {
  return {
    ...(message.has_media_spoiler ? { has_spoiler: true } : {}),
    ...(message.show_caption_above_media ? { show_caption_above_media: true } : {}),
  }
}

/**
 * Emoji of somebody's own set stay as the ordinary ones that stand in the text, and people who are named without a
 * username as their names: bots may send neither to just anybody.
 */
function formatting(entities: readonly MessageEntity[]): MessageEntity[] {
  return entities.filter(({ type }) => type !== 'custom_emoji' && type !== 'text_mention')
}
