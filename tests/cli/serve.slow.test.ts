import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Child } from '../helpers/child.ts'
import { launchProgram, runCommand, startProgram, temporaryFolder } from '../helpers/program.ts'
import { startTelegram, type Telegram } from '../helpers/telegram.ts'

let telegram: Telegram
let variables: Record<string, string>
let remove: () => void
const children: Child[] = []

beforeEach(async () => {
  telegram = await startTelegram()
  const temporary = temporaryFolder()
  remove = temporary.remove
  variables = {
    BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    CENTRE_NAME: 'Центр развития образования',
    MUNICIPALITY: 'Светлореченск',
    ADMIN_IDS: '1',
    DATA_DIR: temporary.folder,
  }
})
afterEach(async () => {
  for (const child of children.splice(0)) await child.kill()
  await telegram.close()
  remove()
})

function launch(...words: string[]): Child {
  const child = launchProgram(['serve', ...words], variables)
  children.push(child)
  return child
}

/** The exit code, and the seconds it took. */
async function told(child: Child, signal: NodeJS.Signals): Promise<[number | null, number]> {
  const began = performance.now()
  process.kill(child.pid, signal)
  const code = await child.ended
  return [code, (performance.now() - began) / 1000]
}

async function expectStopped(child: Child, signal: NodeJS.Signals): Promise<void> {
  const [code, seconds] = await told(child, signal)
  expect(code).toBe(0)
  expect(seconds).toBeLessThan(10)
}

const health = async (ready: string) => {
  const response = await fetch(`${JSON.parse(ready).url}/healthz`)
  return { status: response.status, body: await response.json() }
}

describe('a signal', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('%s stops it with long polling open', async (signal) => {
    // The long poll that follows is told only when it ends.
    const polling = telegram.nextCall('deleteWebhook')
    const program = launch()
    await program.says(/"msg":"ready"/)
    await polling
    await expectStopped(program, signal)
  })

  it('stops it while it makes its database', async () => {
    variables.LOG_LEVEL = 'debug'
    const program = launch()
    await program.says(/"msg":"starting"/)
    await expectStopped(program, 'SIGTERM')
    const again = launch()
    await again.says(/"msg":"ready"/)
    await expectStopped(again, 'SIGTERM')
  })

  it('stops it while Telegram is away', async () => {
    telegram.api.fault({ kind: 'cut', seconds: 3_600 })
    const program = launch()
    await program.says(/Telegram does not answer; waiting for it/)
    await expectStopped(program, 'SIGINT')
  })
})

describe('Telegram away', () => {
  it('at the start is waited for', async () => {
    telegram.api.fault({ kind: 'cut', seconds: 3_600 })
    const program = launch()
    await program.says(/Telegram does not answer; waiting for it/)
    telegram.api.clearFaults()
    await program.says(/"msg":"ready"/)
    const person = telegram.person({ name: 'Мария' })
    person.starts()
    await person.sees(/соглас/i)
  })

  it('later is told by /healthz, and recovered from', async () => {
    const program = launch()
    const ready = await program.says(/"msg":"ready"/)
    expect(await health(ready)).toMatchObject({ status: 200, body: { bot: 'ok' } })
    telegram.api.fault({ kind: 'cut', seconds: 3_600 })
    await expect
      .poll(() => health(ready), { timeout: 20_000 })
      .toMatchObject({
        status: 503,
        body: { database: 'ok', queue: 'ok', bot: 'away' },
      })
    const person = telegram.person({ name: 'Мария' })
    person.starts()
    telegram.api.clearFaults()
    await person.sees(/соглас/i, { within: 30_000 })
    await expect.poll(() => health(ready), { timeout: 20_000 }).toMatchObject({ status: 200 })
  })

  it('is no excuse for a wrong token', async () => {
    variables.BOT_TOKEN = '7000000002:AAF-another-token-of-nobody-01234567'
    const program = launch()
    expect(await program.ended).toBe(1)
    expect(program.lines.at(-1)).toMatch(/^BOT_TOKEN: .*@BotFather/)
    expect(program.lines.join('\n')).not.toMatch(/^\s+at /m)
  })
})

describe('what is taken', () => {
  it('a port is named', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    variables.PORT = String((server.address() as { port: number }).port)
    const program = launch()
    expect(await program.ended).toBe(1)
    expect(program.lines).toEqual([expect.stringMatching(/^PORT: адрес .* занят/)])
    server.close()
  })

  it('a folder is named with who has it, to every command but doctor', async () => {
    const program = await startProgram(variables)
    for (const words of [['serve'], ['ingest', 'a.txt'], ['ask', 'что такое ИОМ'], ['docs']]) {
      const { code, stdout, stderr } = await runCommand(words, { ...variables, PORT: '0' })
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toMatch(
        new RegExp(`^DATA_DIR: папку .* занимает процесс ${program.pid}, [^\\n]*\\n$`),
      )
    }
    const doctor = await runCommand(['doctor'], variables)
    expect(doctor).toMatchObject({ code: 0, stderr: '' })
    expect(doctor.stdout).toContain(`её держит процесс ${program.pid}`)
    expect(await program.stop()).toBe(0)
  })
})

it('counts what it does in the format of Prometheus', async () => {
  const program = await startProgram(variables)
  const response = await fetch(`${program.url}/metrics`)
  expect(response.headers.get('content-type')).toContain('text/plain')
  const lines = (await response.text()).trim().split('\n')
  const wrong = lines.filter((line) => !/^(#|$|[a-zA-Z_:][\w:]*(\{.*\})? \S+$)/.test(line))
  expect(wrong).toEqual([])
  expect(lines).toContainEqual(expect.stringMatching(/^vopros_inbox\{state="waiting"\} 0$/))
  await program.stop()
})
