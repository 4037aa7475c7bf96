/** The list of institutions as a table that people correct and send back. */
import type { Institution } from '../db/institutions.ts'
import type { Column } from '../rag/institutions/columns.ts'
import { INSTITUTION_HEADINGS, institutionTexts } from './texts/institutions.ts'

const COLUMNS: readonly { column: Column; width: number }[] = [
  { column: 'name', width: 60 },
  { column: 'short', width: 30 },
  { column: 'territory', width: 22 },
  { column: 'staff', width: 14 },
  { column: 'heads', width: 16 },
  { column: 'code', width: 14 },
]

/** The bytes of an .xlsx whose columns `readInstitutionTable` reads. */
export async function tableOf(institutions: readonly Institution[]): Promise<Buffer> {
  // Takes longer to load than everything else of the bot; most days nobody needs it.
  const { default: Excel } = await import('exceljs')
  const workbook = new Excel.Workbook()
  const sheet = workbook.addWorksheet(institutionTexts.sheet, {
    views: [{ state: 'frozen', ySplit: 1 }],
  })
  sheet.columns = COLUMNS.map(({ column, width }) => ({
    ...{ header: INSTITUTION_HEADINGS[column], key: column, width },
    style: { alignment: { wrapText: column === 'name', vertical: 'top' as const } },
  }))
  sheet.getRow(1).font = { bold: true }
  for (const { id, name, short_names, territory, staff, heads } of institutions) {
    sheet.addRow({ code: id, name, short: short_names.join(', '), territory, staff, heads })
  }
  return Buffer.from(await workbook.xlsx.writeBuffer())
}
