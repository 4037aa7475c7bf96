/** The style sheet of an RTF file, as far as headings and bold text go. */

/** What paragraph styles say of boldness and of the level of a heading, by the number they are named with. */
export function rtfStyles(
  source: string,
): Map<number, { bold: boolean; outline: number | undefined }> {
  const styles = new Map<number, { bold: boolean; outline: number | undefined }>()
  const start = source.indexOf('{\\stylesheet')
  if (start < 0) return styles
  const entry = /\{\\s(\d+)((?:\\[a-z*]+-?\d*\s?|\{[^{}]*\}|[\r\n])*)\s*([^;\\{}]*)/g
  const sheet = source.slice(start, start + 200_000)
  for (const [, number, controls = '', name = ''] of sheet.matchAll(entry)) {
    const heading = /^heading (\d)/i.exec(name)?.[1]
    const outline = /\\outlinelevel(\d)/.exec(controls)?.[1] ?? (heading && Number(heading) - 1)
    styles.set(Number(number), {
      bold: /\\b(?![a-z0-9])/.test(controls),
      outline: outline === undefined ? undefined : Number(outline),
    })
  }
  return styles
}
