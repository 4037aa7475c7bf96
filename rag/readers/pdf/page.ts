/** What stands on a PDF page: pieces of text and straight lines, in points from its top left corner. */
import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { OPS, Util } from 'pdfjs-dist/legacy/build/pdf.mjs'

export interface Piece {
  text: string
  left: number
  right: number
  /** The baseline. */
  bottom: number
  height: number
  bold: boolean
}

/** A horizontal rule stands at `at` = y and runs over x; a vertical one at `at` = x and runs over y. */
export interface Rule {
  direction: 'horizontal' | 'vertical'
  at: number
  from: number
  to: number
}

export interface Page {
  number: number
  width: number
  height: number
  pieces: Piece[]
  rules: Rule[]
  hasPicture: boolean
}

/** Reads a page; call it in order of pages. */
export async function readPage(page: PDFPageProxy): Promise<Page> {
  const viewport = page.getViewport({ scale: 1 })
  const operators = await page.getOperatorList()
  const content = await page.getTextContent()
  const pieces: Piece[] = []
  for (const item of content.items) {
    if (!('str' in item) || item.str === '') continue
    const matrix: number[] = Util.transform(viewport.transform, item.transform)
    const height = Math.hypot(matrix[2] ?? 0, matrix[3] ?? 0)
    // Text that runs up or down the page (a stamp on the margin) is not part of its lines.
    if (Math.abs(matrix[1] ?? 0) > 0.1 * height) continue
    const left = matrix[4] ?? 0
    pieces.push({
      text: item.str,
      left,
      right: left + item.width,
      bottom: matrix[5] ?? 0,
      height,
      bold: isBold(page, item.fontName),
    })
  }
  const rules = rulesOf(operators, viewport.transform)
  const hasPicture = operators.fnArray.some((fn) => PICTURES.has(fn))
  page.cleanup()
  return {
    number: page.pageNumber,
    width: viewport.width,
    height: viewport.height,
    pieces,
    rules,
    hasPicture,
  }
}

const PICTURES = new Set<number>([
  OPS.paintImageXObject,
  OPS.paintInlineImageXObject,
  OPS.paintImageMaskXObject,
])

function isBold(page: PDFPageProxy, font: string): boolean {
  if (!page.commonObjs.has(font)) return false
  // pdf.js types its objects as any; the name is among the extra properties that the document was opened with.
  const { name } = page.commonObjs.get(font) as { name?: string }
  return /bold|black|heavy/i.test(name ?? '')
}

interface OperatorList {
  fnArray: number[]
  argsArray: unknown[][]
}

// How pdf.js codes the steps of a path, and how many numbers follow each.
const STEPS = [2, 2, 6, 0]
const [MOVE, LINE, CURVE] = [0, 1, 2]
const STROKES = new Set([
  OPS.stroke,
  OPS.closeStroke,
  OPS.fillStroke,
  OPS.eoFillStroke,
  OPS.closeFillStroke,
  OPS.closeEOFillStroke,
])
const FILLS = new Set([
  OPS.fill,
  OPS.eoFill,
  OPS.fillStroke,
  OPS.eoFillStroke,
  OPS.closeFillStroke,
  OPS.closeEOFillStroke,
])
/** A filled rectangle as thin as this is a line. */
const THIN = 3

function rulesOf({ fnArray, argsArray }: OperatorList, base: number[]): Rule[] {
  const rules: Rule[] = []
  const saved: number[][] = []
  let matrix = base
  for (const [i, fn] of fnArray.entries()) {
    const args = argsArray[i] ?? []
    if (fn === OPS.save) saved.push(matrix)
    else if (fn === OPS.restore) matrix = saved.pop() ?? matrix
    else if (fn === OPS.transform) matrix = Util.transform(matrix, numbers(args))
    else if (fn === OPS.paintFormXObjectBegin) {
      saved.push(matrix)
      if (args[0]) matrix = Util.transform(matrix, numbers(args[0]))
    } else if (fn === OPS.paintFormXObjectEnd) matrix = saved.pop() ?? matrix
    else if (fn === OPS.constructPath) {
      const paint = Number(args[0])
      const [path] = Array.isArray(args[1]) ? args[1] : []
      for (const shape of shapes(numbers(path), matrix)) {
        if (STROKES.has(paint)) rules.push(...sides(shape))
        if (FILLS.has(paint)) rules.push(...thinRectangle(shape))
      }
    }
  }
  return rules
}

function numbers(value: unknown): number[] {
  if (value instanceof Float32Array) return [...value]
  return Array.isArray(value) ? value.map(Number) : []
}

type Point = [x: number, y: number]

/** The sub-paths of a path as points on the page; curves are no part of tables, so their ends stand for them. */
function shapes(path: number[], matrix: number[]): Point[][] {
  const found: Point[][] = []
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = matrix
  const point = (x: number, y: number): Point => [a * x + c * y + e, b * x + d * y + f]
  let at = 0
  while (at < path.length) {
    const step = path[at] ?? 0
    const length = STEPS[step]
    if (length === undefined) break
    const last = point(path[at + length - 1] ?? 0, path[at + length] ?? 0)
    if (step === MOVE) found.push([last])
    else if (step === LINE || step === CURVE) found.at(-1)?.push(last)
    else {
      const first = found.at(-1)?.[0]
      if (first) found.at(-1)?.push(first)
    }
    at += 1 + length
  }
  return found
}

function sides(shape: Point[]): Rule[] {
  const rules: Rule[] = []
  for (let i = 1; i < shape.length; i += 1) {
    const [x1, y1] = shape[i - 1] ?? [0, 0]
    const [x2, y2] = shape[i] ?? [0, 0]
    if (Math.abs(y1 - y2) < 1 && Math.abs(x1 - x2) > 3)
      rules.push({ direction: 'horizontal', at: y1, from: Math.min(x1, x2), to: Math.max(x1, x2) })
    else if (Math.abs(x1 - x2) < 1 && Math.abs(y1 - y2) > 3)
      rules.push({ direction: 'vertical', at: x1, from: Math.min(y1, y2), to: Math.max(y1, y2) })
  }
  return rules
}

function thinRectangle(shape: Point[]): Rule[] {
  const xs = shape.map(([x]) => x)
  const ys = shape.map(([, y]) => y)
  const [left, right, top, bottom] = [
    Math.min(...xs),
    Math.max(...xs),
    Math.min(...ys),
    Math.max(...ys),
  ]
  if (bottom - top < THIN && right - left > THIN)
    return [{ direction: 'horizontal', at: (top + bottom) / 2, from: left, to: right }]
  if (right - left < THIN && bottom - top > THIN)
    return [{ direction: 'vertical', at: (left + right) / 2, from: top, to: bottom }]
  return []
}
