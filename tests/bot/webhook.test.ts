import { expect, it } from 'vitest'
import { createWebhook } from '../../bot/webhook.ts'
import type { NewUpdate } from '../../db/inbox.ts'

function open() {
  const stored: NewUpdate[] = []
  const webhook = createWebhook({
    secret: 'right',
    store: async (update) => void stored.push(update),
  })
  const post = async (body: string, secret = 'right', method = 'POST') => {
    const headers = { 'X-Telegram-Bot-Api-Secret-Token': secret }
    const content = method === 'POST' ? { body } : {}
    return (await webhook(new Request('http://bot/', { method, headers, ...content }))).status
  }
  return { stored, post }
}

const update = JSON.stringify({ update_id: 7, message: { chat: { id: -5 }, text: 'Вопрос' } })

it('stores the update before it says yes', async () => {
  const { stored, post } = open()
  expect(await post(update)).toBe(200)
  expect(stored).toMatchObject([{ updateId: 7, chatKey: 'telegram:-5', press: false }])
})

it('takes nothing without the secret', async () => {
  const { stored, post } = open()
  expect(await post(update, 'wrong')).toBe(401)
  expect(await post(update, '')).toBe(401)
  expect(await post('', 'right', 'GET')).toBe(405)
  expect(stored).toEqual([])
})

it('refuses what is not an update, or too long to be one', async () => {
  const { stored, post } = open()
  expect(await post('{"update_id":')).toBe(400)
  expect(await post('{"message":{}}')).toBe(400)
  expect(await post('null')).toBe(400)
  expect(await post(JSON.stringify({ update_id: 1, text: 'а'.repeat(600_000) }))).toBe(413)
  expect(stored).toEqual([])
})

it('lets Telegram come again when the update could not be stored', async () => {
  const store = async () => Promise.reject(new Error('no database'))
  const headers = { 'X-Telegram-Bot-Api-Secret-Token': 'right' }
  const webhook = createWebhook({ secret: 'right', store })
  const request = new Request('http://bot/', { method: 'POST', headers, body: update })
  expect((await webhook(request)).status).toBe(503)
})
