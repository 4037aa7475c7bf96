/** The few words of PostgreSQL's wire protocol that the hub has to understand; everything else passes through. */

/** `I` outside a transaction, `T` inside one, `E` inside a failed one; null when the engine expects more of the batch. */
export type TransactionStatus = 'I' | 'T' | 'E' | null

export interface Notification {
  channel: string
  message: Buffer
}

export interface Reply {
  /** What the client that asked is to receive. */
  bytes: Buffer
  /** What every listening client is to receive. */
  notifications: Notification[]
  status: TransactionStatus
  /** Whether a statement was parsed. */
  hasParsed: boolean
}

const HEADER = 5
const SYNC = 'S'
const SIMPLE_QUERY = 'Q'
const FLUSH = 'H'
const PARSE = 'P'
const BIND = 'B'
const DESCRIBE = 'D'
const EXECUTE = 'E'
const CLOSE = 'C'
const READY = 'Z'
const PARSE_COMPLETE = '1'
const NOTIFICATION = 'A'
const STATEMENT = 'S'
const PORTAL = 'P'

const LISTEN = /^(?:\s+|--[^\n]*\n|\/\*[\s\S]*?\*\/)*listen\s+(?:"([^"]+)"|([\w$]+))/i

/** Takes the first message off the bytes; null when it is not whole yet. The very first of a client has no type. */
export function takeMessage(
  bytes: Buffer,
  { isFirst }: { isFirst: boolean },
): { message: Buffer; rest: Buffer } | null {
  const lengthAt = isFirst ? 0 : 1
  if (bytes.length < lengthAt + 4) return null
  const end = lengthAt + bytes.readInt32BE(lengthAt)
  if (bytes.length < end) return null
  return { message: bytes.subarray(0, end), rest: bytes.subarray(end) }
}

export function typeOf(message: Buffer): string {
  return message.toString('latin1', 0, 1)
}

/** Whether the engine answers after this message, so that what was gathered must be executed. */
export function endsBatch(type: string): boolean {
  return type === SYNC || type === SIMPLE_QUERY || type === FLUSH
}

/** The channel that the message starts to listen to. */
export function listenedChannel(message: Buffer): string | null {
  const found = LISTEN.exec(sqlOf(message))
  return found?.[1] ?? found?.[2]?.toLowerCase() ?? null
}

/** The message with a prefix before the name of its prepared statement: one session serves every client. */
export function prefixStatement(message: Buffer, prefix: string): Buffer {
  const at = statementNameAt(message)
  return at === null || message.readUInt8(at) === 0 ? message : insert(message, at, prefix)
}

/** The message with this name for its prepared statement, if it is about the one without a name. */
export function nameStatement(message: Buffer, name: string): Buffer {
  const at = statementNameAt(message)
  return at === null || message.readUInt8(at) !== 0 ? message : insert(message, at, name)
}

/** The SQL, with the types of its parameters, of a message that parses a statement without a name; else null. */
export function parsedText(message: Buffer): string | null {
  if (typeOf(message) !== PARSE || message.readUInt8(HEADER) !== 0) return null
  return message.toString('latin1', HEADER + 1)
}

/**
 * A simple query as the messages that parse and execute a statement without a name: of these the plan can be kept. Null
 * for any other message, and for what may be several statements, or one that needs no plan.
 */
export function unpackedQuery(message: Buffer): Buffer[] | null {
  if (typeOf(message) !== SIMPLE_QUERY) return null
  const sql = message.subarray(HEADER)
  const text = sql.toString('latin1')
  if (!PLANNED.test(text) || text.includes(';')) return null
  return [
    frame(PARSE, Buffer.concat([NO_NAME, sql, NONE])),
    frame(BIND, Buffer.concat([NO_NAME, NO_NAME, NONE, NONE, NONE])),
    frame(DESCRIBE, Buffer.concat([Buffer.from(PORTAL), NO_NAME])),
    frame(EXECUTE, Buffer.concat([NO_NAME, ALL_ROWS])),
    frame(SYNC, Buffer.alloc(0)),
  ]
}

