import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { commandKey } from '../../rag/api-key.ts'
import { createChatModel } from '../../rag/openai.ts'
import { chat, startModelServer } from '../helpers/model-server.ts'

/** A command that prints key-1 the first time, key-2 the second … and counts its runs in a file. */
function counting() {
  const folder = mkdtempSync(join(tmpdir(), 'vopros-key-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'runs')
  return {
    command: `echo run >> ${file}; echo key-$(wc -l < ${file})`,
    runs: () => readFileSync(file, 'utf8').split('\n').length - 1,
  }
}

async function answer(key: ReturnType<typeof commandKey>, baseUrl: string): Promise<string> {
  const model = createChatModel({ baseUrl, key, backoffMs: 1 }, { model: 'm' })
  let text = ''
  for await (const piece of model.complete({ system: '', messages: [], maxTokens: 9 }))
    text += piece
  return text
}

it('runs the command once for many calls', async () => {
  const server = await startModelServer()
  server.says(chat('Раз.'), chat('Два.'))
  const { command, runs } = counting()
  const key = commandKey(command)
  await Promise.all([answer(key, server.baseUrl), answer(key, server.baseUrl)])
  expect(server.requests.map(({ authorization }) => authorization)).toEqual([
    'Bearer key-1',
    'Bearer key-1',
  ])
  expect(runs()).toBe(1)
})

it('runs the command again when the service refuses the key', async () => {
  const server = await startModelServer()
  server.says({ kind: 'status', status: 401 }, chat('Да.'))
  expect(await answer(commandKey(counting().command), server.baseUrl)).toBe('Да.')
  expect(server.requests[1]?.authorization).toBe('Bearer key-2')
})

it('gives up when the fresh key is refused too', async () => {
  const server = await startModelServer()
  server.says({ kind: 'status', status: 401 }, { kind: 'status', status: 401 })
  await expect(answer(commandKey(counting().command), server.baseUrl)).rejects.toMatchObject({
    reason: 'key',
  })
})

it('tells that a command fails, takes too long or prints no key, and none of what it printed', async () => {
  const failing = commandKey('echo secret-1; echo secret-2 >&2; exit 3').current()
  await expect(failing).rejects.toThrow(/OPENAI_API_KEY_COMMAND failed/)
  await expect(failing).rejects.not.toThrow(/secret/)
  await expect(commandKey('sleep 5', { timeLimitMs: 50 }).current()).rejects.toThrow(/took over 50/)
  await expect(commandKey('echo два слова').current()).rejects.toThrow(/printed no key/)
})

it('runs the command again after it has failed', async () => {
  const { command } = counting()
  const key = commandKey(`${command} | grep -v key-1`)
  await expect(key.current()).rejects.toThrow(/failed/)
  await expect(key.current()).resolves.toBe('key-2')
})

it('does not make a teacher wait for a slow command', async () => {
  const server = await startModelServer()
  const service = { baseUrl: server.baseUrl, key: commandKey('sleep 2; echo key') }
  const patience = { firstMs: 100, betweenMs: 100, totalMs: 100 }
  const pieces = createChatModel(service, { model: 'm', patience }).complete({
    system: '',
    messages: [],
    maxTokens: 9,
  })
  await expect(pieces[Symbol.asyncIterator]().next()).rejects.toMatchObject({ reason: 'timeout' })
})
