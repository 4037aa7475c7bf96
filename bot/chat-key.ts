/** The name under which the rest of the program knows a chat of Telegram: `telegram:<chat id>`. */

const MESSENGER = 'telegram'

export function chatKeyOf(chatId: number | string): string {
  return `${MESSENGER}:${chatId}`
}

/** Telegram's id of the chat: `telegram:-100123` → `-100123`. */
export function chatIdOf(chatKey: string): string {
  return chatKey.slice(MESSENGER.length + 1)
}
