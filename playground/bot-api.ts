/** A local Bot API server: to a bot it behaves as Telegram does, to tests and the page it lends the people's side. */
import type { BotCommand, Chat, Message, User } from 'grammy/types'
import { answered, decodedPath, refusal } from './answers.ts'
import type { ApiAnswer, Events, ReplyKeyboard } from './events.ts'
import { ApiFailure } from './failure.ts'
import { createFaults, type Fault } from './faults.ts'
import type { StoredFile } from './files.ts'
import { createGroups, type Groups } from './groups.ts'
import { createLimits } from './limits.ts'
import type { ShownMessage } from './messages.ts'
import { menuOf } from './methods/commands.ts'
import { methodTable } from './methods/table.ts'
import { Parameters, readParameters } from './parameters.ts'
import { createPeople, type People } from './people.ts'
import type { Standing } from './rooms.ts'
import { createWebhook } from './webhook.ts'
import { createWorld, type World } from './world.ts'

export interface BotApiOptions {
  token: string
  bot: { id: number; username: string; first_name: string }
  /** Where the world is kept; without one it lives as long as the process. */
  file?: string | undefined
  /** The dates of messages; long polls, webhooks and limits run in real time. */
  now?: () => Date
  /** Whether to answer 429 as Telegram does; `clock` gives the milliseconds by which it counts, else the machine's. */
  limits?: boolean | { clock: () => number }
  /** Whether in groups the bot hears only what is meant for it, unless administrator. Default true. */
  privacy?: boolean
  /** Milliseconds before an update is offered to the webhook again. */
  webhookPatience?: number
}

export interface BotApi extends People, Groups {
  /** Serves `/bot<token>/<method>` and `/file/bot<token>/<path>`. A broken connection is `Response.error()`. */
  fetch(request: Request): Promise<Response>
  bot: User & { username: string }
  people(): User[]
  groups(): Chat[]
  chat(id: number): Chat | undefined
  /** The same id, or that of the supergroup that a group has become. */
  currentChat(id: number): number
  members(groupId: number): number[]
  standing(personId: number): Standing
  messages(chatId: number): Message[]
  shown(chatId: number): ShownMessage[]
  /** What the person's keyboard has become: the last one that the bot asked for. */
  keyboard(chatId: number): ReplyKeyboard | undefined
  menu(personId: number): BotCommand[]
  file(fileId: string): StoredFile | undefined
  /** The served methods, in lower case. */
  methods(): string[]
  /** Updates that the bot has not confirmed yet. */
  pendingUpdates(): number
  /** Offers the bot an update as Telegram's webhook or a crash would: any content, also a malformed one. */
  pushUpdate(content: Record<string, unknown>): void
  events: Events
  fault(fault: Fault): void
  clearFaults(): void
  close(): Promise<void>
}

export function createBotApi(options: BotApiOptions): BotApi {
  const world = createWorld({
    bot: options.bot,
    file: options.file,
    now: options.now ?? (() => new Date()),
    privacy: options.privacy ?? true,
  })
  const limits = options.limits ? createLimits(limitClock(options.limits)) : undefined
  const faults = createFaults()
  const closing = new AbortController()
  const webhook = createWebhook({
    database: world.database,
    updates: world.updates,
    now: world.now,
    patience: options.webhookPatience ?? 500,
    async call(method, parameters) {
      await run(method, new Parameters(Object.entries(parameters)), closing.signal)
    },
  })
  const methods = methodTable(world, webhook)

  async function run(
    name: string,
    parameters: Parameters,
    signal: AbortSignal,
  ): Promise<ApiAnswer> {
    const answer = await attempt(name, parameters, signal)
    world.events.emit({
      kind: 'request',
      method: name,
      parameters: parameters.plain(),
      uploads: parameters.uploads(),
      answer,
    })
    return answer
  }

  async function attempt(
    name: string,
    parameters: Parameters,
    signal: AbortSignal,
  ): Promise<ApiAnswer> {
    const method = methods.get(name.toLowerCase())
    if (!method) return refusal(404, `Not Found: method ${name} is not served here`)
    try {
      limits?.take(name, parameters)
      return { ok: true, result: await method(world, parameters, signal) }
    } catch (error) {
      if (error instanceof ApiFailure) return refusal(error.code, error.message, error.parameters)
      throw error
    }
  }

  async function serveMethod(name: string, request: Request): Promise<Response> {
    const fault = faults.meet(name)
    if (fault?.kind === 'error') {
      const parameters =
        fault.retryAfter === undefined ? undefined : { retry_after: fault.retryAfter }
      return answered(refusal(fault.code, fault.description ?? 'Internal Server Error', parameters))
    }
    const signal = AbortSignal.any([request.signal, closing.signal])
    const parameters = await readParameters(request).catch((error: unknown) => asFailure(error))
    if (parameters instanceof ApiFailure) {
      return answered(refusal(parameters.code, parameters.message))
    }
    const answer = await run(name, parameters, signal)
    if (fault?.kind === 'delay') await pause(fault.milliseconds)
    return fault?.kind === 'drop-answer' || faults.isCut() ? Response.error() : answered(answer)
  }

  return {
    ...createPeople(world),
    ...createGroups(world),
    async fetch(request) {
      if (faults.isCut()) return Response.error()
      const path = decodedPath(request)
      const [, kind, token, rest] = /^\/(bot|file\/bot)([^/]+)\/(?:test\/)?(.+)$/.exec(path) ?? []
      if (kind === undefined || rest === undefined) return answered(refusal(404, 'Not Found'))
      if (token !== options.token) return answered(refusal(401, 'Unauthorized'))
      return kind === 'bot' ? serveMethod(rest, request) : serveFile(world, rest)
    },
    bot: world.bot,
    people: () => world.rooms.people(),
    groups: () => world.rooms.groups(),
    chat: (id) => world.rooms.chat(id),
    currentChat: (id) => world.rooms.movedTo(id) ?? id,
    members: (groupId) => world.rooms.members(groupId).map(({ userId }) => userId),
    standing: (personId) => world.rooms.standing(personId),
    messages: (chatId) => world.messages.list(chatId).map(({ message }) => message),
    shown: (chatId) => world.messages.list(chatId),
    keyboard: (chatId) =>
      world.messages.list(chatId).findLast(({ keyboard }) => keyboard !== undefined)?.keyboard,
    menu: (personId) => menuOf(world, personId),
    file: (fileId) => world.files.byId(fileId),
    methods: () => [...methods.keys()],
    pendingUpdates: () => world.updates.count(),
    pushUpdate: (content) => world.updates.push(content),
    events: world.events,
    fault: (fault) => faults.inject(fault),
    clearFaults: () => faults.clear(),
    async close() {
      closing.abort()
      await webhook.close()
      world.database.close()
    },
  }
}

function serveFile(world: World, path: string): Response {
  const file = world.files.byPath(path)
  if (!file) return answered(refusal(404, 'Not Found'))
  return new Response(new Uint8Array(file.bytes), {
    headers: { 'content-type': 'application/octet-stream' },
  })
}

function asFailure(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error
  throw error
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
}

function limitClock(limits: true | { clock: () => number }): () => number {
  return limits === true ? () => performance.now() : limits.clock
}
