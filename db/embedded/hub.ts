// A node-postgres transport for PGlite: real pg.Pool / pg.Client objects whose "socket" is an in-process Duplex.
// - one whole protocol batch (Parse..Sync) is executed atomically, so clients never interleave inside a batch
// - a client inside a transaction owns the session until COMMIT/ROLLBACK (others queue, as if lock-waiting)
// - NOTIFY is delivered to every client that issued LISTEN on the channel
// - search_path given in the client's start-up options is applied per client; statement names are per client
import { Duplex } from 'node:stream'
import pg from 'pg'

/** Executes raw frontend bytes, resolves raw backend bytes. */
export type Exec = (batch: Uint8Array) => Promise<Uint8Array>

const LISTEN = /^(?:\s+|--[^\n]*\n|\/\*[\s\S]*?\*\/)*listen\s+("?)([\w$]+)\1/i
const STATEFUL = 'PBDC' // messages that carry a statement name

interface Work {
  conn: PgliteStream
  batch: Buffer
  done: (err?: Error) => void
}

export interface HubOptions {
  defaultSearchPath?: string
  idleInTransactionMs?: number
  yieldMs?: number
}

export class PgliteHub {
  #exec: Exec
  #queue: Work[] = []
  #owner: PgliteStream | null = null
  #ownerSince = 0
  #busy = false
  #path: string
  #conns = new Set<PgliteStream>()
  #nextId = 1
  #watchdog: NodeJS.Timeout
  #closed = false
  readonly #opts: Required<HubOptions>

  constructor(exec: Exec, opts: HubOptions = {}) {
    this.#exec = exec
    this.#opts = { defaultSearchPath: 'public', idleInTransactionMs: 15_000, yieldMs: 5, ...opts }
    this.#path = ''
    this.#watchdog = setInterval(() => this.#reap(), 1000)
    this.#watchdog.unref()
  }

  /** `new pg.Pool({ stream: hub.stream, ... })` */
  stream = (): any => {
    if (this.#closed) throw new Error('PGlite hub is closed')
    const c = new PgliteStream(this, this.#nextId++, this.#opts.defaultSearchPath)
    this.#conns.add(c)
    return c
  }

  pool(config: pg.PoolConfig = {}): pg.Pool {
    const pool = new pg.Pool({
      user: 'postgres',
      database: 'postgres',
      host: 'pglite',
      password: 'x',
      keepAlive: true,
      max: 50,
      ...config,
      stream: this.stream,
    })
    pool.setMaxListeners(0) // every BullMQ Queue/Worker adds an 'error' listener and never removes it
    pool.on('error', () => {}) // an idle client's death must not crash the process
    return pool
  }

  submit(conn: PgliteStream, batch: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ conn, batch, done: (e) => (e ? reject(e) : resolve()) })
      void this.#pump()
    })
  }

  async drop(conn: PgliteStream): Promise<void> {
    this.#conns.delete(conn)
    this.#queue = this.#queue.filter((w) =>
      w.conn === conn ? (w.done(new Error('client closed')), false) : true,
    )
    if (this.#owner === conn && !this.#busy) await this.#rollback()
    else if (this.#owner === conn) conn.orphaned = true
  }

  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#watchdog)
    for (const c of [...this.#conns]) c.destroy()
  }

  async #rollback() {
    this.#busy = true
    try {
      await this.#exec(simpleQuery('ROLLBACK'))
    } catch {
      /* session is gone */
    }
    this.#owner = null
    this.#busy = false
    void this.#pump()
  }

  #reap() {
    // a client sitting in an open transaction while others wait
    const o = this.#owner
    if (
      !o ||
      this.#busy ||
      this.#queue.length === 0 ||
      Date.now() - this.#ownerSince < this.#opts.idleInTransactionMs
    )
      return
    o.destroy(
      new Error(
        `pglite: idle in transaction for more than ${this.#opts.idleInTransactionMs} ms while other clients wait`,
      ),
    )
  }

  async #pump(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    let sliceStart = performance.now()
    try {
      while (this.#queue.length) {
        const i = this.#owner ? this.#queue.findIndex((w) => w.conn === this.#owner) : 0
        if (i < 0) break
        const w = this.#queue.splice(i, 1)[0]!
        try {
          if (!this.#owner && this.#path !== w.conn.searchPath) {
            await this.#exec(simpleQuery(`SET search_path TO ${w.conn.searchPath}`))
            this.#path = w.conn.searchPath
          }
          const out = await this.#exec(w.batch)
          const status = this.#deliver(w.conn, out)
          this.#owner = status === 'I' ? null : w.conn
          this.#ownerSince = Date.now()
          w.done()
          if (this.#owner?.orphaned || this.#owner?.destroyed) {
            await this.#exec(simpleQuery('ROLLBACK')).catch(() => {})
            this.#owner = null
          }
        } catch (e) {
          // the engine itself failed (not an SQL error): fail this client only
          this.#owner = null
          w.done(e as Error)
        }
        if (performance.now() - sliceStart > this.#opts.yieldMs) {
          // let timers and sockets run
          await new Promise((r) => setImmediate(r))
          sliceStart = performance.now()
        }
      }
    } finally {
      this.#busy = false
    }
    if (this.#queue.length && (!this.#owner || this.#queue.some((w) => w.conn === this.#owner)))
      void this.#pump()
  }

  /** forwards the response, takes notifications out of it; returns the transaction status ('' when there was no ReadyForQuery) */
  #deliver(conn: PgliteStream, bytes: Uint8Array): string {
    const out = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    let status = '',
      from = 0
    const parts: Buffer[] = []
    for (let p = 0; p + 5 <= out.length; ) {
      const type = out[p]!,
        end = p + 1 + out.readInt32BE(p + 1)
      if (type === 0x5a) status = String.fromCharCode(out[p + 5]!)
      else if (type === 0x41) {
        parts.push(out.subarray(from, p))
        from = end
        const msg = out.subarray(p, end),
          z = msg.indexOf(0, 9)
        const channel = msg.toString('utf8', 9, z)
        for (const c of this.#conns)
          if (c.channels.has(channel)) queueMicrotask(() => c.receive(Buffer.from(msg)))
      }
      p = end
    }
    parts.push(out.subarray(from))
    conn.receive(parts.length === 1 ? parts[0]! : Buffer.concat(parts))
    return status
  }
}

