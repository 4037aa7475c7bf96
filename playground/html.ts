/** Turns Telegram's HTML into text and entities, refusing what Telegram refuses, in its words. */
import { Buffer } from 'node:buffer'
import type { MessageEntity } from 'grammy/types'
import { badRequest } from './failure.ts'

export interface Formatted {
  text: string
  entities: MessageEntity[]
}

interface OpenTag {
  name: string
  attributes: Map<string, string>
  offset: number
}

/** Offsets of entities are in UTF-16 units; those in errors are bytes of UTF-8, as Telegram counts them. */
export function parseHtml(source: string): Formatted {
  const entities: MessageEntity[] = []
  const open: OpenTag[] = []
  let text = ''
  let position = 0
  while (position < source.length) {
    const character = source.charAt(position)
    if (character === '&') {
      const reference = readReference(source, position)
      text += reference.text
      position = reference.end
    } else if (character !== '<') {
      text += character
      position += 1
    } else if (source.charAt(position + 1) === '/') {
      const end = readEndTag(source, position)
      const tag = open.pop()
      if (!tag) throw refusal(`Unexpected end tag at byte offset ${bytes(source, position)}`)
      if (end.name !== '' && end.name !== tag.name) {
        throw refusal(
          `Unmatched end tag at byte offset ${bytes(source, position)}, expected "</${tag.name}>", found "</${end.name}>"`,
        )
      }
      const entity = entityOf(tag, text, entities)
      if (entity && entity.length > 0) entities.push(entity)
      position = end.end
    } else {
      const start = readStartTag(source, position)
      open.push({ name: start.name, attributes: start.attributes, offset: text.length })
      position = start.end
    }
  }
  const unclosed = open.at(-1)
  if (unclosed) {
    throw refusal(`Can't find end tag corresponding to start tag "${unclosed.name}"`)
  }
  return { text, entities: inOrder(entities) }
}

/** Outer before inner, earlier before later: the order in which Telegram lists entities. */
export function inOrder(entities: MessageEntity[]): MessageEntity[] {
  return entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length)
}

function refusal(reason: string) {
  return badRequest(`can't parse entities: ${reason}`)
}

function bytes(source: string, position: number): number {
  return Buffer.byteLength(source.slice(0, position))
}

const REFERENCES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' }

/** Telegram knows four names and numbers; anything else stays as it is written. */
function readReference(source: string, position: number): { text: string; end: number } {
  const match = /^&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));?/i.exec(
    source.slice(position, position + 12),
  )
  const end = position + (match?.[0].length ?? 1)
  const [, decimal, hexadecimal, name] = match ?? []
  const code = decimal ? Number(decimal) : hexadecimal ? Number.parseInt(hexadecimal, 16) : 0
  if (code > 0 && code <= 0x10ffff) return { text: String.fromCodePoint(code), end }
  const known = name === undefined ? undefined : REFERENCES[name.toLowerCase()]
  return known === undefined ? { text: '&', end: position + 1 } : { text: known, end }
}

function readEndTag(source: string, position: number): { name: string; end: number } {
  const close = source.indexOf('>', position)
  const name = source
    .slice(position + 2, close)
    .trim()
    .toLowerCase()
  if (close < 0 || /\s/.test(name)) {
    throw refusal(`Unclosed end tag at byte offset ${bytes(source, position)}`)
  }
  return { name, end: close + 1 }
}

const TAGS = new Set(
  'a b strong i em s strike del u ins tg-spoiler tg-emoji tg-time span pre code blockquote'.split(
    ' ',
  ),
)

