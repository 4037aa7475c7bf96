/** What the server refuses, in the shape and words in which Telegram refuses it. */

/** Becomes `{ ok: false, error_code, description, parameters }` with the same HTTP status. */
export class ApiFailure extends Error {
  readonly code: number
  readonly parameters: { retry_after?: number; migrate_to_chat_id?: number } | undefined

  constructor(
    code: number,
    description: string,
    parameters?: { retry_after?: number; migrate_to_chat_id?: number },
  ) {
    super(description)
    this.name = 'ApiFailure'
    this.code = code
    this.parameters = parameters
  }
}

/** 400: the request is wrong and would be wrong again. */
export function badRequest(description: string): ApiFailure {
  return new ApiFailure(400, `Bad Request: ${description}`)
}

/** 403: the bot may not write there. */
export function forbidden(description: string): ApiFailure {
  return new ApiFailure(403, `Forbidden: ${description}`)
}

/** 409: another way of receiving updates is in use. */
export function conflict(description: string): ApiFailure {
  return new ApiFailure(409, `Conflict: ${description}`)
}
