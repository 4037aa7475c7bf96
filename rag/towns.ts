/** The gazetteer: towns of Russia, by which territories of documents and places in questions are recognised. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Names in the nominative, as they are written. */
export const TOWNS: ReadonlySet<string> = new Set(
  readFileSync(join(import.meta.dirname, 'data/towns.txt'), 'utf8')
    .replace(/^#.*$/gm, '')
    .split(/\s+/)
    .filter((name) => name !== '')
    .map((name) => name.replaceAll('_', ' ')),
)