function readStartTag(source: string, position: number) {
  const name = /^[^\s>]*/.exec(source.slice(position + 1))?.[0].toLowerCase() ?? ''
  let end = position + 1 + name.length
  if (end >= source.length) {
    throw refusal(`Unclosed start tag at byte offset ${bytes(source, position)}`)
  }
  if (!TAGS.has(name)) {
    throw refusal(`Unsupported start tag "${name}" at byte offset ${bytes(source, position)}`)
  }
  const attributes = new Map<string, string>()
  const attribute = /\s*([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([a-z0-9.-]+)))?\s*/iy
  while (source.charAt(end) !== '>') {
    attribute.lastIndex = end
    const match = attribute.exec(source)
    if (!match) {
      if (/^\s*>/.test(source.slice(end))) {
        end = source.indexOf('>', end)
        break
      }
      throw refusal(
        `Empty attribute name in the tag "${name}" at byte offset ${bytes(source, position)}`,
      )
    }
    attributes.set((match[1] ?? '').toLowerCase(), decoded(match[2] ?? match[3] ?? match[4] ?? ''))
    end = attribute.lastIndex
    if (end >= source.length) {
      throw refusal(`Unclosed start tag at byte offset ${bytes(source, position)}`)
    }
  }
  if (name === 'span' && attributes.get('class') !== 'tg-spoiler') {
    throw refusal(
      `Tag "span" must have class "tg-spoiler" at byte offset ${bytes(source, position)}`,
    )
  }
  return { name, attributes, end: end + 1 }
}

function decoded(value: string): string {
  return value.replace(/&[^;]{1,8};/g, (reference) => readReference(reference, 0).text)
}

/** The entity that a closed tag makes; null for a tag that only adds to another (`code` in `pre`) or to nothing. */
function entityOf(tag: OpenTag, text: string, made: MessageEntity[]): MessageEntity | null {
  const place = { offset: tag.offset, length: text.length - tag.offset }
  switch (tag.name) {
    case 'b':
    case 'strong':
      return { type: 'bold', ...place }
    case 'i':
    case 'em':
      return { type: 'italic', ...place }
    case 's':
    case 'strike':
    case 'del':
      return { type: 'strikethrough', ...place }
    case 'u':
    case 'ins':
      return { type: 'underline', ...place }
    case 'span':
    case 'tg-spoiler':
      return { type: 'spoiler', ...place }
    case 'blockquote':
      return {
        type: tag.attributes.has('expandable') ? 'expandable_blockquote' : 'blockquote',
        ...place,
      }
    case 'code': {
      const language = /^language-(.+)/.exec(tag.attributes.get('class') ?? '')?.[1]
      // Kept as a `pre` with a language until the enclosing `pre` closes and takes the language over.
      return language ? { type: 'pre', language, ...place } : { type: 'code', ...place }
    }
    case 'pre':
      return preOf(place, made)
    case 'a':
      return linkOf(tag, place, text)
    case 'tg-emoji':
      return {
        type: 'custom_emoji',
        custom_emoji_id: tag.attributes.get('emoji-id') ?? '',
        ...place,
      }
    default:
      return null
  }
}

function preOf(place: { offset: number; length: number }, made: MessageEntity[]): MessageEntity {
  const inner = made.findIndex(
    (entity) => entity.offset === place.offset && entity.length === place.length,
  )
  const [code] = inner < 0 ? [] : made.splice(inner, 1)
  const language = code?.type === 'pre' ? code.language : undefined
  return language === undefined ? { type: 'pre', ...place } : { type: 'pre', language, ...place }
}

function linkOf(
  tag: OpenTag,
  place: { offset: number; length: number },
  text: string,
): MessageEntity | null {
  const url = tag.attributes.get('href') ?? text.slice(place.offset)
  const mentioned = /^tg:\/\/user\?id=(\d+)$/.exec(url)?.[1]
  if (mentioned) {
    const user = { id: Number(mentioned), is_bot: false, first_name: '' }
    return { type: 'text_mention', user, ...place }
  }
  if (!/^(https?:\/\/|tg:\/\/|mailto:|tel:)|^[^\s/]+\.[^\s]+/i.test(url)) return null
  return { type: 'text_link', url: /^[a-z]+:/i.test(url) ? url : `http://${url}/`, ...place }
}
