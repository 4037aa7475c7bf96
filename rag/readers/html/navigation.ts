/** Tells a page's content from what a site puts around it: menus, bread crumbs, side bars, buttons to share. */
import { type HTMLElement, type Node, NodeType } from 'node-html-parser'

/** The element that holds the page's content, by its own word; the given one where none says so. */
export function contentOf(body: HTMLElement): HTMLElement {
  for (const selector of ['main', '[role=main]', '[itemprop=articleBody]', 'article']) {
    const found = body.querySelectorAll(selector)
    const [only] = found
    if (only && found.length === 1 && lengthOf(only) > 200) return only
  }
  return body
}

/** Whether the element only leads elsewhere: it is named so and is small, or is a list or row of nothing but links. */
export function isNavigation(element: HTMLElement): boolean {
  const named = `${element.getAttribute('class') ?? ''} ${element.getAttribute('id') ?? ''} ${element.getAttribute('role') ?? ''}`
  if (NAMES.test(named.slice(0, 300))) return lengthOf(element) < 3000
  if (!LISTS.has(element.rawTagName?.toLowerCase() ?? '')) return false
  const links = element.querySelectorAll('a')
  if (links.length < 2) return false
  const linked = links.reduce((sum, link) => sum + link.text.trim().length, 0)
  // A list of documents to download is content; words of a menu are few.
  return linked > lengthOf(element) * 0.9 && linked / links.length < 40
}

const NAMES =
  /(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|share|social|cookies?|pagination|pager|tags|search)(?:$|[\s_-])/i
const LISTS = new Set(['ul', 'menu'])

/** Of the text without its white space, counted until it is certainly long. */
function lengthOf(node: Node): number {
  let length = 0
  const waiting: Node[] = [node]
  for (let next = waiting.pop(); next && length < 10_000; next = waiting.pop()) {
    if (next.nodeType === NodeType.TEXT_NODE) length += next.text.trim().length
    else waiting.push(...next.childNodes)
  }
  return length
}
