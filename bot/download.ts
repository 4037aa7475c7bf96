/** Fetches the bytes of a file that somebody sent to the bot. */
import { type Api, GrammyError } from 'grammy'
import { MAX_FILE_BYTES, UnreadableFileError } from '../rag/readers/errors.ts'

/** Telegram does not have the file, or not for us. Sent again it may be. */
export class FileGoneError extends Error {
  override name = 'FileGoneError'
}

const TIMEOUT_MS = 60_000

/**
 * At most as many bytes as are read. Throws `UnreadableFileError` when there are more, `FileGoneError` when there is
 * nothing to fetch, and for the rest an error without the address, which holds the token.
 */
export async function download(
  { api, apiRoot, token }: { api: Api; apiRoot: string; token: string },
  fileId: string,
  name = 'файл',
): Promise<Uint8Array> {
  const path = await pathOf(api, fileId, name)
  const response = await fetchQuietly(`${apiRoot}/file/bot${token}/${path}`)
  if (response.status === 404) throw new FileGoneError('Telegram does not have a file any more')
  if (!response.ok) throw new Error(`Telegram answered ${response.status} for a file`)
  return readAtMost(response, name)
}

async function pathOf(api: Api, fileId: string, name: string): Promise<string> {
  try {
    const { file_path: path } = await api.getFile(fileId)
    if (path !== undefined) return path
  } catch (error) {
    if (!(error instanceof GrammyError && error.error_code === 400)) throw error
    if (/too big/.test(error.description)) throw new UnreadableFileError('too-large', name)
  }
  throw new FileGoneError('Telegram gave no path for a file')
}

/** A Bot API server of one's own gives files of any size. */
async function readAtMost(response: Response, name: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.byteLength
    if (size > MAX_FILE_BYTES) throw new UnreadableFileError('too-large', name)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

async function fetchQuietly(url: string): Promise<Response> {
  try {
    return await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'unknown'
    throw new Error(`a file could not be fetched from Telegram: ${reason}`)
  }
}
