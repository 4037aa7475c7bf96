/** Property modifiers («sprms») of a Word 97–2003 document: what paragraphs, characters and table rows are told to be. */

/** What is read of a paragraph's properties; a row's are in the paragraph that ends it. */
export interface ParagraphProperties {
  style: number
  /** Number of the list from 1, 0 for none; undefined where not said. */
  list?: number
  level?: number
  centred?: boolean
  /** 0 for the outermost heading, 9 for body text. */
  outline?: number
  inTable?: boolean
  /** The mark that ends a table row. */
  rowEnd?: boolean
  /** How many tables deep, from 1. */
  depth?: number
  innerCell?: boolean
  innerRowEnd?: boolean
  row?: RowShape
}

export interface RowShape {
  /** Where the cells end, in twips from the row's beginning edge on: one more than there are cells. */
  edges: number[]
  cells: { mergedLeft: boolean; mergedAbove: boolean }[]
}

export interface CharacterProperties {
  bold?: boolean
  hidden?: boolean
  deleted?: boolean
}

/** Applies a list of modifiers to a paragraph's properties. `data` is the stream that long lists are kept in. */
export function applyToParagraph(
  to: ParagraphProperties,
  modifiers: Buffer,
  data: Buffer | undefined,
): void {
  eachModifier(modifiers, (code, operand) => {
    const value = operand[0] ?? 0
    if (code === 0x260a) to.level = value
    else if (code === 0x460b) to.list = operand.readInt16LE(0)
    else if (code === 0x2461 || code === 0x2403) to.centred = value === 1
    else if (code === 0x2640) to.outline = value
    else if (code === 0x2416) to.inTable = value !== 0
    else if (code === 0x2417) to.rowEnd = value !== 0
    else if (code === 0x6649) to.depth = operand.readInt32LE(0)
    else if (code === 0x244b) to.innerCell = value !== 0
    else if (code === 0x244c) to.innerRowEnd = value !== 0
    else if (code === 0xd608) to.row = rowShape(operand)
    else if ((code === 0x6646 || code === 0x6645) && data) {
      const at = operand.readUInt32LE(0)
      if (at + 2 <= data.length)
        applyToParagraph(to, data.subarray(at + 2, at + 2 + data.readUInt16LE(at)), undefined)
    }
  })
}

/** Applies a list of modifiers to characters; `style` is what the style says, which some values refer to. */
export function applyToCharacters(
  to: CharacterProperties,
  modifiers: Buffer,
  style: CharacterProperties,
): void {
  const toggled = (value: number, inherited: boolean | undefined) =>
    value === 128 ? inherited === true : value === 129 ? inherited !== true : value !== 0
  eachModifier(modifiers, (code, operand) => {
    const value = operand[0] ?? 0
    if (code === 0x0835) to.bold = toggled(value, style.bold)
    else if (code === 0x083c) to.hidden = toggled(value, style.hidden)
    else if (code === 0x0800) to.deleted = value !== 0
  })
}

const OPERAND_SIZES = [1, 1, 2, 4, 2, 2, 0, 3]

function eachModifier(modifiers: Buffer, take: (code: number, operand: Buffer) => void): void {
  let at = 0
  while (at + 3 <= modifiers.length) {
    const code = modifiers.readUInt16LE(at)
    at += 2
    let size = OPERAND_SIZES[code >> 13] ?? 1
    if (code === 0xd608) {
      // The definition of a table row says its length in two bytes, one too many.
      size = modifiers.length >= at + 2 ? modifiers.readUInt16LE(at) - 1 : 0
      at += 2
    } else if (size === 0) {
      size = modifiers[at] ?? 0
      at += 1
    }
    if (at + size > modifiers.length) return
    take(code, modifiers.subarray(at, at + size))
    at += size
  }
}

function rowShape(operand: Buffer): RowShape {
  const count = operand[0] ?? 0
  const edges: number[] = []
  const cells: RowShape['cells'] = []
  for (let i = 0; i <= count && 3 + i * 2 <= operand.length; i += 1)
    edges.push(operand.readInt16LE(1 + i * 2))
  for (let i = 0; i < count; i += 1) {
    const at = 1 + (count + 1) * 2 + i * 20
    const flags = at + 2 <= operand.length ? operand.readUInt16LE(at) : 0
    cells.push({
      mergedLeft: (flags & 2) !== 0,
      mergedAbove: (flags & 0x20) !== 0 && (flags & 0x40) === 0,
    })
  }
  return { edges, cells }
}
