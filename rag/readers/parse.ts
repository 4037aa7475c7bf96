/** Bytes of a file → its blocks, by the reader of the format found in the bytes. Runs in the child. */
import type { ReadDocument } from '../blocks.ts'
import { Refusal } from './errors.ts'
import { sniff } from './sniff.ts'

/** The most characters a document may have; a regulation has some tens of thousands. */
const MAX_CHARACTERS = 4_000_000

/** Reads a document of any format. Throws `Refusal`, or whatever a broken file makes a library throw. */
export async function parse(bytes: Uint8Array, name: string): Promise<ReadDocument> {
  if (bytes.byteLength === 0) throw new Refusal('empty', 'no bytes')
  const document = await read(bytes, name)
  const size = characters(document)
  if (size === 0) throw new Refusal('empty', 'no text')
  if (size > MAX_CHARACTERS) throw new Refusal('too-much', `${size} characters`)
  return document
}

// Readers are imported when needed: exceljs and pdf-parse alone take longer to load than a document to read.
async function read(bytes: Uint8Array, name: string): Promise<ReadDocument> {
  switch (sniff(bytes, name)) {
    case 'docx':
      return (await import('./docx/docx.ts')).readDocx(bytes)
    case 'doc':
      return (await import('./doc/doc.ts')).readDoc(bytes)
    case 'pdf':
      return (await import('./pdf/pdf.ts')).readPdf(bytes)
    case 'rtf':
      return (await import('./rtf/rtf.ts')).readRtf(bytes)
    case 'xlsx':
      return (await import('./xlsx.ts')).readXlsx(bytes)
    case 'html':
      return (await import('./html/html.ts')).readHtml(bytes)
    case 'md':
      return (await import('./md.ts')).readMarkdown(bytes)
    case 'txt':
      return (await import('./txt.ts')).readText(bytes)
  }
}

function characters(document: ReadDocument): number {
  let sum = 0
  for (const block of document.blocks) {
    if (block.kind === 'paragraph') sum += block.text.trim().length
    else for (const row of block.rows) for (const cell of row) sum += cell.text.length
  }
  return sum
}
