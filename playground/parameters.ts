/** Reads a method's parameters from a query, JSON, a form or multipart alike, as leniently as Telegram does. */
import { Buffer } from 'node:buffer'
import { badRequest } from './failure.ts'
import { type Part, splitMultipart } from './multipart.ts'

export interface Upload {
  name: string
  mime: string
  bytes: Uint8Array
}

export class Parameters {
  readonly #values: Map<string, unknown>
  readonly #uploads: Map<string, Upload>

  constructor(values: Iterable<[string, unknown]>, uploads: Iterable<[string, Upload]> = []) {
    this.#values = new Map([...values].filter(([, value]) => value !== null && value !== undefined))
    this.#uploads = new Map(uploads)
  }

  has(name: string): boolean {
    return this.#values.has(name) || this.#uploads.has(name)
  }

  /** Everything but the bytes of files: for logs and for checks against the official description. */
  plain(): Record<string, unknown> {
    return Object.fromEntries(this.#values)
  }

  uploads(): string[] {
    return [...this.#uploads.keys()]
  }

  text(name: string): string | undefined {
    const value = this.#values.get(name)
    if (value === undefined) return undefined
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }

  integer(name: string): number | undefined {
    const value = this.text(name)
    if (value === undefined || value === '') return undefined
    const number = Number(value)
    if (!Number.isSafeInteger(number)) {
      throw badRequest(`field "${name}" must be a valid Number`)
    }
    return number
  }

  flag(name: string): boolean {
    const value = this.text(name)?.toLowerCase()
    return value === 'true' || value === '1' || value === 'yes'
  }

  /** A JSON-serialised field, or the object itself when the whole request was JSON. */
  json(name: string): unknown {
    const value = this.#values.get(name)
    if (typeof value !== 'string') return value
    if (value === '') return undefined
    try {
      return JSON.parse(value)
    } catch {
      throw badRequest(`can't parse ${name.replaceAll('_', ' ')} JSON object`)
    }
  }

  array(name: string): unknown[] | undefined {
    const value = this.json(name)
    if (value === undefined) return undefined
    if (!Array.isArray(value)) throw badRequest(`field "${name}" must be of type Array`)
    return value
  }

  /** An uploaded file, or the `file_id` or URL given instead of one; `attach://name` names another part. */
  file(name: string): Upload | string | undefined {
    const upload = this.#uploads.get(name)
    if (upload) return upload
    const value = this.text(name)
    return value === undefined ? undefined : this.attached(value)
  }

  attached(value: string): Upload | string {
    if (!value.startsWith('attach://')) return value
    const upload = this.#uploads.get(value.slice('attach://'.length))
    if (!upload) throw badRequest('there is no file in the request')
    return upload
  }
}

/** The values of the body win over those of the query, as at Telegram. */
export async function readParameters(request: Request): Promise<Parameters> {
  const query: [string, unknown][] = [...new URL(request.url).searchParams]
  if (request.method === 'GET' || request.method === 'HEAD') return new Parameters(query)
  const contentType = request.headers.get('content-type') ?? ''
  const type = contentType.split(';')[0]?.trim().toLowerCase()
  if (type === 'multipart/form-data') {
    return readForm(query, splitMultipart(new Uint8Array(await request.arrayBuffer()), contentType))
  }
  const body = await request.text()
  if (body.trim() === '') return new Parameters(query)
  if (type === 'application/x-www-form-urlencoded') {
    return new Parameters([...query, ...new URLSearchParams(body)])
  }
  return new Parameters([...query, ...Object.entries(readObject(body))])
}

/** The fields of a JSON object; null for anything else. */
export function fieldsOf(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  return Object.fromEntries(Object.entries(value))
}

function readForm(query: [string, unknown][], parts: Part[] | null): Parameters {
  if (!parts) throw badRequest("can't parse multipart/form-data")
  const values = [...query]
  const uploads: [string, Upload][] = []
  for (const { name, filename, mime, bytes } of parts) {
    if (filename === undefined) values.push([name, Buffer.from(bytes).toString('utf8')])
    else uploads.push([name, { name: filename, mime, bytes: Uint8Array.from(bytes) }])
  }
  return new Parameters(values, uploads)
}

function readObject(body: string): object {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw badRequest("can't parse JSON object")
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest('JSON object expected')
  }
  return value
}
