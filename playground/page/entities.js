/** Draws formatted text: nested entities become elements, everything else stays text. */
import { element } from './dom.js'

/**
 * @param {string} text
 * @param {{type: string, offset: number, length: number, url?: string}[]} entities outer before inner
 * @param {{ onCommand(command: string): void, onLink(event: Event, url: string): void }} handlers
 */
export function drawText(text, entities, handlers) {
  const fragment = document.createDocumentFragment()
  fragment.append(...drawRange(text, entities ?? [], 0, text.length, handlers))
  return fragment
}

function drawRange(text, entities, from, to, handlers) {
  const nodes = []
  let position = from
  let index = 0
  while (index < entities.length) {
    const entity = entities[index]
    const start = Math.max(entity.offset, position)
    const end = Math.min(entity.offset + entity.length, to)
    index += 1
    if (end <= start) continue
    const inner = []
    while (index < entities.length && entities[index].offset < end) inner.push(entities[index++])
    if (start > position) nodes.push(document.createTextNode(text.slice(position, start)))
    const children = drawRange(text, inner, start, end, handlers)
    nodes.push(wrap(entity, text.slice(start, end), children, handlers))
    // A block ends its line by itself; the line break after it would be one too many.
    position = BLOCKS.has(entity.type) && text[end] === '\n' && end < to ? end + 1 : end
  }
  if (position < to) nodes.push(document.createTextNode(text.slice(position, to)))
  return nodes
}

const BLOCKS = new Set(['blockquote', 'expandable_blockquote', 'pre'])

const TAGS = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
}

function wrap(entity, text, children, handlers) {
  const tag = TAGS[entity.type]
  if (tag) return element(tag, {}, ...children)
  switch (entity.type) {
    case 'expandable_blockquote':
      return expandable(children)
    case 'text_link':
      return link(entity.url, children, handlers)
    case 'url':
      return link(/^[a-z]+:/i.test(text) ? text : `https://${text}`, children, handlers)
    case 'email':
      return link(`mailto:${text}`, children, handlers)
    case 'bot_command':
      return element(
        'button',
        { type: 'button', class: 'command', onclick: () => handlers.onCommand(text) },
        ...children,
      )
    case 'spoiler':
      return spoiler(children)
    default:
      return element('span', { class: `entity-${entity.type}` }, ...children)
  }
}

/** Only addresses that open a page or a letter; anything else is shown and not followed. */
function link(url, children, handlers) {
  if (!/^(https?:|mailto:|tg:)/i.test(url)) return element('span', {}, ...children)
  return element(
    'a',
    {
      href: url,
      target: '_blank',
      rel: 'noopener noreferrer',
      onclick: (event) => handlers.onLink(event, url),
    },
    ...children,
  )
}

/** Folded to three lines until it is asked for, as in the messenger. */
function expandable(children) {
  const quote = element('blockquote', { class: 'expandable' }, ...children)
  const toggle = element(
    'button',
    { type: 'button', class: 'unfold', 'aria-expanded': 'false' },
    'Показать полностью',
  )
  toggle.addEventListener('click', () => {
    const open = quote.classList.toggle('open')
    toggle.setAttribute('aria-expanded', String(open))
    toggle.textContent = open ? 'Свернуть' : 'Показать полностью'
  })
  return element('div', { class: 'expandable-box' }, quote, toggle)
}

function spoiler(children) {
  const hidden = element(
    'span',
    { class: 'spoiler', role: 'button', tabIndex: 0, 'aria-label': 'Скрытый текст' },
    ...children,
  )
  const reveal = () => {
    hidden.classList.add('revealed')
    hidden.removeAttribute('role')
    hidden.removeAttribute('aria-label')
  }
  hidden.addEventListener('click', reveal)
  hidden.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') reveal()
  })
  return hidden
}
