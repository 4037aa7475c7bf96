/** The queue of what the bot has yet to hear, given out by long polling until it is confirmed. */
import type {
  CallbackQuery,
  ChatMemberUpdated,
  Message,
  MessageReactionUpdated,
  Update,
} from 'grammy/types'
import type { Events } from './events.ts'
import { conflict } from './failure.ts'
import { type Database, nextNumber, readSetting, writeSetting } from './state.ts'

/** The kinds that this server makes. */
export type UpdateContent =
  | { message: Message }
  | { edited_message: Message }
  | { callback_query: CallbackQuery }
  | { my_chat_member: ChatMemberUpdated }
  | { message_reaction: MessageReactionUpdated }

export interface Updates {
  /** Queues an update unless the bot did not ask for its kind. */
  push(content: UpdateContent | Record<string, unknown>): void
  /** Waits up to `timeout` seconds for something to give. */
  poll(options: PollOptions): Promise<Update[]>
  first(): Update | undefined
  confirm(updateId: number): void
  drop(): void
  count(): number
  allow(kinds: string[] | undefined): void
  allowed(): string[]
  /** Ends a waiting poll, for a second poller, a webhook or the end of the world. */
  interrupt(reason: string): void
  /** Called whenever something is queued. */
  onPush(listener: () => void): void
}

export interface PollOptions {
  offset: number | undefined
  limit: number
  timeout: number
  signal: AbortSignal
}

const ASKED_FOR_BY_NAME = ['chat_member', 'message_reaction', 'message_reaction_count']

export function createUpdates(database: Database, events: Events): Updates {
  const listeners = new Set<() => void>()
  let waiting: { wake: () => void; end: (reason: string) => void } | undefined

  const page = database.prepare('select update_id, content from pending order by update_id limit ?')
  const updates: Updates = {
    push(content) {
      const kind = Object.keys(content)[0] ?? ''
      const allowed = updates.allowed()
      const wanted =
        allowed.length === 0 ? !ASKED_FOR_BY_NAME.includes(kind) : allowed.includes(kind)
      if (!wanted) return
      const updateId = nextNumber(database, 'update', 500_000_001)
      database
        .prepare('insert into pending (update_id, content) values (?, ?)')
        .run(updateId, JSON.stringify(content))
      events.emit({ kind: 'update', updateId })
      waiting?.wake()
      for (const listener of listeners) listener()
    },
    async poll({ offset, limit, timeout, signal }) {
      updates.interrupt(
        'terminated by other getUpdates request; make sure that only one bot instance is running',
      )
      confirmBefore(database, offset)
      const ready = page.all(limit)
      if (ready.length > 0 || timeout === 0) return ready.map(updateOf)
      await new Promise<void>((resolve, reject) => {
        const turn = {
          wake: () => finish(resolve),
          end: (reason: string) => finish(() => reject(conflict(reason))),
        }
        const timer = setTimeout(turn.wake, timeout * 1000)
        const finish = (settle: () => void) => {
          clearTimeout(timer)
          signal.removeEventListener('abort', turn.wake)
          if (waiting === turn) waiting = undefined
          settle()
        }
        signal.addEventListener('abort', turn.wake, { once: true })
        waiting = turn
      })
      return signal.aborted ? [] : page.all(limit).map(updateOf)
    },
    first() {
      const row = page.get(1)
      return row && updateOf(row)
    },
    confirm(updateId) {
      database.prepare('delete from pending where update_id = ?').run(updateId)
    },
    drop() {
      database.exec('delete from pending')
    },
    count() {
      return Number(database.prepare('select count(*) as count from pending').get()?.count)
    },
    allow(kinds) {
      if (kinds !== undefined) writeSetting(database, 'allowed_updates', JSON.stringify(kinds))
    },
    allowed() {
      return JSON.parse(readSetting(database, 'allowed_updates') ?? '[]')
    },
    interrupt(reason) {
      waiting?.end(reason)
    },
    onPush(listener) {
      listeners.add(listener)
    },
  }
  return updates
}

/** A positive offset confirms all before it; a negative one keeps only so many of the last. */
function confirmBefore(database: Database, offset: number | undefined): void {
  if (offset === undefined || offset === 0) return
  if (offset > 0) {
    database.prepare('delete from pending where update_id < ?').run(offset)
  } else {
    database
      .prepare(
        `delete from pending where update_id not in
           (select update_id from pending order by update_id desc limit ?)`,
      )
      .run(-offset)
  }
}

function updateOf(row: Record<string, unknown>): Update {
  return { update_id: Number(row.update_id), ...JSON.parse(String(row.content)) }
}
