/** Tells what a file is by its first bytes and its directory, since extensions lie. */
import type { Format } from '../blocks.ts'
import { Refusal } from './errors.ts'
import { zipNames } from './zip.ts'

/** The format of a file; its name decides only between kinds of plain text. Throws `Refusal` for what is not read. */
export function sniff(bytes: Uint8Array, name: string): Format {
  const head = Buffer.from(
    bytes.buffer,
    bytes.byteOffset,
    Math.min(bytes.byteLength, 4096),
  ).toString('latin1')
  const start = head.replace(/^(?:\xef\xbb\xbf|\s)+/, '')
  if (head.startsWith('PK\x03\x04')) return zipped(bytes)
  if (head.startsWith('\xd0\xcf\x11\xe0')) return ole(bytes)
  if (head.slice(0, 1024).includes('%PDF-')) return 'pdf'
  if (start.startsWith('{\\rtf')) return 'rtf'
  const foreign = FOREIGN.find(([magic]) => head.startsWith(magic))
  if (foreign) throw new Refusal('unsupported', foreign[1])
  if (head.startsWith('PK')) throw new Refusal('damaged', 'a zip without its first entry')
  if (looksBinary(bytes)) throw new Refusal('unsupported', 'unknown binary content')
  const letters = head.replaceAll('\0', '')
  if (
    /^(?:\xff\xfe|\xfe\xff|\xef\xbb\xbf|\s|<\?xml[^>]*>|<!--[\s\S]*?-->)*<(?:!doctype html|html|head|body|table|div|meta)\b/i.test(
      letters,
    )
  )
    return 'html'
  // A page saved as one file with its pictures, Word's own XML and the like.
  if (/^\W*(?:mime-version:|<\?xml)/i.test(letters))
    throw new Refusal('unsupported', 'MHTML or XML')
  // Lines of questions or an export lie beside documents; indexed, they would be cited.
  if (/^[[{]\s*"/.test(start)) throw new Refusal('unsupported', 'JSON')
  if (/\.(?:md|markdown)$/i.test(name)) return 'md'
  return 'txt'
}

const FOREIGN: [magic: string, what: string][] = [
  ['\x89PNG', 'a PNG picture'],
  ['\xff\xd8\xff', 'a JPEG picture'],
  ['GIF8', 'a GIF picture'],
  ['BM', 'a BMP picture'],
  ['II*\0', 'a TIFF picture'],
  ['MM\0*', 'a TIFF picture'],
  ['Rar!', 'a RAR archive'],
  ['7z\xbc\xaf', 'a 7z archive'],
  ['\x1f\x8b', 'a gzip archive'],
  ['MZ', 'a program'],
  ['\x7fELF', 'a program'],
]

function zipped(bytes: Uint8Array): Format {
  const names = zipNames(bytes)
  if (names.some((name) => /^word\/document\d*\.xml$/.test(name))) return 'docx'
  if (names.includes('xl/workbook.xml')) return 'xlsx'
  throw new Refusal('unsupported', 'a zip that is neither a document nor a workbook')
}

/** OLE holds old Word and Excel files, and new ones that are encrypted; stream names are UTF-16 in its directory. */
function ole(bytes: Uint8Array): Format {
  const has = (stream: string) => Buffer.from(bytes).includes(Buffer.from(stream, 'utf16le'))
  if (has('EncryptedPackage') || has('EncryptionInfo'))
    throw new Refusal('encrypted', 'an encrypted package')
  if (has('WordDocument')) return 'doc'
  throw new Refusal('unsupported', 'an OLE file that is not a Word document')
}

/** Plain text has hardly any control characters; UTF-16 has zero bytes, but regularly in every second place. */
function looksBinary(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 4096)
  if ((sample[0] === 0xff && sample[1] === 0xfe) || (sample[0] === 0xfe && sample[1] === 0xff))
    return false
  let controls = 0
  const zeros: [even: number, odd: number] = [0, 0]
  for (const [i, byte] of sample.entries()) {
    if (byte === 0) zeros[i % 2 === 0 ? 0 : 1] += 1
    else if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 26)
      controls += 1
  }
  // Cyrillic in UTF-16 has the byte 4 in every second place, and zeros only for spaces and digits.
  const fours = sample.filter((byte) => byte === 4).length
  const utf16 =
    Math.min(...zeros) === 0 && (Math.max(...zeros) > 0 || fours > 0) && controls - fours < 8
  return !utf16 && controls + zeros[0] + zeros[1] > sample.length / 50
}
