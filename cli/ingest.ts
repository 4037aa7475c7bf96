/** `vopros ingest`: takes files and folders into the index; a line of JSON for each file, and one refused stops no other. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createIngest, type IngestResult, type Progress } from '../rag/ingest.ts'
import { refusedResult } from '../rag/ingest-result.ts'
import { ingestTexts } from '../rag/ingest-texts.ts'
import { createModels } from '../rag/models.ts'
import { openReader } from '../rag/readers/read.ts'
import { UserError } from './errors.ts'
import { denseOf } from './open-rag.ts'
import { withWorkspace } from './workspace.ts'

interface Options {
  replaces?: string
  territory?: string
}

export async function ingest(paths: string[], options: Options): Promise<void> {
  const files = (await Promise.all(paths.map(expand))).flat()
  if (files.length === 0) throw new UserError(`В папках нет документов: ${paths.join(', ')}`)
  if (options.replaces !== undefined && files.length > 1) {
    throw new UserError('--replaces: назовите один файл, он заменяет один документ')
  }
  const refused = await ingestAll(files, options)
  if (refused > 0) throw new UserError(`Не принято файлов: ${refused} из ${files.length}`)
}

/** Returns how many were refused. */
async function ingestAll(files: string[], options: Options): Promise<number> {
  return withWorkspace(async ({ settings, database }) => {
    const reader = openReader()
    try {
      const models = await createModels(settings.models)
      const library = createIngest({
        pool: database.pool,
        dense: await denseOf(models.embeddings),
        clock: () => new Date(),
        read: (file) => reader.read(file),
      })
      let refused = 0
      for (const file of files) {
        const bytes = await readFile(file).catch(() => null)
        const name = basename(file)
        const result = bytes
          ? await library.ingest({ name, bytes }, { ...options, onProgress: showProgress })
          : refusedResult(name, ingestTexts.missing(file))
        process.stdout.write(`${JSON.stringify(lineOf(result))}\n`)
        if (result.status === 'refused') refused += 1
      }
      return refused
    } finally {
      await reader.close()
    }
  })
}

/** The fields that SPEC section 13 names. */
function lineOf(result: IngestResult) {
  const { source, document, status, supersedes, passages, rows, message } = result
  return { source, document, status, supersedes, passages, rows, message }
}

/** Only long files are worth a line. */
function showProgress({ source, done, total }: Progress): void {
  if (total > 200) process.stderr.write(`${source}: ${done} из ${total}\n`)
}

const DOCUMENTS = /\.(?:docx?|pdf|txt|md|rtf|xlsx|html?)$/i

/** A file is itself; a folder is the documents in it and below, by name, without office lock files. */
async function expand(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => null)
  // One that is not there is refused when its turn comes, as one that cannot be read.
  if (!found?.isDirectory()) return [path]
  const entries = await readdir(path, { withFileTypes: true, recursive: true })
  return entries
    .filter(
      (entry) => entry.isFile() && DOCUMENTS.test(entry.name) && !/^(?:~\$|\.)/.test(entry.name),
    )
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
