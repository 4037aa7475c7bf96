/** What people say, apart from what the messenger tells of itself. */
import type { Message } from 'grammy/types'

/** Service messages (a pinned message, a changed photo) are not addressed to anybody. */
export function isAddressed(message: Message): boolean {
  return SENT.some((kind) => kind in message)
}

const SENT = [
  'animation',
  'audio',
  'checklist',
  'contact',
  'dice',
  'document',
  'game',
  'location',
  'paid_media',
  'photo',
  'poll',
  'sticker',
  'story',
  'text',
  'venue',
  'video',
  'video_note',
  'voice',
]
