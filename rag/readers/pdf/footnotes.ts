/** Parts the footnotes at the bottom of a PDF page from its text. */
import type { Line } from './lines.ts'

/** Notes are set smaller than the text, last on the page, each beginning with its mark. Keys are the marks. */
export function splitNotes(
  lines: Line[],
  height: number,
): { body: Line[]; notes: Map<string, string> } {
  const notes = new Map<string, string>()
  let start = lines.length
  while (start > 0 && (lines[start - 1]?.height ?? height) < height * 0.9) start -= 1
  const first = lines.slice(start).findIndex((line) => markOf(line) !== undefined)
  if (first < 0) return { body: lines, notes }
  let mark = ''
  for (const line of lines.slice(start + first)) {
    mark = markOf(line) ?? mark
    const text =
      line.marks.length > 0 ? line.text : line.text.replace(/^(?:\d{1,3}|\*{1,3})\s*/, '')
    const before = notes.get(mark)
    notes.set(
      mark,
      before === undefined ? text : `${before} ${markOf(line) === undefined ? line.text : text}`,
    )
  }
  return { body: lines.slice(0, start + first), notes }
}

function markOf(line: Line): string | undefined {
  return line.marks[0] ?? /^(\d{1,3}|\*{1,3})\s*\p{L}/u.exec(line.text)?.[1]
}
