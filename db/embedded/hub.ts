/**
 * Lets any number of node-postgres clients share the one session of the embedded engine as if each had its own.
 *
 * - A whole batch of the protocol (up to Sync) is executed at once: clients never mix inside one.
 * - A client inside a transaction owns the session until it ends; the others wait, as they would for a lock.
 * - NOTIFY reaches every client that said LISTEN. Nobody may say UNLISTEN: it would silence all of them.
 * - Each pool has a search path of its own. Other settings made with SET are shared.
 */
import pg from 'pg'
import { ClientStream, type Session } from './client-stream.ts'
import { readReply, simpleQuery } from './protocol.ts'
import { Statements } from './statements.ts'

/** Executes messages of a client and resolves with all that the engine answers. */
export type Execute = (batch: Uint8Array) => Promise<Uint8Array>

export interface HubOptions {
  /** How long a client may sit in an open transaction while others wait. */
  idleInTransactionMs?: number
}

interface Turn {
  client: ClientStream
  batch: readonly Buffer[]
  done: () => void
  failed: (cause: unknown) => void
}

/** Clients cost nothing here: few waits for a free one. */
const CLIENTS = 50
const IDLE_IN_TRANSACTION_MS = 15_000
/** After so much work at a stretch, timers and sockets get their turn. */
const SLICE_MS = 5

export class Hub implements Session {
  readonly #execute: Execute
  readonly #idleInTransactionMs: number
  readonly #statements = new Statements()
  readonly #clients = new Set<ClientStream>()
  readonly #watch: NodeJS.Timeout
  #waiting: Turn[] = []
  /** The client inside a transaction, and since when it has been silent. */
  #owner: ClientStream | null = null
  #ownerSilentSince = 0
  #isWorking = false
  /** Null once timers and sockets have had their turn. */
  #sliceEnd: number | null = null
  #searchPath = ''
  #lastId = 0

  constructor(execute: Execute, options: HubOptions = {}) {
    const { idleInTransactionMs = IDLE_IN_TRANSACTION_MS } = options
    this.#execute = execute
    this.#idleInTransactionMs = idleInTransactionMs
    this.#watch = setInterval(() => this.#endIdleOwner(), Math.min(1000, idleInTransactionMs / 4))
    this.#watch.unref()
  }

  /** A pool of clients on the engine. `searchPath` is one plain schema name. */
  pool({
    searchPath = 'public',
    types,
  }: {
    searchPath?: string
    types?: pg.CustomTypesConfig
  } = {}): pg.Pool {
    return new pg.Pool({
      user: 'postgres',
      database: 'postgres',
      max: CLIENTS,
      idleTimeoutMillis: 0,
      keepAlive: true,
      types,
      stream: () => this.#admit(searchPath),
    })
  }

  execute(client: ClientStream, batch: readonly Buffer[]): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ client, batch, done, failed })
      void this.#work()
    })
  }

  leave(client: ClientStream): void {
    this.#clients.delete(client)
    const left = this.#waiting.filter((turn) => turn.client === client)
    this.#waiting = this.#waiting.filter((turn) => turn.client !== client)
    for (const turn of left) turn.failed(new Error('the database client was closed'))
    // When it left in the middle of a transaction, that is rolled back now.
    void this.#work()
  }

  /** Ends every client. What one of them left open is rolled back. */
  close(): void {
    clearInterval(this.#watch)
    for (const client of this.#clients) client.destroy()
  }

  #admit(searchPath: string): ClientStream {
    this.#lastId += 1
    const client = new ClientStream(this, { id: this.#lastId, searchPath })
    this.#clients.add(client)
    return client
  }

  /** One turn after the other until nobody who may go on is waiting. Never throws. */
  async #work(): Promise<void> {
    if (this.#isWorking) return
    this.#isWorking = true
    for (;;) {
      if (this.#owner?.destroyed) await this.#rollBack()
      const turn = this.#nextTurn()
      if (!turn) break
      await this.#giveWay()
      await this.#run(turn)
    }
    this.#isWorking = false
  }

  /** The slice is one for all: also statements of which each is asked when the one before it is answered end it. */
  async #giveWay(): Promise<void> {
    if (this.#sliceEnd !== null && performance.now() > this.#sliceEnd) {
      await new Promise((resolve) => setImmediate(resolve))
    }
    if (this.#sliceEnd !== null) return
    this.#sliceEnd = performance.now() + SLICE_MS
    setImmediate(() => {
      this.#sliceEnd = null
    })
  }

  #nextTurn(): Turn | undefined {
    const index = this.#owner ? this.#waiting.findIndex((turn) => turn.client === this.#owner) : 0
    return index < 0 ? undefined : this.#waiting.splice(index, 1)[0]
  }

  async #run({ client, batch, done, failed }: Turn): Promise<void> {
    try {
      if (!this.#owner) await this.#prepareSession(client.searchPath)
      const prepared = this.#statements.prepare(batch, client.searchPath)
      const reply = readReply(await this.#execute(prepared.batch))
      prepared.executed(reply.hasParsed)
      this.#owner = reply.status === 'I' ? null : client
      this.#ownerSilentSince = performance.now()
      client.receive(reply.bytes)
      for (const { channel, message } of reply.notifications) this.#notify(channel, message)
      done()
    } catch (cause) {
      // Not an SQL error, which is an answer like any other: the engine itself failed. What was open must not be
      // taken over by the next client.
      await this.#rollBack()
      failed(cause)
    }
  }

  async #prepareSession(searchPath: string): Promise<void> {
    const forgotten = this.#statements.forget()
    if (forgotten) await this.#execute(forgotten)
    if (this.#searchPath === searchPath) return
    await this.#execute(simpleQuery(`set search_path to ${searchPath}`))
    this.#searchPath = searchPath
  }

  #notify(channel: string, message: Buffer): void {
    for (const client of this.#clients) {
      if (client.channels.has(channel)) client.receive(message)
    }
  }

  async #rollBack(): Promise<void> {
    try {
      await this.#execute(simpleQuery('rollback'))
    } catch {
      // Then the engine has no session left, and with it no transaction.
    }
    this.#owner = null
  }

  #endIdleOwner(): void {
    const silentMs = performance.now() - this.#ownerSilentSince
    if (!this.#owner || this.#isWorking || this.#waiting.length === 0) return
    if (silentMs < this.#idleInTransactionMs) return
    this.#owner.destroy(
      new Error(
        `the transaction was rolled back: nothing came for ${Math.round(silentMs)} ms while other clients waited`,
      ),
    )
  }
}
