/** Files that people and the bot have sent, found again by `file_id` or by path. */
import { createHash, randomBytes } from 'node:crypto'
import type { Upload } from './parameters.ts'
import { type Database, nextNumber } from './state.ts'

export interface StoredFile extends Upload {
  fileId: string
  uniqueId: string
  /** What it was sent as: `photo`, `document`, `voice` … */
  kind: string
  path: string
}

export interface Files {
  store(kind: string, upload: Upload): StoredFile
  byId(fileId: string): StoredFile | undefined
  byPath(path: string): StoredFile | undefined
}

export function createFiles(database: Database): Files {
  return {
    store(kind, upload) {
      const number = nextNumber(database, 'file', 0)
      const extension = /\.[a-z0-9]{1,8}$/i.exec(upload.name)?.[0] ?? ''
      const file: StoredFile = {
        ...upload,
        kind,
        fileId: `${kind}-${number}-${randomBytes(24).toString('base64url')}`,
        uniqueId: createHash('sha256').update(upload.bytes).digest('base64url').slice(0, 15),
        path: `${kind}s/file_${number}${extension}`,
      }
      database
        .prepare(
          `insert into file (file_id, unique_id, kind, name, mime, path, bytes)
           values (?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(file.fileId, file.uniqueId, kind, file.name, file.mime, file.path, file.bytes)
      return file
    },
    byId(fileId) {
      return read(database.prepare('select * from file where file_id = ?').get(fileId))
    },
    byPath(path) {
      return read(database.prepare('select * from file where path = ?').get(path))
    },
  }
}

function read(row: Record<string, unknown> | undefined): StoredFile | undefined {
  if (!row) return undefined
  return {
    fileId: String(row.file_id),
    uniqueId: String(row.unique_id),
    kind: String(row.kind),
    name: String(row.name),
    mime: String(row.mime),
    path: String(row.path),
    // The column is a blob, which SQLite gives as bytes.
    bytes: row.bytes as Uint8Array,
  }
}
