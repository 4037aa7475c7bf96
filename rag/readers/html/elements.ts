/** What the elements of a page are to a reader: hidden, bold, a block, a row, a cell. */
import { type HTMLElement, type Node, NodeType } from 'node-html-parser'

/** Elements that a reader does not see, or that lead elsewhere. */
export const DROPPED = new Set(
  'script style noscript template head nav footer aside form button select textarea svg math iframe object title'.split(
    ' ',
  ),
)

/** Elements that begin and end a paragraph. */
export const BLOCKS = new Set(
  'p div section article header main h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table blockquote pre address figure figcaption hr body html fieldset details summary'.split(
    ' ',
  ),
)

/** Rows of a table, those of nested tables left out. */
export function rowsOf(node: HTMLElement): HTMLElement[] {
  return node.childNodes.flatMap((each) => {
    if (each.nodeType !== NodeType.ELEMENT_NODE) return []
    // The node type has just been compared.
    const element = each as HTMLElement
    const tag = element.rawTagName?.toLowerCase()
    if (tag === 'tr') return isHidden(element) ? [] : [element]
    return tag === 'tbody' || tag === 'thead' || tag === 'tfoot' ? rowsOf(element) : []
  })
}

export function isCell(node: Node): node is HTMLElement {
  return node.nodeType === NodeType.ELEMENT_NODE && /^t[dh]$/i.test(node.rawTagName ?? '')
}

/** HTML itself bounds spans: what is over the bound is cut to it. */
export function span(cell: HTMLElement, name: string, most: number): number {
  return Math.min(most, Math.max(1, Number.parseInt(cell.getAttribute(name) ?? '1', 10) || 1))
}

export function isBold(element: HTMLElement, tag: string): boolean {
  return (
    tag === 'b' ||
    tag === 'strong' ||
    tag === 'th' ||
    /font-weight:\s*(?:bold|[6-9]00)/i.test(style(element))
  )
}

/** Hidden, or the running head and foot of a page that an office program saved. */
export function isHidden(element: HTMLElement): boolean {
  if (/^(?:header|footer)$/.test(element.getAttribute('title') ?? '')) return true
  return element.hasAttribute('hidden') || /display:\s*none|mso-hide:\s*all/i.test(style(element))
}

export function style(element: HTMLElement): string {
  return element.getAttribute('style') ?? ''
}