const PLANNED = /^\s*(?:select|with|insert|update|delete)\b/i
const NO_NAME = Buffer.from([0])
const NONE = Buffer.from([0, 0])
const ALL_ROWS = Buffer.from([0, 0, 0, 0])

/** A batch that has the engine forget a prepared statement. */
export function closeStatement(name: string): Buffer {
  return Buffer.concat([
    frame(CLOSE, Buffer.from(`${STATEMENT}${name}\0`)),
    frame(SYNC, Buffer.alloc(0)),
  ])
}

/** Parts the engine's answer to a batch into what is for the one who asked and what is for all who listen. */
export function readReply(bytes: Uint8Array): Reply {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const own: Buffer[] = []
  const notifications: Notification[] = []
  let status: TransactionStatus = null
  let hasParsed = false
  let ownFrom = 0
  for (let at = 0; at + HEADER <= all.length; ) {
    const end = at + 1 + all.readInt32BE(at + 1)
    const message = all.subarray(at, end)
    const type = typeOf(message)
    if (type === READY) status = statusOf(message)
    if (type === PARSE_COMPLETE) hasParsed = true
    if (type === NOTIFICATION) {
      own.push(all.subarray(ownFrom, at))
      ownFrom = end
      notifications.push({ channel: channelOf(message), message })
    }
    at = end
  }
  own.push(all.subarray(ownFrom))
  return { bytes: Buffer.concat(own), notifications, status, hasParsed }
}

/** A query in the simple protocol. */
export function simpleQuery(sql: string): Buffer {
  return frame(SIMPLE_QUERY, Buffer.from(`${sql}\0`))
}

/** What a server says to a client that was let in: no password asked, the session's settings, ready. */
export const WELCOME = Buffer.concat([
  frame('R', Buffer.from([0, 0, 0, 0])),
  frame('S', Buffer.from('client_encoding\0UTF8\0')),
  frame('S', Buffer.from('standard_conforming_strings\0on\0')),
  frame('S', Buffer.from('DateStyle\0ISO, MDY\0')),
  frame('S', Buffer.from('integer_datetimes\0on\0')),
  frame('S', Buffer.from('TimeZone\0UTC\0')),
  frame('K', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1])),
  frame(READY, Buffer.from('I')),
])

function frame(type: string, body: Buffer): Buffer {
  const header = Buffer.alloc(HEADER)
  header.write(type, 'latin1')
  header.writeInt32BE(4 + body.length, 1)
  return Buffer.concat([header, body])
}

function insert(message: Buffer, at: number, text: string): Buffer {
  const longer = Buffer.concat([message.subarray(0, at), Buffer.from(text), message.subarray(at)])
  longer.writeInt32BE(longer.length - 1, 1)
  return longer
}

function sqlOf(message: Buffer): string {
  const type = typeOf(message)
  if (type === SIMPLE_QUERY) return message.toString('utf8', HEADER)
  if (type === PARSE) return message.toString('utf8', message.indexOf(0, HEADER) + 1)
  return ''
}

function statementNameAt(message: Buffer): number | null {
  const type = typeOf(message)
  if (type === PARSE) return HEADER
  // The name of the portal comes before that of the statement.
  if (type === BIND) return message.indexOf(0, HEADER) + 1
  if (type !== DESCRIBE && type !== CLOSE) return null
  return message.toString('latin1', HEADER, HEADER + 1) === STATEMENT ? HEADER + 1 : null
}

function statusOf(message: Buffer): TransactionStatus {
  const status = message.toString('latin1', HEADER, HEADER + 1)
  return status === 'T' || status === 'E' ? status : 'I'
}

/** Behind the header: four bytes of the sender's process, then the channel. */
function channelOf(message: Buffer): string {
  const from = HEADER + 4
  return message.toString('utf8', from, message.indexOf(0, from))
}
