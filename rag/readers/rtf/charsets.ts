/** The encodings that RTF names by the number of a font's character set or of a code page. */
import { TextDecoder } from 'node:util'

/** Encodings by `\fcharset`. */
export const CHARSETS: Record<number, string> = {
  0: 'windows-1252',
  77: 'macintosh',
  161: 'windows-1253',
  162: 'windows-1254',
  186: 'windows-1257',
  204: 'windows-1251',
  238: 'windows-1250',
}

const decoders = new Map<string, TextDecoder>()

/** The decoder of an encoding; one that the platform lacks is taken for Windows-1251. */
export function decoder(name: string): TextDecoder {
  const known = decoders.get(name)
  if (known) return known
  let made: TextDecoder
  try {
    made = new TextDecoder(name)
  } catch {
    made = new TextDecoder('windows-1251')
  }
  decoders.set(name, made)
  return made
}
