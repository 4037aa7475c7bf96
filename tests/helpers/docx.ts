/** Makes small Word files from their XML, so that a test shows the very markup it is about. */
import { strToU8, zipSync } from 'fflate'

const NAMESPACES =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'

export interface DocxXml {
  body: string
  numbering?: string
  styles?: string
  footnotes?: string
}

/** A .docx of the given inner XML; its header and page number are there to be left out. */
export function makeDocx({ body, numbering, styles, footnotes }: DocxXml): Uint8Array {
  const part = (root: string, inner: string) =>
    strToU8(`<?xml version="1.0"?><w:${root} ${NAMESPACES}>${inner}</w:${root}>`)
  const files: Record<string, Uint8Array> = {
    'word/document.xml': part('document', `<w:body>${body}</w:body>`),
    'word/header1.xml': part('hdr', p('Верхний колонтитул')),
  }
  if (numbering) files['word/numbering.xml'] = part('numbering', numbering)
  if (styles) files['word/styles.xml'] = part('styles', styles)
  if (footnotes) files['word/footnotes.xml'] = part('footnotes', footnotes)
  return zipSync(files)
}

/** A run of text; `properties` is the inside of `w:rPr`. */
export function r(text: string, properties = ''): string {
  return `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`
}

/** A paragraph of text or runs; `properties` is the inside of `w:pPr`. */
export function p(content: string, properties = ''): string {
  return `<w:p><w:pPr>${properties}</w:pPr>${content.startsWith('<') || content === '' ? content : r(content)}</w:p>`
}

/** Paragraph properties that make it an item of a list. */
export function numbered(list: number, level = 0): string {
  return `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr>`
}

/** The definition of a list, its levels as [format, text] with anything more of a level after. */
export function list(id: number, levels: [format: string, text: string, more?: string][]): string {
  const inner = levels.map(
    ([format, text, more = ''], i) =>
      `<w:lvl w:ilvl="${i}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/>${more}</w:lvl>`,
  )
  return `<w:abstractNum w:abstractNumId="${id}">${inner.join('')}</w:abstractNum>`
}

/** An instance of a list; `overrides` is its inner XML. */
export function instance(id: number, definition: number, overrides = ''): string {
  return `<w:num w:numId="${id}"><w:abstractNumId w:val="${definition}"/>${overrides}</w:num>`
}

/** A table cell; `properties` is the inside of `w:tcPr`. */
export function tc(content: string, properties = ''): string {
  return `<w:tc><w:tcPr>${properties}</w:tcPr>${content.startsWith('<') ? content : p(content)}</w:tc>`
}

/** A table of rows of cells. */
export function table(...rows: string[][]): string {
  return `<w:tbl>${rows.map((cells) => `<w:tr>${cells.join('')}</w:tr>`).join('')}</w:tbl>`
}
