/** Reads the words of a message (text or caption, however formatted) from a request and checks them. */
import type { MessageEntity } from 'grammy/types'
import { marked, trimmed } from './entities.ts'
import { badRequest } from './failure.ts'
import { type Formatted, parseHtml } from './html.ts'
import { fieldsOf, type Parameters } from './parameters.ts'

export const LONGEST_TEXT = 4096
export const LONGEST_CAPTION = 1024

/** The text of a message that must have one; entities come from `parse_mode` or from `entities`. */
export function readText(parameters: Parameters): Formatted {
  const words = formatted(parameters.text('text') ?? '', parameters.text('parse_mode'), () =>
    parameters.array('entities'),
  )
  if (words.text === '') throw badRequest('message text is empty')
  if (words.text.length > LONGEST_TEXT) throw badRequest('message is too long')
  return words
}

/** The caption of a file, empty where none is given. */
export function readCaption(parameters: Parameters): Formatted {
  return checkedCaption(
    formatted(parameters.text('caption') ?? '', parameters.text('parse_mode'), () =>
      parameters.array('caption_entities'),
    ),
  )
}

export function checkedCaption(words: Formatted): Formatted {
  if (words.text.length > LONGEST_CAPTION) throw badRequest('message caption is too long')
  return words
}

/** One rule for texts, captions, drafts and captions of an album's parts. */
export function formatted(
  source: string,
  parseMode: string | undefined,
  givenEntities: () => unknown[] | undefined,
): Formatted {
  return marked(trimmed(parsed(source, parseMode, givenEntities)))
}

function parsed(
  source: string,
  parseMode: string | undefined,
  givenEntities: () => unknown[] | undefined,
): Formatted {
  switch (parseMode?.toLowerCase()) {
    case undefined:
    case '':
      return { text: source, entities: (givenEntities() ?? []).map(readEntity) }
    case 'html':
      return parseHtml(source)
    case 'markdown':
    case 'markdownv2':
      throw badRequest('parse_mode Markdown is not served here, use HTML')
    default:
      throw badRequest('unsupported parse_mode')
  }
}

function readEntity(value: unknown): MessageEntity {
  const entity = fieldsOf(value)
  if (
    entity === null ||
    typeof entity.type !== 'string' ||
    !Number.isInteger(entity.offset) ||
    !Number.isInteger(entity.length)
  ) {
    throw badRequest("can't parse MessageEntity: expected an object with type, offset and length")
  }
  // The three fields that every entity has are checked; the rest is passed through to whoever reads it.
  return entity as unknown as MessageEntity
}
