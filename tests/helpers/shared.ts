/** Real documents and questions that lie beside the project and not in it; tests that want them are skipped without them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = process.env.VOPROS_SHARED ?? join(import.meta.dirname, '../../../shared')

/** Whether the folder is there: `describe.skipIf(!hasShared)`. */
export const hasShared = existsSync(join(FOLDER, 'corpus'))

/** Path of a file or folder in it. */
export function sharedPath(name: string): string {
  return join(FOLDER, name)
}

/** The document of the shared corpus whose file name begins with `start`. */
export function sharedDocument(start: string): { name: string; bytes: Uint8Array } {
  const name = readdirSync(sharedPath('corpus')).find((file) => file.startsWith(start))
  if (name === undefined) throw new Error(`no shared document begins with ${start}`)
  return { name, bytes: readFileSync(join(sharedPath('corpus'), name)) }
}
