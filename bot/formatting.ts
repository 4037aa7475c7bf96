/** The words of a person's message as marked-up text that looks the same when it is sent on. */
import type { MessageEntity } from 'grammy/types'
import { Html, html } from './html.ts'

/**
 * What Telegram marks by itself (links, commands, addresses) needs no tags. Emoji of somebody's own set stay as the
 * ordinary emoji that stand in the text: bots may not send them.
 */
export function withFormatting(text: string, entities: readonly MessageEntity[] = []): Html {
  const marks = entities.flatMap((entity) => markOf(entity, text.length)).sort(outerFirst)
  const places = [...new Set([0, text.length, ...marks.flatMap(({ from, to }) => [from, to])])]
  let markup = ''
  let open: Mark[] = []
  for (const [index, place] of places.sort((a, b) => a - b).entries()) {
    const wanted = marks.filter(({ from, to }) => from <= place && place < to)
    const kept = commonStart(open, wanted)
    markup += open.slice(kept).reverse().map(closing).join('')
    markup += wanted.slice(kept).map(opening).join('')
    open = wanted
    markup += html`${text.slice(place, places[index + 1] ?? text.length)}`.markup
  }
  return new Html(markup)
}

interface Mark {
  from: number
  to: number
  /** The tags around it, the outer first: `['pre', 'code class="language-js"']`. */
  tags: string[]
}

function markOf(entity: MessageEntity, length: number): Mark[] {
  const tags = tagsOf(entity)
  const from = Math.max(0, entity.offset)
  const to = Math.min(length, entity.offset + entity.length)
  return tags.length > 0 && from < to ? [{ from, to, tags }] : []
}

function tagsOf(entity: MessageEntity): string[] {
  switch (entity.type) {
    case 'bold':
      return ['b']
    case 'italic':
      return ['i']
    case 'underline':
      return ['u']
    case 'strikethrough':
      return ['s']
    case 'spoiler':
      return ['tg-spoiler']
    case 'code':
      return ['code']
    case 'pre':
      return entity.language
        ? ['pre', `code class="language-${attribute(entity.language)}"`]
        : ['pre']
    case 'blockquote':
      return ['blockquote']
    case 'expandable_blockquote':
      return ['blockquote expandable']
    case 'text_link':
      return [`a href="${attribute(entity.url)}"`]
    default:
      return []
  }
}

function attribute(value: string): string {
  return html`${value}`.markup.replaceAll('"', '&quot;')
}

function outerFirst(a: Mark, b: Mark): number {
  return a.from - b.from || b.to - a.to
}

/** How many of the marks that are open may stay open: what lies above one that ends has to be closed with it. */
function commonStart(open: Mark[], wanted: Mark[]): number {
  const different = open.findIndex((mark, index) => wanted[index] !== mark)
  return different < 0 ? open.length : different
}

function opening({ tags }: Mark): string {
  return tags.map((tag) => `<${tag}>`).join('')
}

function closing({ tags }: Mark): string {
  return tags
    .map((tag) => `</${tag.split(' ')[0]}>`)
    .reverse()
    .join('')
}
