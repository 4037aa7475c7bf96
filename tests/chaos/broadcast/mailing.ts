/** A broadcast whose program is killed again and again in simulated time, and what people have got of it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { scheduleBroadcast } from '../../../db/broadcast-states.ts'
import {
  createBroadcastDraft,
  setBroadcastAudience,
  setBroadcastContents,
} from '../../../db/broadcasts.ts'
import { openDatabase } from '../../../db/connect.ts'
import { giveConsent } from '../../../db/consents.ts'
import { grantRole, registerPerson } from '../../../db/people.ts'
import { transaction } from '../../../db/transaction.ts'
import { text } from '../../helpers/broadcasts.ts'
import { endChild } from '../../helpers/child.ts'
import type { Hurry } from '../../helpers/hurry.ts'
import { consentText } from '../../helpers/people.ts'
import { environment } from '../../helpers/program.ts'
import { chanceOf } from '../../helpers/random.ts'
import { type Person, startTelegram, type Telegram } from '../../helpers/telegram.ts'

const MAIN = join(import.meta.dirname, '../../../cli/main.ts')

export const WORDS = 'Всем, кого это касается'

export interface Where {
  folder: string
  url?: string
}

export interface Mailing {
  telegram: Telegram
  author: Person
  people: Person[]
  /** What the program needs; the test adds where its data lie. */
  variables: Record<string, string>
  broadcastId: number
  /** Sends it, killing a program every so often, until its author has a report. */
  survives(kills: number, withinMs: number): Promise<void>
  /** Starts the programs for `work`, and has them end after it. */
  during(work: (programs: readonly ChildProcess[]) => Promise<void>): Promise<void>
  /** When its messages have arrived so far, in simulated milliseconds. */
  arrivals: number[]
  /** How often each has got it, in the order of the people. */
  received(): number[]
  refused(): number
  failures: string[]
  close(): Promise<void>
}

/** As far away as the real one, in the machine's milliseconds. */
const WAY_MS = 15
/** Of so many kills the moment is a message that has just arrived and is not yet confirmed. */
const AIMED = 0.4

export async function openMailing(given: {
  seed: number
  size: number
  processes: number
  hurry: Hurry
  where: Where
  variables: Record<string, string>
}): Promise<Mailing> {
  const { size, processes, hurry, where } = given
  const chance = chanceOf(given.seed)
  const telegram = await startTelegram({
    limits: { clock: hurry.now },
    now: () => new Date(hurry.now()),
  })
  telegram.api.fault({ kind: 'delay', milliseconds: WAY_MS, method: 'sendMessage', times: 1e9 })
  const author = telegram.person({ name: 'Методист' })
  const people = Array.from({ length: size }, (_, index) =>
    telegram.person({ name: `Педагог ${index + 1}` }),
  )
  for (const person of [author, ...people]) person.starts()
  const forget = `http://test/bot${telegram.token}/deleteWebhook?drop_pending_updates=true`
  await telegram.api.fetch(new Request(forget))
  const broadcastId = await schedule(where, { author, people, now: new Date(hurry.now()) })
  let refused = 0
  const arrivals: number[] = []
  telegram.api.events.subscribe((event) => {
    if (event.kind !== 'request') return
    if (event.answer.error_code === 429) refused += 1
    else if (event.method === 'sendMessage' && isOfIt(event)) arrivals.push(hurry.now())
  })
  const running: ChildProcess[] = []
  const failures: string[] = []
  const variables = {
    ...hurry.variables,
    BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    CENTRE_NAME: 'Центр для проверки',
    MUNICIPALITY: 'Ясногорск',
    ADMIN_IDS: String(author.id),
    LOG_LEVEL: 'warn',
    ...given.variables,
  }
  const start = () => {
    while (running.length < processes) {
      const stdio = process.env.CHAOS_LOG ? 'inherit' : 'ignore'
      const env = environment({ PORT: '0', ...variables })
      const child = spawn(process.execPath, [MAIN, 'serve'], {
        env,
        cwd: tmpdir(),
        stdio: [stdio, stdio, stdio, 'ipc'],
      })
      // A signal is ours; a code is the program's own end.
      child.once('exit', (code) => {
        if (code) failures.push(`a program ended by itself with ${code}`)
      })
      running.push(child)
    }
  }
  const received = () => people.map((person) => countOf(person))
  async function killOne(): Promise<void> {
    const aimed = chance.number() < AIMED && telegram.nextCall('sendMessage', isOfIt)
    await Promise.race([aimed || sleep(chance.below(300)), sleep(3_000)])
    const victim = running.splice(chance.below(running.length), 1)[0]
    if (victim) await endChild(victim, 'SIGKILL')
    start()
  }

  return {
    telegram,
    author,
    people,
    variables,
    broadcastId,
    survives: async (kills, withinMs) => {
      const deadline = Date.now() + withinMs
      start()
      for (let done = 0; done < kills && Date.now() < deadline; ) {
        // Kills are spread over the broadcast, from its very beginning to its last messages.
        if (arrivals.length >= (done * size) / kills) {
          await killOne()
          done += 1
        } else await sleep(5)
      }
      await author.sees(/Получателей: \d/, { within: Math.max(1, deadline - Date.now()) })
      for (const one of running.splice(0)) await endChild(one, 'SIGTERM')
    },
    during: async (work) => {
      start()
      await work(running)
      for (const one of running.splice(0)) await endChild(one, 'SIGTERM')
    },
    arrivals,
    received,
    refused: () => refused,
    failures,
    close: async () => {
      await Promise.all(running.map((one) => endChild(one, 'SIGKILL')))
      await telegram.close()
    },
  }
}

function isOfIt({ parameters }: { parameters: Record<string, unknown> }): boolean {
  return parameters.text === WORDS
}

function countOf(person: Person): number {
  return person.inbox().filter(({ text: words }) => words === WORDS).length
}

async function schedule(
  where: Where,
  { author, people, now }: { author: Person; people: Person[]; now: Date },
): Promise<number> {
  const { pool, close } = await openDatabase(where)
  const known = (person: Person) => ({
    ...{ messenger: 'telegram', externalId: String(person.id), name: person.name },
    ...{ username: null, now },
  })
  const id = await transaction(pool, async (tx) => {
    const authorId = await registerPerson(tx, known(author))
    await giveConsent(tx, { personId: authorId, text: consentText, now })
    await grantRole(tx, { personId: authorId, role: 'methodist', grantedBy: null, now })
    for (const person of people) {
      const personId = await registerPerson(tx, known(person))
      await giveConsent(tx, { personId, text: consentText, now })
    }
    const broadcastId = await createBroadcastDraft(tx, { authorId, now })
    await setBroadcastContents(tx, { broadcastId, contents: [text(WORDS)], title: WORDS })
    await setBroadcastAudience(tx, { broadcastId, audience: { roles: ['teacher'] } })
    await scheduleBroadcast(tx, { broadcastId, startsAt: now, ignoresQuietHours: true })
    return broadcastId
  })
  await close()
  return id
}
