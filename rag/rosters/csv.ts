/** Reads comma-separated values as office programs write them: any of three separators, quotes, any Cyrillic encoding. */
import { decode } from '../readers/decode.ts'

/** Rows of cells, empty rows as well, so that a row keeps its number in the file. */
export function readCsv(bytes: Uint8Array): string[][] {
  const text = decode(bytes).replace(/^\ufeff/, '')
  // Excel may say the separator by itself.
  const [, told] = /^sep=(.)\r?\n/.exec(text) ?? []
  const rows = cut(
    told === undefined ? text : text.slice(text.indexOf('\n') + 1),
    told ?? separatorOf(text),
  )
  return told === undefined ? rows : [[], ...rows]
}

/** The one that parts the first lines into most cells. */
function separatorOf(text: string): string {
  const head = text.split('\n').slice(0, 20)
  const counts = [';', ',', '\t'].map((separator) => ({
    separator,
    count: head.reduce((sum, line) => sum + outsideQuotes(line).split(separator).length - 1, 0),
  }))
  return counts.sort((one, other) => other.count - one.count)[0]?.separator ?? ';'
}

function outsideQuotes(line: string): string {
  return line.replace(/"[^"]*"/g, '')
}

function cut(text: string, separator: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  const endCell = () => {
    row.push(cell.trim())
    cell = ''
  }
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? ''
    if (quoted && letter === '"' && text[at + 1] === '"') {
      cell += '"'
      at += 1
    } else if (quoted) {
      if (letter === '"') quoted = false
      else cell += letter
    } else if (letter === '"' && cell.trim() === '') {
      quoted = true
      cell = ''
    } else if (letter === separator) endCell()
    else if (letter === '\n') {
      endCell()
      rows.push(row)
      row = []
    } else if (letter !== '\r') cell += letter
  }
  if (cell !== '' || row.length > 0) {
    endCell()
    rows.push(row)
  }
  return rows
}
