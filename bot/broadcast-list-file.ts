/** Everybody of a broadcast's audience as a table that spreadsheet programs open. */
import type { ReportLine } from '../db/broadcast-report.ts'
import { broadcastProgressTexts } from './texts/broadcast-progress.ts'

/** UTF-8 with a mark at its beginning and semicolons, as Russian spreadsheet programs expect it. */
export function broadcastTable(
  lines: readonly ReportLine[],
  { names, zone }: { names: boolean; zone: string },
): string {
  const { columns, nameColumns, line: cellsOf, erased } = broadcastProgressTexts
  const head = [...columns, ...(names ? nameColumns : [])]
  const rows = lines.map((line) => [
    ...cellsOf(line, zone),
    ...(names ? [line.name ?? erased, line.institution ?? ''] : []),
  ])
  return `\ufeff${[head, ...rows].map((cells) => cells.map(cell).join(';')).join('\r\n')}\r\n`
}

/** What begins like a formula is no formula: people choose their names themselves. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
