/** What a person has said in one message or album: words with their formatting, and files. */
import type { Message } from 'grammy/types'
import type { Attachment, Said, SaidIn } from '../db/said.ts'
import type { Context } from './context.ts'
import { withFormatting } from './formatting.ts'
import { Html, html } from './html.ts'

/** A caption that Telegram takes from a bot; a person may write longer ones. */
export const LONGEST_CAPTION = 1024

/** One message, or the parts of one album in order. Null when there is nothing that could be passed on. */
export function saidIn(messages: readonly Message[]): Said | null {
  const files = messages.flatMap((message) => attachmentIn(message) ?? [])
  if (files.length > 0) return withFiles(files)
  const text = messages[0]?.text
  return text ? { text, markup: withFormatting(text, messages[0]?.entities).markup } : null
}

/** The same with this message in the place of its earlier version, or as one more part. */
export function saidWith(said: Said, message: Message): Said | null {
  const file = attachmentIn(message)
  if (!file) return saidIn([message])
  const others = (said.attachments ?? []).filter(({ messageId }) => messageId !== file.messageId)
  return withFiles([...others, file].sort((a, b) => Number(a.messageId) - Number(b.messageId)))
}

/** Where it was said that is handled now. */
export function placeOf({ chatKey, messages }: Pick<Context, 'chatKey' | 'messages'>): SaidIn {
  return {
    chatKey,
    messageIds: messages.map(({ message_id }) => String(message_id)),
    album: messages[0]?.media_group_id ?? null,
  }
}

/** The words of the whole, as they are sent on. */
export function wordsOf({ text, markup }: Said): Html {
  return markup === undefined ? html`${text}` : new Html(markup)
}

/** The files, as they are sent on. */
export function filesOf({ attachments = [], apart }: Said): Attachment[] {
  return apart ? attachments : attachments.map(({ caption: _whole, ...file }) => file)
}

/** Everything said in words, of the whole and of each file, without formatting. */
export function plainWordsOf({ text, attachments = [], apart }: Said): string {
  return apart ? attachments.flatMap(({ words }) => words ?? []).join('\n') : text
}

/** Words under one file are those of the whole; where several have words each keeps its own, if they fit. */
function withFiles(attachments: Attachment[]): Said {
  const worded = attachments.filter(({ words }) => words)
  const fits = worded.every(({ words = '' }) => words.length <= LONGEST_CAPTION)
  if (worded.length > 1 && fits) return { text: '', attachments, apart: true }
  return {
    text: worded.map(({ words }) => words).join('\n'),
    markup: worded.map(({ caption }) => caption).join('\n'),
    attachments,
  }
}

function attachmentIn(message: Message): Attachment | null {
  const file = fileIn(message)
  if (!file) return null
  const { caption: words, caption_entities: entities } = message
  const worded = words ? { words, caption: withFormatting(words, entities).markup } : {}
  return { ...file, messageId: String(message.message_id), ...worded }
}

/** An animation carries the field of a document as well. */
function fileIn(message: Message): Pick<Attachment, 'kind' | 'fileId' | 'name'> | null {
  const { photo, document, video, audio, voice, animation, video_note } = message
  if (photo?.length) return { kind: 'photo', fileId: photo.at(-1)?.file_id ?? '' }
  if (animation) return { kind: 'animation', ...named(animation) }
  if (document) return { kind: 'document', ...named(document) }
  if (video) return { kind: 'video', ...named(video) }
  if (audio) return { kind: 'audio', ...named(audio) }
  if (voice) return { kind: 'voice', fileId: voice.file_id }
  if (video_note) return { kind: 'video_note', fileId: video_note.file_id }
  return null
}

function named({ file_id, file_name }: { file_id: string; file_name?: string }) {
  return { fileId: file_id, ...(file_name ? { name: file_name } : {}) }
}
