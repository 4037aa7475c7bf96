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
    /** It may have been sent already: make sure that the messenger answers before it is sent again. */
    repeated: boolean
    /** Called directly before the request leaves; false says that it must not leave any more. */
    beforeSend(): Promise<boolean>
  }): Promise<SendResult>
  /** Brings a ticket's card to the latest state; `messageId` is the card's message. */
  editCard(card: { chatKey: string; messageId: string; ticketId: number }): Promise<SendResult>
}

export type SendResult =
  | { kind: 'sent'; messageId: string; partIds?: string[] }
  /** Asked to wait: nothing was sent, and nothing may be until then. */
  | { kind: 'wait'; seconds: number }
  /** The person blocked the bot or is gone: not tried again. */
  | { kind: 'blocked' }
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
  /** The request left, the answer did not come: it may have been sent. */
  | { kind: 'unknown'; reason: string }
  /** Did not leave, because `beforeSend` said no: somebody else has it. */
  | { kind: 'overtaken' }
