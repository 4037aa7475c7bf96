/** Reads Markdown: headings, paragraphs, lists as written, pipe tables, footnotes. */
import type { Block, ReadDocument } from '../blocks.ts'
import { clean, withoutMarkup } from './clean.ts'
import { decode } from './decode.ts'
import { layOut } from './grid.ts'

/** Reads a Markdown file. */
export function readMarkdown(bytes: Uint8Array): ReadDocument {
  const { body, title } = frontMatter(clean(decode(bytes)))
  const notes = new Map<string, string>()
  const text = body.replace(
    /^\[\^([^\]]+)\]:\s*(.+(?:\n[ \t]+\S.*)*)$/gm,
    (_, id: string, note: string) => {
      notes.set(id, inline(note.replace(/\n\s+/g, ' ')))
      return ''
    },
  )
  const blocks = pieces(text.split('\n')).map((piece) => toBlock(piece, notes))
  return {
    format: 'md',
    blocks: blocks.filter(isNotEmpty),
    ...(title ? { property: { title } } : {}),
  }
}

function frontMatter(text: string): { body: string; title: string | undefined } {
  const front = /^---\n([\s\S]*?)\n---\n/.exec(text)
  if (!front) return { body: text, title: undefined }
  const title = /^title:\s*["']?(.+?)["']?\s*$/m.exec(front[1] ?? '')?.[1]
  return { body: text.slice(front[0].length), title }
}

type Piece =
  | { kind: 'text'; lines: string[] }
  | { kind: 'heading'; text: string; level: number }
  | { kind: 'table'; lines: string[] }

const TABLE_RULE = /^(?=.*\|)\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/

function pieces(lines: string[]): Piece[] {
  const found: Piece[] = []
  let open: string[] | null = null
  let fenced = false
  for (const [at, raw] of lines.entries()) {
    if (/^\s*(?:```|~~~)/.test(raw)) {
      fenced = !fenced
      open = null
      continue
    }
    const line = fenced ? raw : raw.replace(/^\s*>\s?/, '')
    const heading = /^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$/.exec(line)
    const last = found.at(-1)
    if (heading && !fenced) {
      found.push({ kind: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' })
      open = null
    } else if (last?.kind === 'table' && open === null && line.includes('|')) last.lines.push(line)
    else if (line.includes('|') && TABLE_RULE.test(lines[at + 1] ?? '')) {
      found.push({ kind: 'table', lines: [line] })
      open = null
    } else if (open && /^\s*(?:=+|-{3,})\s*$/.test(line)) {
      found.pop()
      found.push({ kind: 'heading', level: line.includes('=') ? 1 : 2, text: open.join(' ') })
      open = null
    } else if (line.trim() === '' || /^\s*(?:[-*_]\s*){3,}$/.test(line)) {
      open = null
      // An empty line ends a table as well.
      found.push({ kind: 'text', lines: [] })
    } else if (open && !fenced && !/^\s*(?:[-*+]|\d+(?:\.\d+)*[.)])\s/.test(line)) open.push(line)
    else {
      open = [line]
      found.push({ kind: 'text', lines: open })
    }
  }
  return found
}

function toBlock(piece: Piece, notes: Map<string, string>): Block {
  if (piece.kind === 'heading')
    return { kind: 'paragraph', text: inline(piece.text), level: piece.level }
  if (piece.kind === 'table') {
    const rows = piece.lines.filter((line) => !TABLE_RULE.test(line))
    return {
      kind: 'table',
      rows: layOut(rows.map((row) => pipeCells(row).map((text) => ({ text: inline(text) })))),
    }
  }
  // Two spaces or a backslash at the end of a line break it; any other line end is a space.
  const joined = piece.lines.map(withBreak).join(' ').replace(/\n\s*/g, '\n')
  const footnotes = [...joined.matchAll(/\[\^([^\]]+)\]/g)].flatMap(
    ([, id]) => notes.get(id ?? '') ?? [],
  )
  const text = inline(joined).trim()
  const bold = /^\s*(?:\*\*|__)[^*_]+(?:\*\*|__)\s*$/.test(joined)
  return {
    kind: 'paragraph',
    text,
    ...(bold ? { bold } : {}),
    ...(footnotes.length > 0 ? { footnotes } : {}),
  }
}

function withBreak(line: string): string {
  if (line.endsWith('\\')) return `${line.slice(0, -1)}\n`
  return line.endsWith('  ') ? `${line.trimEnd()}\n` : line
}

function pipeCells(row: string): string[] {
  const cells = row
    .trim()
    .replace(/^\||(?<!\\)\|$/g, '')
    .split(/(?<!\\)\|/)
  return cells.map((cell) => cell.replaceAll('\\|', '|').trim())
}

/** Text without its marks: emphasis, links (their text stays), code, pictures, escapes; a list's bullet becomes a dash. */
function inline(text: string): string {
  return withoutMarkup(text)
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\[([^\]^][^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\[\^[^\]]+\]/g, '')
    .replace(/(\*\*|__)(?=\S)(.+?)\1/g, '$2')
    .replace(/(?<![\p{L}\d*])\*(?=[^\s*])([^*]+?)\*(?![\p{L}\d*])/gu, '$1')
    .replace(/`([^`]+)`/g, '$1')
    .replace(/^(\s*)[*+-]\s+/, '$1- ')
    .replace(/\\([\\`*_{}[\]()#+.!|<>-])/g, '$1')
    .trim()
}

function isNotEmpty(block: Block): boolean {
  return block.kind === 'table' ? block.rows.length > 0 : block.text !== ''
}
