/** The program as an outsider meets it: its HTTP, and what it writes while everything around it fails. */
import { type AddressInfo, connect, createServer } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Running, runCommand, startProgram, temporaryFolder } from '../helpers/program.ts'
import { startTelegram, type Telegram } from '../helpers/telegram.ts'

const SECRET = 'webhook-secret-0123456789'
const KEY = 'sk-model-key-0123456789'
const { folder, remove } = temporaryFolder()
let telegram: Telegram
let program: Running
let variables: Record<string, string>

beforeAll(async () => {
  telegram = await startTelegram()
  const port = await freePort()
  variables = {
    BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    PORT: port,
    WEBHOOK_URL: `http://127.0.0.1:${port}/hook/path`,
    WEBHOOK_SECRET: SECRET,
    CENTRE_NAME: 'Центр',
    MUNICIPALITY: 'Светлореченск',
    ADMIN_IDS: '42',
    DATA_DIR: folder,
    LOG_LEVEL: 'debug',
    OPENAI_BASE_URL: 'http://user:model-password@127.0.0.1:9/v1',
    OPENAI_API_KEY_COMMAND: `echo ${KEY} >&2; exit 3`,
    CHAT_MODEL: 'any',
  }
  program = await startProgram(variables)
})
afterAll(async () => {
  await program.stop()
  await telegram.close()
  remove()
})

function freePort(): Promise<string> {
  const server = createServer()
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      // A server that listens on a port has an address.
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(String(port)))
    })
  })
}

const secrets = () =>
  new RegExp([telegram.token, SECRET, KEY, 'model-password', 'db-password'].join('|'))

const right = { 'x-telegram-bot-api-secret-token': SECRET }

async function post(body: string, headers: Record<string, string> = {}, method = 'POST') {
  const init = { method, headers, ...(method === 'GET' ? {} : { body }) }
  const response = await fetch(`${program.url}/hook/path`, init)
  return [response.status, await response.text()]
}

it('takes an update by the webhook only with the secret, and says nothing else', async () => {
  const update = JSON.stringify({ update_id: 1, message: { chat: { id: 1 } } })
  const odd = '{"update_id":2,"message":{"chat":{"id":1},"text":"\\u0000\\ud800"}}'
  expect(await post(update)).toEqual([401, ''])
  expect(await post(update, { ...right, ...{ 'x-telegram-bot-api-secret-token': 'w' } })).toEqual([
    401,
    '',
  ])
  expect(await post('', right, 'GET')).toEqual([405, ''])
  expect(await post('{"update_id":', right)).toEqual([400, ''])
  expect(await post('[]', right)).toEqual([400, ''])
  expect(await post(update, right)).toEqual([200, ''])
  expect(await post(odd, right)).toEqual([200, ''])
})

it('answers others while somebody is slow, sends too much, or talks no HTTP', async () => {
  const port = Number(new URL(program.url).port)
  const head = `POST /hook/path HTTP/1.1\r\nHost: a\r\nX-Telegram-Bot-Api-Secret-Token: ${SECRET}\r\n`
  const openings = [
    `${head}Content-Length: 100\r\n\r\n{`,
    `${head}Content-Length: 9000000\r\n\r\n${'x'.repeat(3_000_000)}`,
    'GET / HTTP/1.1\r\nHost: [\r\n\r\n',
    'GET //%zz\\..\\ HTTP/1.1\r\nHost: a\r\n\r\n',
    'GET http://[/ HTTP/1.1\r\n\r\n',
    '\u0000\u0001\r\n\r\n',
  ]
  const sockets = openings.map((opening) => {
    const socket = connect(port, '127.0.0.1').on('error', () => {})
    socket.write(opening)
    return socket
  })
  await expect.poll(async () => (await fetch(`${program.url}/healthz`)).status).toBe(200)
  for (const socket of sockets) socket.destroy()
})

it('tells nobody by health and metrics whom it knows or what its secrets are', async () => {
  const person = telegram.person({ name: 'Уникальная Особа' })
  person.starts()
  await person.presses('Согласен(на)')
  await person.sees(/согласие записано/)
  const api = `/bot${telegram.token}/getMe`
  for (const path of ['/healthz', '/metrics', '/', '/metrics/..%2f.env', '/playground/', api]) {
    const text = await (await fetch(`${program.url}${path}`)).text()
    expect(text).not.toMatch(new RegExp(`Уникальная|${person.id}`))
    expect(text).not.toMatch(secrets())
  }
})

it('keeps secrets and words to itself while Telegram is away and the key command fails', async () => {
  const person = telegram.person({ name: 'Педагог' })
  person.starts()
  await person.presses('Согласен(на)')
  await person.sees(/согласие записано/)
  telegram.api.fault({ kind: 'cut', seconds: 3 })
  await new Promise((resolve) => setTimeout(resolve, 3_100))
  telegram.api.fault({ kind: 'drop-answer', method: 'sendMessage' })
  person.says('СЛОВА-ПЕДАГОГА о чём угодно?')
  await person.sees(/Вопрос передан тьюторам/, { within: 15_000 })
  const log = program.log.join('\n')
  expect(log).not.toMatch(secrets())
  expect(log).not.toMatch(/СЛОВА|Педагог/)
  expect(program.log.filter((line) => !line.startsWith('{'))).toEqual([])
}, 40_000)

it.each([
  ['doctor', { DATABASE_URL: 'postgres://u:db-password@127.0.0.1:9/x' }],
  ['doctor', { TELEGRAM_API_ROOT: 'http://u:db-password@127.0.0.1:9' }],
  ['doctor', { OPENAI_API_KEY: KEY, OPENAI_API_KEY_COMMAND: '' }],
  ['doctor', { REDIS_URL: 'redis://u:db-password@127.0.0.1:9' }],
  ['serve', { DATABASE_URL: 'postgres://u:db-password@127.0.0.1:9/x' }],
  ['serve', { DATABASE_URL: 'postgres//u:db-password@127.0.0.1:9/x' }],
  ['serve', { BOT_TOKEN: '1:xxxxxxxxxdb-password!' }],
  ['serve', { TELEGRAM_API_ROOT: 'ftp://u:db-password@127.0.0.1:9' }],
] as const)(
  'shows no secret when %s meets %o',
  async (command, changed) => {
    const away = { TELEGRAM_API_ROOT: 'http://127.0.0.1:9', DATA_DIR: `${folder}/other`, PORT: '0' }
    const ended = await runCommand([command], { ...variables, ...away, ...changed })
    expect(ended.code).toBe(1)
    expect(`${ended.stdout}${ended.stderr}`).not.toMatch(secrets())
  },
  60_000,
)
