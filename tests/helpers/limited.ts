/** A Telegram that keeps its limits, and programs that send through gateways on one database. */
import { Api } from 'grammy'
import { NotYetError } from '../../bot/gate.ts'
import { createGateway } from '../../bot/gateway.ts'
import type { Pool } from '../../db/db.ts'
import type { Telegram } from './telegram.ts'

/** What became of a call: `not-yet` with the seconds it has to wait. */
export type Fate = 'sent' | { notYet: number }

export interface Program {
  /** As the ledger sends: at a priority, and put back instead of waiting long. */
  deliver(chat: number, text: string, priority?: number): Promise<Fate>
  /** As the ledger edits a card. */
  edit(chat: number, message: number, text: string): Promise<Fate>
  /** As a handler sends: waits as long as it takes. Returns the message's id. */
  say(chat: number, text: string): Promise<number>
  /** How many calls Telegram has refused with 429. */
  refused(): number
}

export function openProgram(telegram: Telegram, pool: Pool): Program {
  const gateway = createGateway({ pool })
  const api = new Api(telegram.token, { apiRoot: telegram.apiRoot })
  let refused = 0
  api.config.use(async (previous, method, payload, signal) => {
    const answer = await previous(method, payload, signal)
    if (!answer.ok && answer.error_code === 429) refused += 1
    return answer
  })
  api.config.use(gateway)
  const asDelivery = async (priority: number, work: () => Promise<unknown>): Promise<Fate> => {
    try {
      await gateway.forDelivery({ priority, beforeSend: async () => true }, work)
      return 'sent'
    } catch (error) {
      if (error instanceof NotYetError) return { notYet: error.seconds }
      throw error
    }
  }
  return {
    deliver: (chat, text, priority = 0) => asDelivery(priority, () => api.sendMessage(chat, text)),
    edit: (chat, message, text) => asDelivery(5, () => api.editMessageText(chat, message, text)),
    say: async (chat, text) => (await api.sendMessage(chat, text)).message_id,
    refused: () => refused,
  }
}