export class PgliteStream extends Duplex {
  readonly channels = new Set<string>()
  searchPath: string
  orphaned = false
  #hub: PgliteHub
  #id: number
  #buf: Buffer = Buffer.alloc(0)
  #batch: Buffer[] = []
  #started = false

  constructor(hub: PgliteHub, id: number, searchPath: string) {
    super({ allowHalfOpen: false })
    this.#hub = hub
    this.#id = id
    this.searchPath = searchPath
  }

  // the part of net.Socket that pg uses
  connect() {
    process.nextTick(() => this.emit('connect'))
    return this
  }
  setNoDelay() {
    return this
  }
  setKeepAlive() {
    return this
  }
  setTimeout() {
    return this
  }
  ref() {
    return this
  }
  unref() {
    return this
  }

  receive(b: Buffer) {
    if (!this.destroyed && b.length) this.push(b)
  }
  override _read() {}
  override _write(chunk: Buffer, _enc: string, cb: (e?: Error | null) => void) {
    this.#buf = this.#buf.length ? Buffer.concat([this.#buf, chunk]) : chunk
    this.#consume().then(() => cb(), cb)
  }
  override _final(cb: (e?: Error | null) => void) {
    this.push(null)
    cb()
  }
  override _destroy(err: Error | null, cb: (e?: Error | null) => void) {
    this.#hub.drop(this).then(
      () => cb(err),
      () => cb(err),
    )
  }

  async #consume(): Promise<void> {
    for (;;) {
      const b = this.#buf
      if (!this.#started) {
        if (b.length < 8 || b.length < b.readInt32BE(0)) return
        const len = b.readInt32BE(0),
          code = b.readInt32BE(4)
        this.#buf = b.subarray(len)
        if (code === 80877103) {
          this.push(Buffer.from('N'))
          continue
        }
        if (code === 80877102) {
          this.push(null)
          return
        }
        this.#started = true
        const kv = b.toString('utf8', 8, len - 2).split('\0')
        for (let i = 0; i + 1 < kv.length; i += 2) {
          const m = kv[i] === 'options' && /search_path=((?:\\.|[^\s\\])+)/.exec(kv[i + 1]!)
          if (m) this.searchPath = m[1]!.replace(/\\(.)/g, '$1')
        }
        this.push(HELLO)
        continue
      }
      if (b.length < 5) return
      const end = 1 + b.readInt32BE(1)
      if (b.length < end) return
      const msg = b.subarray(0, end),
        type = String.fromCharCode(b[0]!)
      this.#buf = b.subarray(end)
      if (type === 'X') {
        this.push(null)
        return
      }
      if (type === 'p') continue
      const text =
        type === 'Q'
          ? msg.toString('utf8', 5, end - 1)
          : type === 'P'
            ? msg.toString('utf8', msg.indexOf(0, 5) + 1, end)
            : ''
      const l = text && LISTEN.exec(text)
      if (l) this.channels.add(l[1] ? l[2]! : l[2]!.toLowerCase())
      this.#batch.push(STATEFUL.includes(type) ? this.#rename(type, msg) : msg)
      if ('QSHdcf'.includes(type)) {
        const batch = Buffer.concat(this.#batch)
        this.#batch = []
        await this.#hub.submit(this, batch)
      }
    }
  }

  #rename(type: string, m: Buffer): Buffer {
    // one session serves every client: keep named statements apart
    let at = 5
    if (type === 'B') at = m.indexOf(0, 5) + 1
    else if (type === 'D' || type === 'C') {
      if (m[5] !== 0x53) return m
      at = 6
    }
    if (m[at] === 0) return m
    const out = Buffer.concat([m.subarray(0, at), Buffer.from(`c${this.#id}_`), m.subarray(at)])
    out.writeInt32BE(out.length - 1, 1)
    return out
  }
}

function simpleQuery(sql: string): Uint8Array {
  const s = Buffer.from(sql + '\0')
  const b = Buffer.alloc(5 + s.length)
  b[0] = 0x51
  b.writeInt32BE(4 + s.length, 1)
  s.copy(b, 5)
  return b
}
function beMsg(type: string, body: Buffer): Buffer {
  const b = Buffer.alloc(5 + body.length)
  b[0] = type.charCodeAt(0)
  b.writeInt32BE(4 + body.length, 1)
  body.copy(b, 5)
  return b
}
const HELLO = Buffer.concat([
  beMsg('R', Buffer.from([0, 0, 0, 0])),
  beMsg('S', Buffer.from('client_encoding\0UTF8\0')),
  beMsg('S', Buffer.from('standard_conforming_strings\0on\0')),
  beMsg('S', Buffer.from('DateStyle\0ISO, MDY\0')),
  beMsg('S', Buffer.from('integer_datetimes\0on\0')),
  beMsg('S', Buffer.from('TimeZone\0UTC\0')),
  beMsg('K', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1])),
  beMsg('Z', Buffer.from('I')),
])
