/** What can still be done about messages that were sent: other words in their place, or nothing. */
import type { MessageEntity } from 'grammy/types'
import type { Content } from './notifier.ts'
import { LONGEST_CAPTION } from './said.ts'

/** Words as Telegram gives them: its own entities, no markup. */
export interface Words {
  text: string
  entities: readonly MessageEntity[]
}

/** The longest text of a message. */
const LONGEST_TEXT = 4096

/** Which of the contents has the words, and the call that puts others there; null where none has, or they are too long. */
export function correctionOf(
  contents: readonly Content[],
  { text, entities }: Words,
): { part: number; content: Content } | null {
  const part = contents.findIndex(({ method }) => method === 'sendMessage')
  const at = part >= 0 && contents.length === 1 ? part : contents.findIndex(hasCaption)
  const chosen = at >= 0 ? at : part
  const old = contents[chosen]
  if (!old) return null
  const { reply_markup, link_preview_options, show_caption_above_media } = old.payload
  const kept = reply_markup ? { reply_markup } : {}
  if (old.method === 'sendMessage') {
    if (text.length > LONGEST_TEXT) return null
    const preview = link_preview_options ? { link_preview_options } : {}
    const payload = { text, entities, ...preview, ...kept }
    return { part: chosen, content: { method: 'editMessageText', payload } }
  }
  if (text.length > LONGEST_CAPTION) return null
  const above = show_caption_above_media ? { show_caption_above_media } : {}
  const payload = { caption: text, caption_entities: entities, ...above, ...kept }
  return { part: chosen, content: { method: 'editMessageCaption', payload } }
}

/** How one message is deleted, and how several are: the ids are the rows' own. */
export const REMOVAL: [Content, Content] = [
  { method: 'deleteMessage', payload: {} },
  { method: 'deleteMessages', payload: {} },
]

/** Only the first part of an album shows its words under the whole. */
function hasCaption({ method, payload }: Content): boolean {
  if (method === 'sendMediaGroup') {
    const [first] = Array.isArray(payload.media) ? payload.media : []
    return typeof first === 'object' && first !== null && 'caption' in first
  }
  return typeof payload.caption === 'string'
}
