/** What a part of the measuring gives: rows of numbers, printed as a table or as JSON. */

export interface Section {
  name: string
  title: string
  rows: Record<string, string | number | null>[]
  /** What has to be known to read the numbers fairly. */
  notes: string[]
}

export function tableOf({ title, rows, notes }: Section): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cells = [columns, ...rows.map((row) => columns.map((name) => String(row[name] ?? '–')))]
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)))
  const lines = cells.map((line) =>
    line
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  '),
  )
  return [title, ...lines, ...notes].join('\n')
}
