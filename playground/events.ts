/** Tells the page and the tests, at once and in order, what happens on the server. */
import type {
  ForceReply,
  Message,
  MessageEntity,
  ReplyKeyboardMarkup,
  ReplyKeyboardRemove,
} from 'grammy/types'

export type ReplyKeyboard = ForceReply | ReplyKeyboardMarkup | ReplyKeyboardRemove

export interface CallbackAnswer {
  text: string
  showAlert: boolean
  url: string | undefined
}

export type PlaygroundEvent =
  | { kind: 'message'; chatId: number; message: Message; keyboard: ReplyKeyboard | undefined }
  | { kind: 'edited'; chatId: number; message: Message }
  | { kind: 'deleted'; chatId: number; messageIds: number[] }
  | { kind: 'action'; chatId: number; action: string }
  | { kind: 'draft'; chatId: number; draftId: number; text: string; entities: MessageEntity[] }
  | { kind: 'callback'; personId: number; queryId: string; answer: CallbackAnswer }
  | { kind: 'reaction'; chatId: number; messageId: number; reaction: string[] }
  | { kind: 'chats' }
  | { kind: 'commands' }
  | { kind: 'update'; updateId: number }
  | {
      kind: 'request'
      method: string
      parameters: Record<string, unknown>
      uploads: string[]
      answer: ApiAnswer
    }

export interface ApiAnswer {
  ok: boolean
  result?: unknown
  error_code?: number
  description?: string
  parameters?: { retry_after?: number; migrate_to_chat_id?: number }
}

export interface Events {
  emit(event: PlaygroundEvent): void
  /** Returns the way to unsubscribe. */
  subscribe(listener: (event: PlaygroundEvent) => void): () => void
}

export function createEvents(): Events {
  const listeners = new Set<(event: PlaygroundEvent) => void>()
  return {
    emit(event) {
      for (const listener of [...listeners]) listener(event)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
