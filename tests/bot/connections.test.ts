import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { Api } from 'grammy'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectionsTo } from '../../bot/connections.ts'

/** How each connection ended: by the bot, or because the server had waited long enough. */
const ends: Promise<'the bot' | 'the server'>[] = []
let server: Server
let api: Api
beforeAll(async () => {
  server = createServer({ keepAliveTimeout: 2_000 }, (request, response) => {
    request.resume()
    response.end('{"ok":true,"result":true}')
  })
  server.on('connection', (socket: Socket) => {
    ends.push(
      new Promise((resolve) => {
        socket.once('end', () => resolve('the bot'))
        socket.once('timeout', () => resolve('the server'))
      }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  api = new Api('1:token', { apiRoot, baseFetchConfig: connectionsTo(apiRoot) })
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

it('keeps a connection for the next call', async () => {
  await api.deleteMyCommands()
  await api.deleteMyCommands()

  expect(ends).toHaveLength(1)
})

it('closes an idle connection before the server does, so that no call leaves on one that is closing', async () => {
  await api.deleteMyCommands()

  expect(await ends.at(-1)).toBe('the bot')
})
