/** The participants of an event as a table for its methodists. */
import type { Participant } from '../db/event-attendance.ts'
import { eventListTexts } from './texts/event-lists.ts'

const WIDTHS = { name: 34, institution: 44, position: 28, mark: 18, came: 10, rating: 10 } as const

/** The bytes of an .xlsx: a line for everybody who answered or came. */
export async function participantTable(participants: readonly Participant[]): Promise<Buffer> {
  // Takes longer to load than everything else of the bot; most days nobody needs it.
  const { default: Excel } = await import('exceljs')
  const workbook = new Excel.Workbook()
  const sheet = workbook.addWorksheet(eventListTexts.sheet, {
    views: [{ state: 'frozen', ySplit: 1 }],
  })
  const { headings } = eventListTexts
  sheet.columns = Object.entries(WIDTHS).map(([key, width]) => ({
    // The keys of the widths are those of the headings.
    header: headings[key as keyof typeof WIDTHS],
    key,
    width,
    style: { alignment: { wrapText: true, vertical: 'top' as const } },
  }))
  sheet.getRow(1).font = { bold: true }
  for (const { name, institution, position, mark, attended_at, rating } of participants) {
    sheet.addRow({
      ...{ name, institution, position, rating },
      mark: mark ? eventListTexts.markInList[mark] : eventListTexts.unmarked,
      came: attended_at ? eventListTexts.yes : eventListTexts.no,
    })
  }
  return Buffer.from(await workbook.xlsx.writeBuffer())
}
