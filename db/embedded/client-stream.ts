/** What a `pg.Client` takes for its socket: gathers protocol messages into whole batches and hands them to the hub. */
import { Duplex } from 'node:stream'
import {
  endsBatch,
  listenedChannel,
  prefixStatement,
  takeMessage,
  typeOf,
  WELCOME,
} from './protocol.ts'

/** What the stream needs of the hub. */
export interface Session {
  /** Executes one batch and gives the answer to the client; rejects when the engine failed or the client is gone. */
  execute(client: ClientStream, batch: readonly Buffer[]): Promise<void>
  /** The client is gone: what it left waiting or open must not disturb the others. */
  leave(client: ClientStream): void
}

const TERMINATE = 'X'

export class ClientStream extends Duplex {
  /** Channels this client listens to. */
  readonly channels = new Set<string>()
  readonly searchPath: string
  readonly #session: Session
  readonly #statementPrefix: string
  #unread: Buffer = Buffer.alloc(0)
  #batch: Buffer[] = []
  #isWelcomed = false

  constructor(session: Session, { id, searchPath }: { id: number; searchPath: string }) {
    super({ allowHalfOpen: false })
    this.#session = session
    this.#statementPrefix = `client${id}_`
    this.searchPath = searchPath
  }

  /** Gives the client bytes of the engine's answer, or a notification. */
  receive(bytes: Buffer): void {
    if (!this.destroyed && bytes.length > 0) this.push(bytes)
  }

  override _read(): void {}

  // While a batch waits for its turn nothing more is taken from the client.
  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.#unread = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk])
    this.#takeMessages().then(() => done(), done)
  }

  override _final(done: () => void): void {
    this.push(null)
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#session.leave(this)
    done(error)
  }

  async #takeMessages(): Promise<void> {
    for (;;) {
      const taken = takeMessage(this.#unread, { isFirst: !this.#isWelcomed })
      if (!taken) return
      this.#unread = taken.rest
      await this.#take(taken.message)
    }
  }

  async #take(message: Buffer): Promise<void> {
    if (!this.#isWelcomed) {
      this.#isWelcomed = true
      this.receive(WELCOME)
      return
    }
    const type = typeOf(message)
    if (type === TERMINATE) {
      this.push(null)
      return
    }
    const channel = listenedChannel(message)
    if (channel !== null) this.channels.add(channel)
    this.#batch.push(prefixStatement(message, this.#statementPrefix))
    if (!endsBatch(type)) return
    const batch = this.#batch
    this.#batch = []
    await this.#session.execute(this, batch)
  }

  // The part of `net.Socket` that node-postgres calls.
  connect(): this {
    process.nextTick(() => this.emit('connect'))
    return this
  }
  setNoDelay(): this {
    return this
  }
  setKeepAlive(): this {
    return this
  }
  ref(): this {
    return this
  }
  unref(): this {
    return this
  }
}
