/** A small tree of an XML part: elements with their attributes and children, text where it stands. */
import { TextDecoder } from 'node:util'
import { SaxesParser } from 'saxes'
import { Refusal } from '../errors.ts'

export interface XmlElement {
  name: string
  attributes: Record<string, string>
  children: (XmlElement | string)[]
}

/** Deeper than any page goes; a file that is deeper wants to exhaust the stack. */
const MAX_DEPTH = 250

/** Parses a part, giving each child of the element called `container` to `visit` as soon as it is whole. */
export function visitChildren(
  bytes: Uint8Array,
  container: string,
  visit: (element: XmlElement) => void,
): void {
  const open: XmlElement[] = []
  let inside = 0
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length > MAX_DEPTH) throw new Refusal('too-much', 'XML nested too deep')
    // Without namespaces saxes gives attributes as strings.
    const element: XmlElement = {
      name,
      attributes: attributes as Record<string, string>,
      children: [],
    }
    if (inside > 0 && open.length > inside) open.at(-1)?.children.push(element)
    open.push(element)
    if (name === container && inside === 0) inside = open.length
  })
  parser.on('text', (text) => {
    if (inside > 0 && open.length > inside) open.at(-1)?.children.push(text)
  })
  parser.on('closetag', () => {
    const closed = open.pop()
    if (inside > 0 && closed && open.length === inside) visit(closed)
    if (open.length < inside) inside = 0
  })
  parser.write(decodeXml(bytes)).close()
}

/** The whole part as a tree; null when there is no such part. */
export function tree(bytes: Uint8Array | undefined, root: string): XmlElement | null {
  if (!bytes) return null
  const element: XmlElement = { name: root, attributes: {}, children: [] }
  visitChildren(bytes, root, (child) => element.children.push(child))
  return element
}

/** Elements among the children, in order, all or those of one name. */
export function elements(parent: XmlElement | null | undefined, name?: string): XmlElement[] {
  const found: XmlElement[] = []
  for (const node of parent?.children ?? [])
    if (typeof node !== 'string' && (name === undefined || node.name === name)) found.push(node)
  return found
}

/** The first child of that name, following a path of names. */
export function child(
  parent: XmlElement | null | undefined,
  ...path: string[]
): XmlElement | undefined {
  let at: XmlElement | undefined = parent ?? undefined
  for (const name of path) at = elements(at, name)[0]
  return at
}

/** `w:val` of the child of that name. */
export function value(parent: XmlElement | null | undefined, name: string): string | undefined {
  return child(parent, name)?.attributes['w:val']
}

/** Whether a switch such as `w:b` is on; undefined where it is not said. */
export function isOn(parent: XmlElement | null | undefined, name: string): boolean | undefined {
  const element = child(parent, name)
  if (!element) return undefined
  return !['0', 'false', 'off', 'none'].includes(element.attributes['w:val'] ?? 'true')
}

function decodeXml(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  return new TextDecoder('utf-8').decode(bytes)
}
