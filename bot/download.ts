/** Fetches the bytes of a file that somebody sent to the bot. */
import type { Api } from 'grammy'

const TIMEOUT_MS = 60_000

/** Throws an error without the address, which holds the token. */
export async function download(
  { api, apiRoot, token }: { api: Api; apiRoot: string; token: string },
  fileId: string,
): Promise<Uint8Array> {
  const { file_path: path } = await api.getFile(fileId)
  if (path === undefined) throw new Error('Telegram gave no path for a file')
  const response = await fetchQuietly(`${apiRoot}/file/bot${token}/${path}`)
  if (!response.ok) throw new Error(`Telegram answered ${response.status} for a file`)
  return new Uint8Array(await response.arrayBuffer())
}

async function fetchQuietly(url: string): Promise<Response> {
  try {
    return await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'unknown'
    throw new Error(`a file could not be fetched from Telegram: ${reason}`)
  }
}
