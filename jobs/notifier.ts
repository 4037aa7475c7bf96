/** What jobs want delivered, and what can come of it. The messenger's adapter implements it. */

export interface Notifier {
  /**
   * Sends one delivery's content and says what became of it; does not throw for anything the messenger or the
   * network can do.
   */
  send(delivery: {
    chatKey: string
    content: unknown
    priority: number
    /** It may have been sent already, or others have just failed: make sure first that the messenger answers. */
    carefully: boolean
    /** Called directly before the request leaves; false says that it must not leave any more. */
    beforeSend(): Promise<boolean>
  }): Promise<SendResult>
  /** Brings a ticket's card to the latest state; `messageId` is the card's message. */
  editCard(card: { chatKey: string; messageId: string; ticketId: number }): Promise<SendResult>
  /** Replaces what a message of ours says by this content. */
  edit(message: { chatKey: string; messageId: string; content: object }): Promise<SendResult>
}

export type SendResult =
  | { kind: 'sent'; messageId: string; partIds?: string[] }
  /** Asked to wait: nothing was sent, and nothing may be until then, to this chat or to anybody (`everyone`). */
  | { kind: 'wait'; seconds: number; everyone: boolean }
  /** The person blocked the bot or is gone: not tried again. */
  | { kind: 'blocked'; why: 'blocked' | 'deactivated' | 'unknown' }
  /** The group has become another one. */
  | { kind: 'moved'; chatKey: string }
  /** Not sent: its place in the chat is gone. To be sent at once with this content. */
  | { kind: 'elsewhere'; content: object }
  /** The message that was to be edited is not there any more. */
  | { kind: 'gone' }
  /** Never accepted: the request itself is wrong. */
  | { kind: 'refused'; reason: string }
  /** Certainly not sent (no connection was made): tried again later. */
  | { kind: 'unsent'; reason: string }
  /** The request left, the answer did not come: it may have been sent. `denied`: the messenger says it has failed itself. */
  | { kind: 'unknown'; reason: string; denied: boolean }
  /** Did not leave, because `beforeSend` said no: somebody else has it. */
  | { kind: 'overtaken' }
