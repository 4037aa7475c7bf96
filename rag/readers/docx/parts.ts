/** The parts of a .docx that are read, found by its relationships. */
import { posix } from 'node:path'
import { Refusal } from '../errors.ts'
import { unzip } from '../zip.ts'
import { elements, tree } from './xml.ts'

export interface Parts {
  document: Uint8Array
  styles?: Uint8Array
  numbering?: Uint8Array
  footnotes?: Uint8Array
  endnotes?: Uint8Array
  properties?: Uint8Array
}

/** Opens the package; pictures and the rest are never inflated. Throws `Refusal`. */
export function openParts(bytes: Uint8Array): Parts {
  const files = unzip(
    bytes,
    (name) =>
      /\.(?:xml|rels)$/i.test(name) &&
      !/(?:theme|embeddings|charts|diagrams|customXml)\//.test(name),
  )
  const main = related(files, '').officeDocument ?? 'word/document.xml'
  const document = files.get(main)
  if (!document) throw new Refusal('damaged', `no ${main} in the package`)
  const folder = posix.dirname(main)
  const named = related(files, main)
  const parts: Parts = { document }
  for (const kind of ['styles', 'numbering', 'footnotes', 'endnotes'] as const) {
    const part = files.get(named[kind] ?? posix.join(folder, `${kind}.xml`))
    if (part) parts[kind] = part
  }
  const properties = files.get('docProps/core.xml')
  if (properties) parts.properties = properties
  return parts
}

/** Targets of the relationships of a part ('' for the package), by the last word of their type. */
function related(files: Map<string, Buffer>, part: string): Record<string, string> {
  const folder = posix.dirname(part)
  const rels = tree(
    files.get(posix.join(folder, '_rels', `${posix.basename(part)}.rels`)),
    'Relationships',
  )
  const targets: Record<string, string> = {}
  for (const { attributes } of elements(rels, 'Relationship')) {
    const type = attributes.Type?.split('/').at(-1) ?? ''
    const target = attributes.Target ?? ''
    targets[type] ??= target.startsWith('/') ? target.slice(1) : posix.join(folder, target)
  }
  return targets
}
