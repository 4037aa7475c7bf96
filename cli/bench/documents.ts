/** What is measured on: the documents as files and as plain text, and the questions about them. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { ReadDocument } from '../../rag/blocks.ts'
import type { LabelledQuestion } from '../../rag/labelled.ts'
import { openReader } from '../../rag/readers/read.ts'
import { readLabelled } from '../evaluate.ts'

export interface Material {
  name: string
  files: { name: string; bytes: Uint8Array }[]
  questions: LabelledQuestion[]
}

const ROOT = join(import.meta.dirname, '../..')

/** Sample documents of towns that do not exist, which ship with the project. */
export function ownMaterials(): Material[] {
  return [
    materialOf(join(ROOT, 'corpus'), join(ROOT, 'tests/fixtures/questions.jsonl')),
    materialOf(
      join(ROOT, 'tests/fixtures/papers'),
      join(ROOT, 'tests/fixtures/papers/questions.jsonl'),
    ),
  ]
}

/** Throws `UserError` for questions that cannot be read. */
export function materialOf(folder: string, questions: string): Material {
  const names = readdirSync(folder).filter((name) => isDocument(join(folder, name)))
  return {
    name: basename(folder),
    files: names.sort().map((name) => ({ name, bytes: readFileSync(join(folder, name)) })),
    questions: readLabelled(questions),
  }
}

/** Each document as lines of text, read by the project's own readers: the others need not fail at opening files. */
export async function linesOf(files: Material['files']): Promise<string[][]> {
  const reader = openReader()
  try {
    const documents: string[][] = []
    for (const file of files) documents.push(textLines(await reader.read(file)))
    return documents
  } finally {
    await reader.close()
  }
}

function isDocument(path: string): boolean {
  return /\.(?:docx?|pdf|txt|md|rtf|xlsx|html?)$/i.test(path) && statSync(path).isFile()
}

/** A line for each paragraph and each row of a table. */
function textLines({ blocks }: ReadDocument): string[] {
  return blocks.flatMap((block) =>
    block.kind === 'paragraph'
      ? [block.text]
      : block.rows.map((row) =>
          row
            .filter((cell) => cell.continued !== 'left')
            .map(({ text }) => text)
            .join(' | '),
        ),
  )
}
