/** Styles of a Word document: what a paragraph or a run gets from them, with `basedOn` followed. */
import { child, elements, isOn, value, type XmlElement } from './xml.ts'

export interface Style {
  /** `heading 1`, `List Number` …, in lower case. */
  name: string
  numberingId?: string
  level?: number
  /** 0 for the outermost heading, 9 for body text. */
  outline?: number
  centred?: boolean
  bold?: boolean
  hidden?: boolean
}

/** The styles by id; `default` is the paragraph style used where none is named. */
export interface Styles {
  get(id: string | undefined): Style | undefined
  default: string | undefined
}

/** Reads `styles.xml`; a document without one has no styles. */
export function readStyles(part: XmlElement | null): Styles {
  const raw = new Map<string, XmlElement>()
  let standard: string | undefined
  for (const style of elements(part, 'w:style')) {
    const id = style.attributes['w:styleId']
    if (!id) continue
    raw.set(id, style)
    if (
      style.attributes['w:type'] === 'paragraph' &&
      /^(1|true|on)$/.test(style.attributes['w:default'] ?? '')
    )
      standard = id
  }
  const resolved = new Map<string, Style>()

  function resolve(id: string, seen: string[]): Style | undefined {
    const known = resolved.get(id)
    const style = raw.get(id)
    if (known || !style || seen.includes(id)) return known
    const parentId = value(style, 'w:basedOn')
    const parent = parentId ? resolve(parentId, [...seen, id]) : undefined
    const own = ownProperties(style)
    const merged = { ...parent, ...own }
    // A style that only names a heading is a heading, whatever it is based on.
    const heading = /^(?:heading|заголовок) (\d)$/.exec(own.name)?.[1]
    if (own.outline === undefined && heading) merged.outline = Number(heading) - 1
    resolved.set(id, merged)
    return merged
  }

  return { get: (id) => (id === undefined ? undefined : resolve(id, [])), default: standard }
}

function ownProperties(style: XmlElement): Style {
  const paragraph = child(style, 'w:pPr')
  const run = child(style, 'w:rPr')
  const numbering = child(paragraph, 'w:numPr')
  const properties: Style = { name: (value(style, 'w:name') ?? '').toLowerCase() }
  const numberingId = value(numbering, 'w:numId')
  const level = value(numbering, 'w:ilvl')
  const outline = value(paragraph, 'w:outlineLvl')
  const alignment = value(paragraph, 'w:jc')
  const bold = isOn(run, 'w:b')
  const hidden = isOn(run, 'w:vanish')
  if (numberingId !== undefined) properties.numberingId = numberingId
  if (level !== undefined) properties.level = Number(level)
  if (outline !== undefined) properties.outline = Number(outline)
  if (alignment !== undefined) properties.centred = alignment === 'center'
  if (bold !== undefined) properties.bold = bold
  if (hidden !== undefined) properties.hidden = hidden
  return properties
}
