/** What people use to write to many: a loop over chats, with a library that waits and tries again, or with one that does not. */
import { setTimeout as sleep } from 'node:timers/promises'
import { autoRetry } from '@grammyjs/auto-retry'
import { apiThrottler } from '@grammyjs/transformer-throttler'
import { Api } from 'grammy'
import { Telegraf } from 'telegraf'
import { openReceivers, type Receivers, shareOfLimit, TOKEN } from './receivers.ts'
import type { Section } from './section.ts'

const FIRST_CHAT = 3_000_001
const TEXT = 'Уважаемые коллеги, приглашаем вас на семинар.'

type Send = (chat: number) => Promise<unknown>

/** One after the other, each loop on a server of its own. */
export async function loopRows(chats: number): Promise<Section['rows']> {
  return [
    await rowOf('grammY, throttler and auto-retry, all at once', chats, true, ({ url }) => {
      const api = new Api(TOKEN, { apiRoot: url })
      api.config.use(autoRetry())
      api.config.use(apiThrottler())
      return (chat) => api.sendMessage(chat, TEXT)
    }),
    await rowOf('grammY, auto-retry, one by one', chats, false, ({ url }) => {
      const api = new Api(TOKEN, { apiRoot: url })
      api.config.use(autoRetry())
      return (chat) => api.sendMessage(chat, TEXT)
    }),
    await rowOf('telegraf, one by one, 35 ms between', chats, false, ({ url }) => {
      const { telegram } = new Telegraf(TOKEN, { telegram: { apiRoot: url } })
      return async (chat) => {
        await sleep(BETWEEN_MS)
        await telegram.sendMessage(chat, TEXT)
      }
    }),
    await rowOf('telegraf, one by one', chats, false, ({ url }) => {
      const { telegram } = new Telegraf(TOKEN, { telegram: { apiRoot: url } })
      return (chat) => telegram.sendMessage(chat, TEXT)
    }),
  ]
}

/** What careful people put into such a loop. */
const BETWEEN_MS = 35

async function rowOf(
  sender: string,
  chats: number,
  isAtOnce: boolean,
  create: (receivers: Receivers) => Send,
): Promise<Section['rows'][number]> {
  const ids = Array.from({ length: chats }, (_, index) => FIRST_CHAT + index)
  const receivers = await openReceivers(ids)
  try {
    const send = create(receivers)
    const began = performance.now()
    let lost = 0
    const one = (id: number) =>
      send(id).catch(() => {
        lost += 1
      })
    if (isAtOnce) await Promise.all(ids.map(one))
    else for (const id of ids) await one(id)
    const seconds = (performance.now() - began) / 1000
    return {
      sender,
      people: chats,
      delivered: receivers.taken.length,
      lost,
      'refused with 429': receivers.refused(),
      seconds: seconds.toFixed(1),
      'of 30 a second': shareOfLimit(receivers.taken).toFixed(3),
    }
  } finally {
    await receivers.close()
  }
}
