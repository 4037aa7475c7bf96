import { Api } from 'grammy'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { TokenRefusedError, untilReachable } from '../../bot/reach.ts'
import { startTelegram, type Telegram } from '../helpers/telegram.ts'

let telegram: Telegram
beforeEach(async () => {
  telegram = await startTelegram()
})
afterEach(() => telegram.close())

const reach = (token = telegram.token) => {
  const logged: string[] = []
  const log = { warn: (_facts: object, message: string) => void logged.push(message) }
  const api = new Api(token, { apiRoot: telegram.apiRoot })
  const contact = async () => void (await api.getMe())
  const reached = untilReachable({ contact, log, signal: new AbortController().signal })
  return { reached, logged }
}

it('waits for a Telegram that is away', async () => {
  telegram.api.fault({ kind: 'error', code: 502, method: 'getMe' })
  const { reached, logged } = reach()
  await reached
  expect(logged).toEqual(['Telegram does not answer; waiting for it'])
})

it('does not wait for a token to become right', async () => {
  await expect(reach('1:wrong').reached).rejects.toThrow(TokenRefusedError)
})
