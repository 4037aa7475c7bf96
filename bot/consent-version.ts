/** Names a consent text, so that a record of consent says to which. */
import { createHash } from 'node:crypto'

/** The same text has the same version, another text another one; short enough for a button. */
export function versionOf(text: string): string {
  return createHash('sha256').update(text.trim()).digest('hex').slice(0, 12)
}
