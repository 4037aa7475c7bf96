/** The text of a Word paragraph as printed: insertions in, deletions and hidden text out, fields as their results. */
import { clean } from '../clean.ts'
import type { Styles } from './styles.ts'
import { child, elements, isOn, value, type XmlElement } from './xml.ts'

/** What a paragraph's runs hold. */
export interface RunText {
  text: string
  /** Every visible letter is bold. */
  bold: boolean
  /** Ids of the notes marked in it, in order. */
  notes: { kind: 'footnotes' | 'endnotes'; id: string }[]
  /** Contents of text boxes anchored in it: lists of paragraphs and tables. */
  boxes: XmlElement[]
}

/** Fields may begin in one paragraph and end in another (a table of contents does), so their state outlives a paragraph. */
export interface FieldState {
  open: ('instruction' | 'result')[]
}

/** Reads the runs of a paragraph; `inherited` is what its style says of its letters. */
export function readRuns(
  paragraph: XmlElement,
  {
    styles,
    fields,
    inherited,
  }: { styles: Styles; fields: FieldState; inherited: { bold: boolean; hidden: boolean } },
): RunText {
  const found: RunText = { text: '', bold: false, notes: [], boxes: [] }
  let bold = 0
  let letters = 0

  function visit(node: XmlElement): void {
    switch (node.name) {
      case 'w:r':
        run(node)
        return
      case 'w:pPr':
      case 'w:del':
      case 'w:moveFrom':
      case 'w:sdtPr':
      case 'w:sdtEndPr':
      case 'w:rt':
        return
      case 'w:sdt':
        // A control not filled in shows «Место для ввода текста»: that is not the document.
        if (child(node, 'w:sdtPr', 'w:showingPlcHdr')) return
        break
      case 'm:t':
        add(textOf(node), false)
        return
    }
    for (const element of elements(node)) visit(element)
  }

  function run(node: XmlElement): void {
    const properties = child(node, 'w:rPr')
    const style = styles.get(value(properties, 'w:rStyle'))
    const hidden = isOn(properties, 'w:vanish') ?? style?.hidden ?? inherited.hidden
    const isBold = isOn(properties, 'w:b') ?? style?.bold ?? inherited.bold
    for (const element of elements(node)) content(element, isBold, hidden)
  }

  function content(node: XmlElement, isBold: boolean, hidden: boolean): void {
    if (node.name === 'w:fldChar') field(node.attributes['w:fldCharType'])
    if (hidden || fields.open.includes('instruction')) return
    switch (node.name) {
      case 'w:t':
        add(textOf(node), isBold)
        return
      case 'w:tab':
      case 'w:ptab':
        add('\t', isBold)
        return
      case 'w:br':
      case 'w:cr':
        add('\n', isBold)
        return
      case 'w:noBreakHyphen':
        add('-', isBold)
        return
      case 'w:sym':
        add(symbol(node.attributes['w:char']), isBold)
        return
      case 'w:footnoteReference':
      case 'w:endnoteReference':
        found.notes.push({
          kind: node.name === 'w:footnoteReference' ? 'footnotes' : 'endnotes',
          id: node.attributes['w:id'] ?? '',
        })
        return
      case 'w:ruby':
        for (const base of elements(child(node, 'w:rubyBase'))) visit(base)
        return
      case 'mc:AlternateContent': {
        // The same box twice, for new and old programs: the first that has text is enough.
        const boxes = [child(node, 'mc:Choice'), child(node, 'mc:Fallback')].map((side) =>
          side ? boxesIn(side) : [],
        )
        found.boxes.push(...(boxes.find((list) => list.length > 0) ?? []))
        return
      }
      case 'w:drawing':
      case 'w:pict':
      case 'w:object':
        found.boxes.push(...boxesIn(node))
    }
  }

  function field(type: string | undefined): void {
    if (type === 'begin') fields.open.push('instruction')
    else if (type === 'separate' && fields.open.length > 0)
      fields.open[fields.open.length - 1] = 'result'
    else if (type === 'end') fields.open.pop()
  }

  function add(text: string, isBold: boolean): void {
    found.text += text
    const visible = text.replace(/\s/g, '').length
    letters += visible
    if (isBold) bold += visible
  }

  visit(paragraph)
  found.text = clean(found.text)
  found.bold = letters > 0 && bold === letters
  return found
}

function textOf(node: XmlElement): string {
  return node.children.filter((part) => typeof part === 'string').join('')
}

/** Text boxes anywhere below, outermost only: what is inside them is read as a page of its own. */
function boxesIn(node: XmlElement): XmlElement[] {
  if (node.name === 'w:txbxContent') return [node]
  if (node.name === 'mc:AlternateContent') {
    const choice = child(node, 'mc:Choice')
    const inChoice = choice ? boxesIn(choice) : []
    const fallback = child(node, 'mc:Fallback')
    return inChoice.length > 0 || !fallback ? inChoice : boxesIn(fallback)
  }
  return elements(node).flatMap(boxesIn)
}

// Signs of the fonts Symbol and Wingdings that occur in office documents.
const SYMBOLS: Record<string, string> = {
  F02D: '–',
  F0B0: '°',
  F0B1: '±',
  F0A3: '≤',
  F0B3: '≥',
  F0AE: '→',
  F0E0: '→',
  F0FC: '✓',
  F0FE: '☑',
  F0A8: '☐',
  F06F: '☐',
}

function symbol(code: string | undefined): string {
  const upper = (code ?? '').toUpperCase()
  const known = SYMBOLS[upper]
  if (known !== undefined) return known
  const point = Number.parseInt(upper, 16)
  return point >= 0x20 && point < 0xe000 ? String.fromCharCode(point) : '•'
}
