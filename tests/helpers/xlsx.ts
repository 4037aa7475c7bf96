/** Small workbooks, as people fill them in. */
import Excel from 'exceljs'

type Value = string | number | null

/** A sheet of these rows; `fill` does the rest to it. */
export async function workbook(
  rows: Value[][],
  fill: (sheet: Excel.Worksheet) => void = () => {},
): Promise<Uint8Array> {
  const book = new Excel.Workbook()
  const sheet = book.addWorksheet('Лист1')
  sheet.addRows(rows)
  fill(sheet)
  return new Uint8Array(await book.xlsx.writeBuffer())
}

/** The rows of the first sheet, as text. */
export async function rowsIn(bytes: Uint8Array): Promise<string[][]> {
  const book = new Excel.Workbook()
  await book.xlsx.load(Buffer.from(bytes) as unknown as ArrayBuffer)
  const rows: string[][] = []
  book.worksheets[0]!.eachRow((row) => {
    rows.push((row.values as unknown[]).slice(1).map((value) => String(value ?? '')))
  })
  return rows
}
