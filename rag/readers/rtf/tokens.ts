/** Splits RTF into visible text, the controls that shape blocks, and notes; Cyrillic by \u, \' and font charset. */
import { Refusal } from '../errors.ts'
import { CHARSETS, decoder } from './charsets.ts'
import { rtfStyles } from './styles.ts'

export type RtfEvent =
  | { kind: 'text'; text: string; bold: boolean }
  | { kind: 'control'; word: string; value: number | undefined }
  | { kind: 'note-begin' }
  | { kind: 'note-end' }

interface Group {
  skipped: boolean
  hidden: boolean
  deleted: boolean
  bold: boolean
  /** Characters that stand for one \u character in programs without Unicode. */
  fallback: number
  font: number
  inFontTable: boolean
  note: boolean
  /** Inside the number that Word left before a list item: a tab after it is spacing. */
  number: boolean
}

const SKIPPED = new Set(
  (
    'fonttbl colortbl stylesheet info pict object themedata datastore xmlnstbl listtable listoverridetable rsidtbl generator ' +
    'header headerl headerr headerf footer footerl footerr footerf latentstyles fldinst pgdsctbl revtbl colorschememapping ' +
    'nonshppict mmathPr nesttableprops annotation atnid atnauthor bkmkstart bkmkend userprops pntxta pntxtb filetbl'
  ).split(' '),
)
// Destinations marked as skippable whose text is nevertheless on the page.
const SHOWN = new Set('listtext shptxt pntext ftnalt shpinst shp'.split(' '))
const CHARACTERS: Record<string, string> = {
  line: '\n',
  page: '\n',
  column: '\n',
  tab: '\t',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  emspace: ' ',
  enspace: ' ',
  qmspace: ' ',
}
const CONTROL = /\\([a-zA-Z]+)(-?\d{1,9})? ?/y
const MAX_GROUPS = 1000

/** The events of a file in order. Throws `Refusal` where it nests too deep. */
export function* tokenize(bytes: Uint8Array): Generator<RtfEvent> {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const fonts = new Map<number, string>()
  const styles = rtfStyles(source)
  const stack: Group[] = []
  let group: Group = {
    skipped: false,
    hidden: false,
    deleted: false,
    bold: false,
    fallback: 1,
    font: -1,
    inFontTable: false,
    note: false,
    number: false,
  }
  let page = 'windows-1251'
  let pending: number[] = []
  let skip = 0
  let star = false
  let at = 0

  const visible = () => !group.skipped && !group.hidden && !group.deleted
  const text = (content: string): RtfEvent => ({
    kind: 'text',
    text: content,
    bold: group.bold || group.number,
  })
  function* flush(): Generator<RtfEvent> {
    if (pending.length === 0) return
    const content = decoder(fonts.get(group.font) ?? page).decode(Uint8Array.from(pending))
    pending = []
    if (visible()) yield text(content)
  }

  while (at < source.length) {
    const character = source[at] ?? ''
    if (character === '{') {
      yield* flush()
      stack.push(group)
      if (stack.length > MAX_GROUPS) throw new Refusal('too-much', 'RTF nested too deep')
      group = { ...group, note: false }
      star = false
      skip = 0
      at += 1
    } else if (character === '}') {
      yield* flush()
      if (group.note) yield { kind: 'note-end' }
      group = stack.pop() ?? group
      skip = 0
      at += 1
    } else if (character === '\r' || character === '\n' || character === '\0') at += 1
    else if (character !== '\\') {
      at += 1
      if (skip > 0) skip -= 1
      else pending.push(character.charCodeAt(0))
    } else {
      const next = source[at + 1] ?? ''
      if (next === "'") {
        const code = Number.parseInt(source.slice(at + 2, at + 4), 16)
        at += 4
        if (skip > 0) skip -= 1
        else if (!Number.isNaN(code)) pending.push(code)
        continue
      }
      CONTROL.lastIndex = at
      const control = CONTROL.exec(source)
      if (!control) {
        yield* flush()
        at += 2
        if (next === '*') star = true
        else if (skip > 0) skip -= 1
        else if (next === '\n' || next === '\r')
          yield { kind: 'control', word: 'par', value: undefined }
        else if (visible() && next === '~') yield text('\u00a0')
        else if (visible() && next === '_') yield text('-')
        else if (visible() && '\\{}'.includes(next)) yield text(next)
        continue
      }
      at += control[0].length
      const word = control[1] ?? ''
      const value = control[2] === undefined ? undefined : Number(control[2])
      yield* flush()
      if (word === 'bin') at += Math.max(0, value ?? 0)
      else if (word === 'u' && value !== undefined) {
        if (skip > 0) skip -= 1
        else {
          if (visible()) yield text(String.fromCharCode(value & 0xffff))
          skip = group.fallback
        }
      } else if (word === 'uc') group.fallback = value ?? 1
      else if (word === 'ansicpg' && value) page = value === 866 ? 'ibm866' : `windows-${value}`
      else if (word === 'f' || word === 'deff') group.font = value ?? -1
      else if (word === 'fcharset' && group.inFontTable) {
        const charset = CHARSETS[value ?? 0]
        if (charset && value !== 0) fonts.set(group.font, charset)
      } else if (word === 'b') group.bold = value !== 0
      else if (word === 's' && value !== undefined) {
        const style = styles.get(value)
        if (style?.bold) group.bold = true
        if (style?.outline !== undefined && !group.skipped)
          yield { kind: 'control', word: 'outlinelevel', value: style.outline }
      } else if (word === 'v') group.hidden = value !== 0
      else if (word === 'deleted') group.deleted = value !== 0
      else if (word === 'plain')
        Object.assign(group, { bold: false, hidden: false, deleted: false })
      else if (word === 'listtext' || word === 'pntext') group.number = true
      else if (word === 'tab' && group.number) {
        if (visible()) yield text(' ')
      } else if (word === 'footnote') {
        group.note = true
        group.skipped = false
        yield { kind: 'note-begin' }
      } else if (SKIPPED.has(word) || (star && !SHOWN.has(word))) {
        group.skipped = true
        if (word === 'fonttbl') group.inFontTable = true
      } else if (visible() && CHARACTERS[word] !== undefined) yield text(CHARACTERS[word])
      else if (!group.skipped && !group.number) yield { kind: 'control', word, value }
      star = false
    }
  }
  yield* flush()
}
