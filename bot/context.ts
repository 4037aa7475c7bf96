/** What every handler of an update has at hand. */
import type { Context as TelegramContext } from 'grammy'
import type { InlineKeyboardMarkup, Message } from 'grammy/types'
import type { ConsentText } from '../db/consents.ts'
import type { Conversation } from '../db/conversations.ts'
import type { Pool } from '../db/db.ts'
import type { DeliveryKind } from '../db/deliveries.ts'
import type { Person, Role } from '../db/people.ts'
import type { Attachment } from '../db/said.ts'
import type { Outbox } from '../jobs/outbox.ts'
import type { Queues } from '../jobs/queues.ts'
import type { Calendar } from '../jobs/working-hours.ts'
import type { Memory } from '../rag/memory.ts'
import type { Outcome, Question } from '../rag/outcome.ts'
import type { Html } from './html.ts'

/** The centre that answers, and its calendar. */
export interface Centre {
  name: string
  municipality: string
  /** Its zone is the wall clock of everything people are told. */
  calendar: Calendar
  /** Working hours to a tutor's first answer. */
  slaHours: number
  /** In which nobody is written to unasked who has not set their own: «21:00-08:00». */
  quietHours: string
}

/** What the bot asks of the documents. */
export interface Knowledge {
  /** `onText` hears a written answer grow; the outcome's text is the one that counts. */
  answer(question: Question, options?: { onText?: (text: string) => void }): Promise<Outcome>
}

export interface Log {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

/** The parts that features are made of. */
export interface Parts {
  pool: Pool
  rag: Knowledge
  /** What the desk has learned, and what was asked before. */
  memory: Memory
  outbox: Outbox
  queues: Pick<Queues, 'enqueue'>
  clock: () => Date
  centre: Centre
  consent: ConsentText
  /** Telegram ids of those who are administrators from the start. */
  adminIds: readonly string[]
  log: Log
}

export interface SayOptions {
  keyboard?: InlineKeyboardMarkup
  /** Ask for a reply to this message; the text stands in the empty field. */
  forceReply?: string
  /** Answer the message that is handled. */
  reply?: boolean
  /** Files that go with the words. */
  attachments?: readonly Attachment[] | undefined
  /** What this message is, where that matters later; else «update:<id>:<n>». */
  key?: string
  /** Replies are forgotten after a while; what a person may answer later is not a reply. */
  kind?: DeliveryKind
}

interface Flavor {
  now: Date
  /** What has just been said: the message, or all parts of an album in order. Empty for a press, an edit, … */
  messages: Message[]
  /** Chat of the update, `telegram:<id>`. */
  chatKey: string
  /** Who acts; null without a consent in force: then nothing may be stored. */
  person: Person | null
  /** The dialogue that the person is in, in this chat. */
  conversation: Conversation | null
  /** Sends to the chat of the update: through the ledger, or directly to a person without consent. */
  say(message: Html, options?: SayOptions): Promise<void>
  /** Answers a press at once; when it is too old for that, says the same by message. */
  toast(text?: string): Promise<void>
}

export type Context = TelegramContext & Flavor

/** The context of a person who has consented. */
export type PersonContext = Context & { person: Person }

export function hasRole(ctx: Context, ...roles: Role[]): boolean {
  return ctx.person?.roles.some((role) => roles.includes(role)) ?? false
}
