/** Reads HTML pages, saved ones and Word's own: what a browser would show, less navigation. */
import { type HTMLElement, type Node, NodeType, parse } from 'node-html-parser'
import type { Block, ReadDocument } from '../../blocks.ts'
import { clean } from '../clean.ts'
import { Refusal } from '../errors.ts'
import { layOut, type SpanningCell } from '../grid.ts'
import { numeral } from '../numerals.ts'
import { decodeHtml } from './decode-html.ts'
import { BLOCKS, DROPPED, isBold, isCell, isHidden, rowsOf, span, style } from './elements.ts'
import { contentOf, isNavigation } from './navigation.ts'

type Paragraph = Extract<Block, { kind: 'paragraph' }>

const MAX_DEPTH = 200

/** Reads an HTML file; its charset is the one that it declares, if it does. Throws `Refusal`. */
export function readHtml(bytes: Uint8Array): ReadDocument {
  // Word marks its list numbers «not supported as lists»; browsers show them, so the marks go and the numbers stay.
  const source = decodeHtml(bytes)
    .replace(/<!--\[if[\s\S]*?endif\]-->/gi, '')
    .replace(/<!\[(?:if [^\]]*|endif)\]>/gi, '')
  const root = parse(source, {
    comment: false,
    blockTextElements: { script: true, style: true, noscript: true },
  })
  const blocks = blocksOf(contentOf(root.querySelector('body') ?? root))
  const title = clean(root.querySelector('title')?.text ?? '').trim()
  return { format: 'html', blocks, ...(title ? { property: { title } } : {}) }
}

interface State {
  blocks: Block[]
  text: string
  bold: number
  letters: number
  level: number | undefined
  centred: boolean
  prefix: string
}

function blocksOf(node: HTMLElement): Block[] {
  const state: State = {
    blocks: [],
    text: '',
    bold: 0,
    letters: 0,
    level: undefined,
    centred: false,
    prefix: '',
  }
  children(node, state, { bold: false, depth: 0, pre: false })
  flush(state)
  return state.blocks
}

interface Context {
  bold: boolean
  depth: number
  pre: boolean
}

function children(node: HTMLElement, state: State, context: Context): void {
  if (context.depth > MAX_DEPTH) throw new Refusal('too-much', 'HTML nested too deep')
  for (const each of node.childNodes) visit(each, state, { ...context, depth: context.depth + 1 })
}

function visit(node: Node, state: State, context: Context): void {
  if (node.nodeType === NodeType.TEXT_NODE) addText(state, node.text, context)
  if (node.nodeType !== NodeType.ELEMENT_NODE) return
  // The node type has just been compared.
  const element = node as HTMLElement
  const tag = element.rawTagName?.toLowerCase() ?? ''
  if (DROPPED.has(tag) || isHidden(element) || isNavigation(element)) return
  if (tag === 'br') state.text += '\n'
  else if (tag === 'table') addTable(element, state)
  else if (tag === 'ol' || tag === 'ul') addList(element, state, context)
  else if (BLOCKS.has(tag)) addBlock(element, tag, state, context)
  else children(element, state, { ...context, bold: context.bold || isBold(element, tag) })
}

function addText(state: State, raw: string, { bold, pre }: Context): void {
  const text = pre ? clean(raw) : clean(raw).replace(/\s+/g, ' ')
  const letters = text.replace(/\s/g, '').length
  state.letters += letters
  if (bold) state.bold += letters
  state.text += text
}

function addBlock(element: HTMLElement, tag: string, state: State, context: Context): void {
  flush(state)
  const level = /^h([1-6])$/.exec(tag)?.[1]
  if (level) state.level = Number(level)
  const centred =
    /^center$/i.test(element.getAttribute('align') ?? '') ||
    /text-align:\s*center/i.test(style(element))
  if (centred) state.centred = true
  children(element, state, {
    ...context,
    bold: context.bold || isBold(element, tag),
    pre: context.pre || tag === 'pre',
  })
  flush(state)
  state.level = undefined
  if (centred) state.centred = false
}

function addList(list: HTMLElement, state: State, context: Context): void {
  flush(state)
  const ordered = list.rawTagName.toLowerCase() === 'ol'
  const formats: Record<string, string> = {
    a: 'lowerLetter',
    A: 'upperLetter',
    i: 'lowerRoman',
    I: 'upperRoman',
  }
  const format = formats[list.getAttribute('type') ?? ''] ?? 'decimal'
  let number = Number(list.getAttribute('start') ?? 1)
  for (const item of list.childNodes) {
    const element = item.nodeType === NodeType.ELEMENT_NODE ? (item as HTMLElement) : null
    if (element?.rawTagName?.toLowerCase() !== 'li') {
      visit(item, state, context)
      continue
    }
    number = Number(element.getAttribute('value') ?? number)
    flush(state)
    state.prefix = ordered ? `${numeral(number, format)}. ` : '• '
    children(element, state, { ...context, depth: context.depth + 1 })
    flush(state)
    // An item with nothing but its number: the number of a table's row.
    if (ordered && state.prefix !== '')
      state.blocks.push({ kind: 'paragraph', text: state.prefix.trim() })
    state.prefix = ''
    number += 1
  }
}

function flush(state: State): void {
  const text = state.text.replace(/[ \t]*\n[ \t]*/g, '\n').trim()
  if (text !== '') {
    const found: Paragraph = { kind: 'paragraph', text: state.prefix + text }
    state.prefix = ''
    if (state.level !== undefined) found.level = state.level
    if (state.letters > 0 && state.bold === state.letters) found.bold = true
    if (state.centred) found.centred = true
    state.blocks.push(found)
  }
  state.text = ''
  state.bold = 0
  state.letters = 0
}

function addTable(table: HTMLElement, state: State): void {
  flush(state)
  const rows = rowsOf(table).map((row) => row.childNodes.filter(isCell))
  const only = rows.length === 1 && rows[0]?.length === 1 ? rows[0][0] : undefined
  // A table of one cell lays a page out.
  if (only) {
    state.blocks.push(...blocksOf(only))
    return
  }
  const grid = layOut(rows.map((row) => row.map(toCell)))
  if (grid.length > 0) state.blocks.push({ kind: 'table', rows: grid })
}

function toCell(cell: HTMLElement): SpanningCell {
  const lines = blocksOf(cell).map((block) =>
    block.kind === 'paragraph'
      ? block.text
      : block.rows.map((row) => row.map(({ text }) => text).join(' | ')).join('\n'),
  )
  return {
    text: lines.join('\n'),
    columns: span(cell, 'colspan', 1000),
    rows: span(cell, 'rowspan', 65_534),
  }
}
