/** Reads the lists of a Word document: `numbering.xml`. */
import { createNumbering, type List, type ListLevel, type Numbering } from '../list-numbers.ts'
import { child, elements, isOn, value, type XmlElement } from './xml.ts'

/** The numbering of one document; without the part nothing is numbered. */
export function readNumbering(part: XmlElement | null): Numbering {
  return createNumbering(readLists(part))
}

function readLists(part: XmlElement | null): Map<string, List> {
  const abstracts = new Map(
    elements(part, 'w:abstractNum').map((a) => [a.attributes['w:abstractNumId'] ?? '', a]),
  )
  const linked = new Map<string, XmlElement>()
  for (const abstract of abstracts.values()) {
    const style = value(abstract, 'w:styleLink')
    if (style !== undefined) linked.set(style, abstract)
  }
  const lists = new Map<string, List>()
  for (const instance of elements(part, 'w:num')) {
    const abstract = abstracts.get(value(instance, 'w:abstractNumId') ?? '')
    // A list made from a list style points to the list that the style is defined with.
    const actual = linked.get(value(abstract, 'w:numStyleLink') ?? '') ?? abstract
    if (actual) lists.set(instance.attributes['w:numId'] ?? '', readList(instance, actual))
  }
  return lists
}

function readList(instance: XmlElement, abstract: XmlElement): List {
  const levels = new Map<number, ListLevel>()
  const startOverrides = new Map<number, number>()
  for (const level of elements(abstract, 'w:lvl'))
    levels.set(Number(level.attributes['w:ilvl']), readLevel(level))
  for (const override of elements(instance, 'w:lvlOverride')) {
    const at = Number(override.attributes['w:ilvl'])
    const start = value(override, 'w:startOverride')
    const level = child(override, 'w:lvl')
    if (level) levels.set(at, readLevel(level))
    if (start !== undefined) startOverrides.set(at, Number(start))
  }
  return { abstractId: abstract.attributes['w:abstractNumId'] ?? '', levels, startOverrides }
}

function readLevel(level: XmlElement): ListLevel {
  const restart = value(level, 'w:lvlRestart')
  return {
    start: Number(value(level, 'w:start') ?? 1),
    format:
      value(level, 'w:numFmt') ??
      child(level, 'mc:AlternateContent', 'mc:Fallback', 'w:numFmt')?.attributes['w:val'] ??
      'decimal',
    text: value(level, 'w:lvlText') ?? '',
    legal: isOn(level, 'w:isLgl') ?? false,
    suffix: value(level, 'w:suff') === 'nothing' ? '' : ' ',
    restart: restart === undefined ? undefined : Number(restart),
    style: value(level, 'w:pStyle'),
  }
}
