/** One reading process for a test file, and what it read in a form that is easy to compare. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { Block, ReadDocument } from '../../rag/blocks.ts'
import { openReader } from '../../rag/readers/read.ts'

/** A reader that is closed after the tests of the file. */
export function openTestReader() {
  const reader = openReader()
  afterAll(() => reader.close())
  return {
    document: (name: string, bytes: Uint8Array | string): Promise<ReadDocument> =>
      reader.read({ name, bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes }),
    async lines(name: string, bytes: Uint8Array | string): Promise<string[]> {
      return linesOf((await this.document(name, bytes)).blocks)
    },
  }
}

/** A file of tests/fixtures or, by a path from the project's root, of another folder. */
export function fixture(name: string): Uint8Array {
  return readFileSync(join(import.meta.dirname, '..', name.includes('/') ? '..' : 'fixtures', name))
}

/** Blocks as lines: text with its footnotes in brackets, table rows with ` | `, `<` and `^` for what a merged cell covers. */
export function linesOf(blocks: Block[]): string[] {
  return blocks.flatMap((block) => {
    const notes = (block.footnotes ?? []).map((note) => ` [${note}]`).join('')
    if (block.kind === 'paragraph') return [block.text + notes]
    const marks = { left: '<', above: '^' }
    return block.rows.map((row) =>
      row.map(({ text, continued }) => (continued ? marks[continued] : '') + text).join(' | '),
    )
  })
}
