/** What people do on the page: start, say, press, send a file, reply, block, and move time. */
import type { BotApi } from './bot-api.ts'
import type { PersonMessage } from './people.ts'

export interface ActionDependencies {
  botApi: BotApi
  /** What follows `/start` for this person. */
  start(personId: number): string | undefined
  advance(milliseconds: number): void
}

class WrongAction extends Error {
  override name = 'WrongAction'
}

/** Parts of an album at most, as at Telegram. */
const LARGEST_ALBUM = 10
const LONGEST_STEP = 31 * 24 * 60 * 60 * 1000

/** Answers JSON; 400 with one line for what cannot be done. */
export function createActions({ botApi, start, advance }: ActionDependencies) {
  const actions: Record<string, (request: Request) => Promise<unknown>> = {
    async start(request) {
      const { person, payload } = await readObject(request)
      const id = integer(person)
      const code = typeof payload === 'string' && payload !== '' ? payload : start(id)
      return botApi.send(id, id, code === undefined ? '/start' : `/start ${code}`)
    },
    async say(request) {
      const { person, chat, text, replyTo } = await readObject(request)
      if (typeof text !== 'string' || text.trim() === '') throw new WrongAction('nothing to say')
      return botApi.send(integer(person), integer(chat), {
        text: text.slice(0, 4096),
        ...(replyTo === undefined ? {} : { replyTo: integer(replyTo) }),
      })
    },
    async press(request) {
      const { person, chat, message, data } = await readObject(request)
      return botApi.press(integer(person), integer(chat), integer(message), {
        data: String(data),
      })
    },
    async file(request) {
      const form = await request.formData()
      const parts = await readFiles(form)
      const person = integer(Number(form.get('person')))
      const chat = integer(Number(form.get('chat')))
      const [first, ...more] = parts
      if (!first) throw new WrongAction('there is no file')
      return more.length === 0
        ? botApi.send(person, chat, first)
        : botApi.sendAlbum(person, chat, parts.slice(0, LARGEST_ALBUM))
    },
    async block(request) {
      const { person } = await readObject(request)
      botApi.block(integer(person))
      return true
    },
    async advance(request) {
      const { milliseconds } = await readObject(request)
      const step = integer(milliseconds)
      if (step <= 0 || step > LONGEST_STEP)
        throw new WrongAction('time only moves forward, by a month at most')
      advance(step)
      return true
    },
  }

  return async (path: string, request: Request): Promise<Response> => {
    const name = path.replace('/playground/', '')
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined
    if (!action) return new Response('Not found\n', { status: 404 })
    try {
      return Response.json({ result: await action(request) })
    } catch (error) {
      // Everything that goes wrong here was asked for wrongly by the page.
      const reason = error instanceof Error ? error.message : String(error)
      return Response.json({ error: reason }, { status: 400 })
    }
  }
}

/** Pictures go as photos when all are pictures; the caption and what is answered belong to the first. */
async function readFiles(form: FormData): Promise<PersonMessage[]> {
  const files = form.getAll('file').filter((file) => typeof file !== 'string')
  const kind = files.every((file) => /^image\/(png|jpeg)$/.test(file.type)) ? 'photo' : 'document'
  const caption = String(form.get('caption') ?? '')
  const replyTo = form.get('replyTo')
  return Promise.all(
    files.map(async (file, index) => ({
      file: {
        kind,
        name: file.name,
        mime: file.type,
        bytes: new Uint8Array(await file.arrayBuffer()),
      },
      ...(caption === '' || index > 0 ? {} : { caption }),
      ...(replyTo === null || index > 0 ? {} : { replyTo: integer(Number(replyTo)) }),
    })),
  )
}

async function readObject(request: Request): Promise<Record<string, unknown>> {
  const value: unknown = await request.json()
  if (typeof value !== 'object' || value === null) throw new WrongAction('an object is expected')
  return { ...value }
}

function integer(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    throw new WrongAction('a number is expected')
  }
  return value
}
