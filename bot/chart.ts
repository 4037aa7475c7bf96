/** Draws horizontal bars as a picture that can be read on a phone; no fonts of the machine are needed. */
import { createRequire } from 'node:module'

export interface Bar {
  name: string
  /** From 0 to 1; more is drawn as 1. Null: not known, drawn as no bar. */
  share: number | null
  /** What stands at the end of the bar: «12 из 48, 25 %». */
  label: string
}

export interface Chart {
  title: string
  /** Lines below the title. */
  notes: readonly string[]
  bars: readonly Bar[]
}

const WIDTH = 1080
const MARGIN = 48
const INNER = WIDTH - 2 * MARGIN
const TITLE = { size: 40, line: 52 }
const NOTE = { size: 27, line: 38 }
const NAME = { size: 28, line: 38 }
const BAR = 30
const GAP = 26
const LABEL = { size: 26, gap: 16 }

/** The bytes of a PNG, 1080 points wide. */
export async function drawBars(chart: Chart): Promise<Buffer> {
  // Takes long to load, and most days nobody needs it.
  const { Resvg } = await import('@resvg/resvg-js')
  const fonts = createRequire(import.meta.url)
  const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) =>
    fonts.resolve(`dejavu-fonts-ttf/ttf/${name}`),
  )
  const font = { fontFiles, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' }
  return new Resvg(svgOf(chart), { font }).render().asPng()
}

/** The same as SVG. */
export function svgOf({ title, notes, bars }: Chart): string {
  const drawn: string[] = []
  let y = MARGIN
  const write = (
    text: string,
    style: { size: number; line: number },
    colour: string,
    bold = false,
  ) => {
    y += style.line
    drawn.push(textAt(MARGIN, y - style.line + style.size, text, { ...style, colour, bold }))
  }
  for (const line of wrap(title, TITLE.size * 1.08)) write(line, TITLE, '#1b2733', true)
  y += 8
  for (const note of notes) {
    for (const line of wrap(note, NOTE.size)) write(line, NOTE, '#51606e')
  }
  y += GAP
  // Bold letters are wider than others.
  const longest = Math.max(0, ...bars.map(({ label }) => label.length))
  const most = INNER - LABEL.gap - Math.ceil(longest * LABEL.size * LETTER * 1.08)
  for (const { name, share, label } of bars) {
    for (const line of wrap(name, NAME.size).slice(0, 2)) write(line, NAME, '#1b2733')
    const length = Math.round(Math.min(1, share ?? 0) * most)
    drawn.push(box(MARGIN, y, most, '#e6ebf0'))
    if (length > 0) drawn.push(box(MARGIN, y, Math.max(6, length), colourOf(share ?? 0)))
    const style = { size: LABEL.size, colour: '#1b2733', bold: true }
    drawn.push(textAt(MARGIN + most + LABEL.gap, y + BAR - 6, label, style))
    y += BAR + GAP
  }
  const height = Math.ceil(y + MARGIN - GAP)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}"><rect width="100%" height="100%" fill="#ffffff"/>${drawn.join('')}</svg>`
}

/** Low shares stand out without red and green, which some cannot tell apart. */
function colourOf(share: number): string {
  if (share < 0.34) return '#d9822b'
  return share < 0.67 ? '#4a90c2' : '#1f5f8b'
}

function box(x: number, y: number, width: number, colour: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${BAR}" rx="6" fill="${colour}"/>`
}

function textAt(
  x: number,
  y: number,
  text: string,
  { size, colour, bold }: { size: number; colour: string; bold: boolean },
): string {
  const weight = bold ? ' font-weight="bold"' : ''
  return `<text x="${x}" y="${y}" font-family="DejaVu Sans" font-size="${size}"${weight} fill="${colour}">${escaped(text)}</text>`
}

/** Lines that fit the width, cut between words; a longer word is cut with an ellipsis. */
function wrap(text: string, size: number): string[] {
  const most = Math.floor(INNER / (size * LETTER))
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`
    if (longer.length <= most) line = longer
    else {
      if (line !== '') lines.push(line)
      line = word.length <= most ? word : `${word.slice(0, most - 1)}…`
    }
  }
  return line === '' ? lines : [...lines, line]
}

/** Mean width of a letter of Russian text in this font, in parts of its size. */
const LETTER = 0.63

function escaped(text: string): string {
  // Nothing else may stand in XML.
  const clean = text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/gu, '')
  return clean.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
