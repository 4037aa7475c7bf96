/** Workbooks about diagnostics: who has passed by institution, and the rows of a list that wait for a decision. */
import type { Worksheet } from 'exceljs'
import type { Share } from './diagnostics-share.ts'
import { progressTexts } from './texts/diagnostics-progress.ts'
import { rosterTexts } from './texts/rosters.ts'

/** The bytes of an .xlsx with a row for each institution and the totals that the share is made of. */
export async function shareTable(title: string, share: Share): Promise<Buffer> {
  const { headings } = progressTexts
  return workbookOf(progressTexts.sheet, (sheet) => {
    sheet.columns = [
      { width: 60, style: { alignment: { wrapText: true, vertical: 'top' } } },
      ...[{ width: 26 }, { width: 12 }, { width: 22 }, { width: 12 }],
    ]
    sheet.addRow([title]).font = { bold: true }
    for (const line of progressTexts.plain(share)) sheet.addRow([line])
    sheet.addRow([])
    const head = [headings.name, headings.staff, headings.passed, headings.said, headings.share]
    sheet.addRow(head).font = { bold: true }
    for (const { name, all, passed, said, share: part } of share.institutions) {
      const numbers = all === 0 ? progressTexts.noNumbers : all
      sheet.addRow([name, numbers, passed, said, part]).getCell(5).numFmt = '0.0%'
    }
    const { passed, said, staff, heads, share: whole } = share
    const total = sheet.addRow([progressTexts.total, staff + heads, passed, said, whole])
    total.font = { bold: true }
    total.getCell(5).numFmt = '0.0%'
    if (share.elsewhere > 0) sheet.addRow([progressTexts.elsewhereRow, null, share.elsewhere])
  })
}

export interface RosterLine {
  row: number
  name: string
  institution: string
  /** What became of the row, in words. */
  state: string
  /** Whom it may mean. */
  candidates: string
}

/** The rows of a list that nobody sure was found for. */
export async function rosterTable(lines: readonly RosterLine[]): Promise<Buffer> {
  return workbookOf(rosterTexts.sheet, (sheet) => {
    const { row, name, institution, state, candidates } = rosterTexts.headings
    sheet.columns = [{ width: 10 }, { width: 40 }, { width: 50 }, { width: 44 }, { width: 50 }]
    sheet.addRow([row, name, institution, state, candidates]).font = { bold: true }
    for (const line of lines) {
      sheet.addRow([line.row, line.name, line.institution, line.state, line.candidates])
    }
  })
}

async function workbookOf(name: string, fill: (sheet: Worksheet) => void): Promise<Buffer> {
  // Takes longer to load than everything else of the bot; most days nobody needs it.
  const { default: Excel } = await import('exceljs')
  const workbook = new Excel.Workbook()
  fill(workbook.addWorksheet(name))
  return Buffer.from(await workbook.xlsx.writeBuffer())
}
