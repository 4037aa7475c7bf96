/** A centre takes an embedding model into use, and later another one: nobody notices, whatever fails in between. */
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import {
  embeddings,
  type ModelRequest,
  openModelServer,
  type Reply,
} from '../helpers/model-server.ts'
import { type Running, runCommand, startProgram, temporaryFolder } from '../helpers/program.ts'
import { startTelegram } from '../helpers/telegram.ts'

const CORPUS = join(import.meta.dirname, '../../corpus')

/** A service that a test breaks and mends; after `pages` requests for passages it answers none of them. */
async function startService() {
  const state = { away: false, pages: Number.POSITIVE_INFINITY }
  const server = await openModelServer(({ body }: ModelRequest): Reply => {
    const texts = body.input as string[]
    if (state.away) return { kind: 'status', status: 503 }
    if (texts.length > 1 && --state.pages < 0) return { kind: 'stall', pieces: [] }
    // Each model has vectors of a length of its own.
    const length = String(body.model).length
    return embeddings(
      texts.map((text) => Array.from({ length }, (_, at) => text.length % (at + 2))),
    )
  })
  onTestFinished(server.close)
  return Object.assign(state, server)
}

async function startCentre() {
  const telegram = await startTelegram()
  const { folder, remove } = temporaryFolder()
  const service = await startService()
  const variables = {
    BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    CENTRE_NAME: 'Центр развития образования',
    MUNICIPALITY: 'Светлореченск',
    ADMIN_IDS: '1',
    DATA_DIR: folder,
    OPENAI_BASE_URL: service.baseUrl,
  }
  let program: Running | undefined
  onTestFinished(async () => {
    await program?.kill()
    await telegram.close()
    remove()
  })
  const teacher = telegram.person({ name: 'Мария' })
  return {
    service,
    teacher,
    ingest: (model: string) =>
      runCommand(['ingest', CORPUS], { ...variables, EMBEDDING_MODEL: model }),
    start: async (model: string) => {
      program = await startProgram({ ...variables, EMBEDDING_MODEL: model })
      return program
    },
  }
}

/** Resolves with the number of passages that the program has embedded with the model, and then said so. */
function embeddedWith(model: string, program: Running): Promise<number> {
  return vi.waitFor(
    () => {
      const line = program.log.find((each) => each.includes(`"embedder":"${model}"`))
      return JSON.parse(line ?? '').count as number
    },
    { timeout: 20_000, interval: 100 },
  )
}

it('embeds in the background, goes on after a kill, and answers all the time', async () => {
  const { service, teacher, ingest, start } = await startCentre()
  service.away = true
  expect(await ingest('old')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`"status":"indexed"`),
  })
  service.away = false
  const first = await start('old')
  const all = await embeddedWith('old', first)
  teacher.starts()
  await teacher.presses('Согласен(на)')
  await first.stop()

  service.pages = 1
  const second = await start('newer')
  teacher.says('до какого числа подать заявку на курсы?')
  await teacher.sees(/до 15 декабря/)
  await vi.waitFor(() => expect(service.pages).toBeLessThan(0), { timeout: 20_000 })
  await second.kill()

  service.pages = Number.POSITIVE_INFINITY
  expect(await embeddedWith('newer', await start('newer'))).toBe(all - 64)
  teacher.says('как часто собирается городской методсовет?')
  await teacher.sees(/не реже четырёх раз/)
}, 120_000)
