/** Text for people in the messenger's HTML: what is inserted is escaped, what is too long is split at sentence ends. */

/** Marked-up text that is safe to send. Only `html` makes it. */
export class Html {
  readonly markup: string

  constructor(markup: string) {
    this.markup = markup
  }
}

type Inserted = string | number | Html | readonly Html[]

/** Telegram's limit for a message, in UTF-16 units after the markup is read. */
const LIMIT = 4096

/** A template whose values are escaped, unless they are marked-up text already; a list is joined line by line. */
export function html(parts: TemplateStringsArray, ...values: Inserted[]): Html {
  return new Html(
    parts
      .map((part, index) => part + (index < values.length ? insert(values[index]) : ''))
      .join(''),
  )
}

/** Puts pieces together; empty ones and nulls are left out. */
export function join(pieces: readonly (Html | null)[], separator = '\n'): Html {
  return new Html(
    pieces.flatMap((piece) => (piece && piece.markup !== '' ? [piece.markup] : [])).join(separator),
  )
}

/** A quotation that opens when it is tapped. */
export function quotation(text: string): Html {
  return html`<blockquote expandable>${text}</blockquote>`
}

/** At most `length` UTF-16 units, which Telegram counts, ended with an ellipsis where something was left out. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text
  // A character of two units stays whole or goes.
  const start = text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')
  return `${start.trimEnd()}…`
}

/** Length as Telegram counts it, without the markup. */
export function widthOf({ markup }: Html): number {
  return tokensOf(markup).reduce((sum, token) => sum + tokenWidth(token), 0)
}

/** Messages of at most `limit` visible characters; a tag open at a cut is closed and opened again. */
export function split(message: Html, limit = LIMIT): Html[] {
  const tokens = tokensOf(message.markup)
  const pieces: Html[] = []
  let open: string[] = []
  for (let start = 0; start < tokens.length; ) {
    const end = cutAfter(tokens, start, limit)
    const piece = tokens.slice(start, end)
    const left = openTags(open, piece)
    const markup = open.join('') + piece.join('').trim() + closing(left)
    if (markup.replaceAll(/<[^>]+>/g, '').trim() !== '') pieces.push(new Html(markup))
    open = left
    start = end
  }
  return pieces
}

function tokensOf(markup: string): string[] {
  return markup.match(/<[^>]+>|&[a-z]+;|[\s\S]/gu) ?? []
}

function insert(value: Inserted | undefined): string {
  if (value === undefined) return ''
  if (value instanceof Html) return value.markup
  if (typeof value === 'object') return join(value).markup
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Where the message that begins at `start` ends: after a line or sentence if possible, else a word, else anywhere. */
function cutAfter(tokens: string[], start: number, limit: number): number {
  let width = 0
  let fit = start
  while (fit < tokens.length) {
    width += tokenWidth(tokens[fit] ?? '')
    if (width > limit) break
    fit += 1
  }
  if (fit === tokens.length) return fit
  for (const isEnd of [endsSentence, isSpace]) {
    for (let end = fit; end > start + 1; end -= 1) if (isEnd(tokens, end - 1)) return end
  }
  // One character wider than the limit is still sent: no progress would be worse.
  return Math.max(fit, start + 1)
}

function tokenWidth(token: string): number {
  if (token.startsWith('<')) return 0
  return token.startsWith('&') ? 1 : token.length
}

function endsSentence(tokens: string[], at: number): boolean {
  return tokens[at] === '\n' || (isSpace(tokens, at) && /^[.!?…]$/.test(tokens[at - 1] ?? ''))
}

function isSpace(tokens: string[], at: number): boolean {
  return /^\s$/.test(tokens[at] ?? '')
}

function openTags(before: string[], tokens: string[]): string[] {
  const open = [...before]
  for (const token of tokens) {
    if (token.startsWith('</')) open.pop()
    else if (token.startsWith('<')) open.push(token)
  }
  return open
}

function closing(open: string[]): string {
  return open
    .map((tag) => `</${tag.match(/[a-z-]+/)?.[0] ?? ''}>`)
    .reverse()
    .join('')
}
