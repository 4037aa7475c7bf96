/** Reads a workbook: each visible sheet is a heading and its table, values written as Russian Excel shows them. */
import Excel from 'exceljs'
import type { Block, Cell, ReadDocument } from '../blocks.ts'
import { clean } from './clean.ts'
import { Refusal } from './errors.ts'
import { MAX_POSITIONS, rectangular } from './grid.ts'
import { unzip } from './zip.ts'

/** Reads an .xlsx. Hidden sheets, rows and columns are left out. Throws `Refusal`. */
export async function readXlsx(bytes: Uint8Array): Promise<ReadDocument> {
  // exceljs inflates without a cap: whatever is too much must be found before.
  unzip(bytes, () => true)
  const workbook = new Excel.Workbook()
  // exceljs declares an ArrayBuffer that it takes any Buffer for.
  await workbook.xlsx.load(Buffer.from(bytes) as unknown as ArrayBuffer)
  const blocks: Block[] = []
  workbook.eachSheet((sheet) => {
    if (sheet.state === 'visible') blocks.push(...sheetBlocks(sheet))
  })
  const title = workbook.title?.trim()
  return { format: 'xlsx', blocks, ...(title ? { property: { title } } : {}) }
}

function sheetBlocks(sheet: Excel.Worksheet): Block[] {
  const { cells, numbers } = readGrid(sheet)
  const grid = rectangular(cells)
  // Rows without any text are left out of the grid.
  const kept = numbers.filter((_, index) => cells[index]?.some((cell) => cell && cell.text !== ''))
  if (grid.length === 0) return []
  const blocks: Block[] = [{ kind: 'paragraph', text: sheet.name, level: 1, sheet: true }]
  // Lines over the table (a title, a date) are typed into single or merged cells: they are text, not rows.
  const first = grid.findIndex(
    (row) => row.filter((cell) => cell.text !== '' && !cell.continued).length > 1,
  )
  const start = first < 0 ? grid.length : first
  for (const [index, row] of grid.slice(0, start).entries()) {
    const text = row.find((cell) => cell.text !== '')?.text
    const at = kept[index]
    if (text) blocks.push({ kind: 'paragraph', text, ...(at === undefined ? {} : { row: at }) })
  }
  const rows = rectangular(grid.slice(start))
  if (rows.length > 0) blocks.push({ kind: 'table', rows, numbers: kept.slice(start) })
  return blocks
}

/** The cells of each row that is shown, and the row's number in the sheet. */
function readGrid(sheet: Excel.Worksheet): {
  cells: (Cell | undefined)[][]
  numbers: number[]
} {
  const columns = usedColumns(sheet)
  const place = new Map(columns.map((column, index) => [column, index]))
  const grid: (Cell | undefined)[][] = []
  const numbers: number[] = []
  sheet.eachRow({ includeEmpty: false }, (row) => {
    if (row.hidden) return
    if (columns.length * (grid.length + 1) > MAX_POSITIONS)
      throw new Refusal('too-much', `sheet ${sheet.name} has too many cells`)
    const cells: (Cell | undefined)[] = []
    row.eachCell({ includeEmpty: false }, (cell) => {
      const at = place.get(Number(cell.col))
      if (at !== undefined) cells[at] = toCell(cell)
    })
    grid.push(cells)
    numbers.push(row.number)
  })
  return { cells: grid, numbers }
}

/** Columns in which anything stands, left to right: a far lonely cell must not make thousands of empty ones. */
function usedColumns(sheet: Excel.Worksheet): number[] {
  const used = new Set<number>()
  sheet.eachRow({ includeEmpty: false }, (row) => {
    row.eachCell({ includeEmpty: false }, (cell) => {
      used.add(Number(cell.col))
    })
  })
  return [...used].filter((column) => !sheet.getColumn(column).hidden).sort((a, b) => a - b)
}

function toCell(cell: Excel.Cell): Cell {
  const text = clean(show(cell.master.value, cell.master.numFmt)).trim()
  if (cell.master === cell) return { text }
  return { text, continued: cell.master.row === cell.row ? 'left' : 'above' }
}

function show(value: Excel.CellValue, format: string | undefined): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return date(value, format)
  if (typeof value === 'number') return number(value, format)
  if (typeof value === 'boolean') return value ? 'ИСТИНА' : 'ЛОЖЬ'
  if (typeof value === 'string') return value
  if ('richText' in value) return value.richText.map((part) => part.text).join('')
  if ('hyperlink' in value)
    return typeof value.text === 'string' ? value.text : show(value.text, format)
  if ('error' in value) return value.error
  return 'result' in value ? show(value.result ?? null, format) : ''
}

/** Excel's dates have no zone: exceljs gives them in UTC. */
function date(value: Date, format: string | undefined): string {
  const two = (part: number) => String(part).padStart(2, '0')
  const day = `${two(value.getUTCDate())}.${two(value.getUTCMonth() + 1)}.${value.getUTCFullYear()}`
  const time = `${two(value.getUTCHours())}:${two(value.getUTCMinutes())}`
  if (value.getUTCFullYear() < 1901) return time
  return /h/i.test(format ?? '') && time !== '00:00' ? `${day} ${time}` : day
}

function number(value: number, format: string | undefined): string {
  const percent = format?.includes('%') ?? false
  const decimals = /[.,](0+)/.exec(format ?? '')?.[1]?.length
  const scaled = percent ? value * 100 : value
  const text =
    format && format !== 'General' && (decimals !== undefined || percent)
      ? scaled.toFixed(decimals ?? 0)
      : String(Number(scaled.toPrecision(12)))
  return text.replace('.', ',') + (percent ? '%' : '')
}
