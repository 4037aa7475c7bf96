/**
 * Keeps what clients send often parsed and planned: the engine plans slowly, and a program says the same few hundred
 * statements all day. A statement without a name gets one of its own in the session, and is parsed once; so does one
 * without parameters, which a client sends as a query to be planned each time.
 */
import { closeStatement, nameStatement, parsedText, unpackedQuery } from './protocol.ts'

export interface Prepared {
  batch: Buffer
  /** Says that the engine has executed the batch, and whether it could parse what was new. */
  executed(hasParsed: boolean): void
}

/** A plan takes some ten to a hundred kilobytes. */
const MOST = 400

export class Statements {
  /** Names by search path and parsed text, the one used longest ago first. */
  readonly #names = new Map<string, string>()
  #lastId = 0

  /** The batch as the engine is to execute it for a client with the search path. */
  prepare(messages: readonly Buffer[], searchPath: string): Prepared {
    const [only] = messages
    const [first, ...rest] = (only && unpackedQuery(only)) ?? messages
    const text = first ? parsedText(first) : null
    if (!first || text === null) return { batch: Buffer.concat(messages), executed: () => {} }
    const key = `${searchPath}\0${text}`
    const known = this.#names.get(key)
    const name = known ?? this.#newName()
    const named = rest.map((message) => nameStatement(message, name))
    if (known === undefined) named.unshift(nameStatement(first, name))
    return {
      batch: Buffer.concat(named),
      executed: (hasParsed) => {
        if (known !== undefined) this.#names.delete(key)
        if (known !== undefined || hasParsed) this.#names.set(key, name)
      },
    }
  }

  /** A message that has the engine forget the statement used longest ago; null while there are not too many. */
  forget(): Buffer | null {
    const [oldest] = this.#names
    if (!oldest || this.#names.size <= MOST) return null
    this.#names.delete(oldest[0])
    return closeStatement(oldest[1])
  }

  #newName(): string {
    this.#lastId += 1
    return `shared_${this.#lastId}`
  }
}
