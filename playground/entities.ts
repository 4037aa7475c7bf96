/** Finds what Telegram marks by itself in a text (commands, links, addresses) and keeps entities true when it is trimmed. */
import type { MessageEntity } from 'grammy/types'
import type { Formatted } from './html.ts'
import { inOrder } from './html.ts'

/** Cuts white space at both ends, as Telegram does, and moves the entities along. */
export function trimmed({ text, entities }: Formatted): Formatted {
  const clean = text.replaceAll('\r', '').trimEnd()
  const lead = clean.length - clean.trimStart().length
  const end = clean.length
  const kept = entities.flatMap((entity) => {
    const from = Math.max(entity.offset, lead)
    const to = Math.min(entity.offset + entity.length, end)
    return to > from ? [{ ...entity, offset: from - lead, length: to - from }] : []
  })
  return { text: clean.slice(lead), entities: kept }
}

/** Adds commands, links, mentions, hashtags and e-mail addresses where nothing else forbids it. */
export function marked({ text, entities }: Formatted): Formatted {
  const found: MessageEntity[] = []
  for (const { type, pattern } of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const offset = match.index
      const length = match[0].length
      const taken = [...entities.filter(forbidsMarks), ...found]
      if (!taken.some((other) => overlaps(other, offset, length))) {
        found.push({ type, offset, length })
      }
    }
  }
  return { text, entities: inOrder([...entities, ...found]) }
}

const PATTERNS = [
  { type: 'url', pattern: /https?:\/\/[^\s<>"«»]+[^\s<>"«».,;:!?)]/gi },
  { type: 'email', pattern: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g },
  {
    type: 'url',
    pattern:
      /(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:ru|com|org|net|me|su|info)(?:\/[^\s<>"«»]*[^\s<>"«».,;:!?)])?(?![\w-])/gi,
  },
  {
    type: 'bot_command',
    pattern: /(?<![\p{L}\d_/<>])\/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?![\p{L}\d_/])/giu,
  },
  { type: 'mention', pattern: /(?<![\p{L}\d_@])@[a-z][a-z0-9_]{3,31}(?![\p{L}\d_])/giu },
  { type: 'hashtag', pattern: /(?<![\p{L}\d_#])#[\p{L}\d_]*\p{L}[\p{L}\d_]*/gu },
] as const

function forbidsMarks(entity: MessageEntity): boolean {
  return ['pre', 'code', 'text_link', 'text_mention', 'custom_emoji'].includes(entity.type)
}

function overlaps(entity: MessageEntity, offset: number, length: number): boolean {
  return entity.offset < offset + length && offset < entity.offset + entity.length
}
