/** A world kept in a file outlives a kill at any moment: messages, queue and numbers. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startTelegram } from '../helpers/telegram.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vopros-playground-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

/** Writes three messages to the bot in another process, which is then killed. */
async function liveAndDie(file: string): Promise<void> {
  const program = `
    const { createBotApi } = await import(${JSON.stringify(join(import.meta.dirname, '../../playground/bot-api.ts'))})
    const api = createBotApi({ token: 't', bot: { id: 1, username: 'b', first_name: 'Б' }, file: ${JSON.stringify(file)} })
    api.addPerson({ id: 5, first_name: 'Анна' })
    for (const text of ['раз', 'два', 'три']) api.send(5, 5, text)
    process.stdout.write('done')
    setInterval(() => {}, 1000)`
  const child = spawn('node', ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
}

it('finds everything again, and no number comes twice', async () => {
  const file = join(folder, 'telegram.sqlite')
  await liveAndDie(file)
  const telegram = await startTelegram({ file })
  const before = telegram.api.messages(5)
  expect(before.map(({ text }) => text)).toEqual(['раз', 'два', 'три'])
  expect(telegram.api.pendingUpdates()).toBe(3)
  telegram.api.send(5, 5, 'четыре')
  const ids = telegram.api.messages(5).map((message) => message.message_id)
  expect(new Set(ids).size).toBe(4)
  expect(telegram.api.pendingUpdates()).toBe(4)
  await telegram.close()
})
