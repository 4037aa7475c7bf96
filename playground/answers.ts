/** The outer shape of the Bot API: how a request names what it wants and how an answer looks. */
import type { ApiAnswer } from './events.ts'

export function answered(answer: ApiAnswer): Response {
  return Response.json(answer, { status: answer.ok ? 200 : (answer.error_code ?? 500) })
}

export function refusal(
  code: number,
  description: string,
  parameters?: ApiAnswer['parameters'],
): ApiAnswer {
  return { ok: false, error_code: code, description, ...(parameters ? { parameters } : {}) }
}

/** A path that is no proper percent-encoding is left as it came: nothing will be found there. */
export function decodedPath(request: Request): string {
  const { pathname } = new URL(request.url)
  try {
    return decodeURIComponent(pathname)
  } catch {
    return pathname
  }
}
