/** Teachers who go on asking while the program is killed under them, and the count of what they got. */
import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Message } from 'grammy/types'
import { environment } from '../helpers/program.ts'
import { type Person, startTelegram, type Telegram } from '../helpers/telegram.ts'

const MAIN = join(import.meta.dirname, '../../cli/main.ts')

/** Twenty questions in ten minutes are what one person may ask. */
const TEACHERS = 12
const QUESTIONS_A_LIFE = 5

/** Before the database is open. */
const SHORTEST_LIFE_MS = 300

/** Of so many kills the moment is not left to chance: a message has just arrived and is not yet confirmed. */
const AIMED = 1 / 3

const QUIET_MS = 3_000

export interface Town {
  telegram: Telegram
  /** What the program needs to serve this town; the test adds where its data lie. */
  variables: Record<string, string>
  /** Everyone says that they agree. The program must be running. */
  consent(): Promise<void>
  /**
   * Lets the programs live and teachers ask, kills one of them at a random moment, `longestMs` after its start at the
   * latest, and starts it again next time.
   */
  life(longestMs: number): Promise<void>
  /** Resolves when every question has an answer and the bot has said nothing for some seconds. */
  settled(withinMs: number): Promise<void>
  /** How many questions got so many answers: `[unanswered, answered once, twice, …]`. */
  answers(): number[]
  close(): Promise<void>
}

/** `seed` makes the same moments and words again, as far as the machine does. `processes` live at the same time. */
export async function openTown(options: { seed: number; processes: number }): Promise<Town> {
  const random = createRandom(options.seed)
  const telegram = await startTelegram()
  // As far away as the real one: a kill often meets a message that has arrived and was not confirmed.
  telegram.api.fault({ kind: 'delay', milliseconds: 60, method: 'sendMessage', times: 1e9 })
  const teachers = Array.from({ length: TEACHERS }, (_, index) =>
    telegram.person({ name: `Учитель ${index + 1}` }),
  )
  const variables = {
    BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    CENTRE_NAME: 'Центр для проверки',
    MUNICIPALITY: 'Ясногорск',
    ADMIN_IDS: '1',
  }
  const asked: { teacher: Person; question: Message }[] = []
  const others: ChildProcess[] = []
  const start = () =>
    spawn(process.execPath, [MAIN, 'serve'], {
      env: environment({ PORT: '0', ...variables }),
      cwd: tmpdir(),
      stdio: 'ignore',
    })

  async function ask(withinMs: number): Promise<void> {
    await sleep(random() * withinMs)
    const teacher = teachers[asked.length % TEACHERS] as Person
    const text = `${pick(SUBJECTS, random)}? Вопрос ${asked.length + 1}.`
    asked.push({ teacher, question: teacher.says(text) })
  }

  const town: Town = {
    telegram,
    variables,
    consent: async () => {
      for (const teacher of teachers) teacher.starts()
      await Promise.all(teachers.map((teacher) => teacher.presses('Согласен(на)', SLOWLY)))
      await Promise.all(teachers.map((teacher) => teacher.sees(/./, SLOWLY)))
    },
    life: async (longestMs) => {
      while (others.length < options.processes) others.push(start())
      const victim = others.shift() as ChildProcess
      const lifetime = SHORTEST_LIFE_MS + random() * (longestMs - SHORTEST_LIFE_MS)
      const asking = Array.from({ length: QUESTIONS_A_LIFE }, () => ask(longestMs))
      await Promise.race([sleep(lifetime), ...(random() < AIMED ? [aimed(telegram)] : [])])
      await killed(victim)
      await Promise.all(asking)
    },
    settled: async (withinMs) => {
      const deadline = performance.now() + withinMs
      let calls = -1
      while (performance.now() < deadline) {
        const now = telegram.calls('sendMessage').length
        if (now === calls && town.answers()[0] === 0) return
        calls = now
        await sleep(QUIET_MS)
      }
    },
    answers: () => countBy(asked.map(({ teacher, question }) => answersTo(teacher, question))),
    close: async () => {
      await Promise.all(others.map(killed))
      await telegram.close()
    },
  }
  return town
}

/** The next message arrives; the program will hear of it only after the delay. */
async function aimed(telegram: Telegram): Promise<void> {
  await telegram.nextCall('sendMessage')
}

const SLOWLY = { within: 60_000 }

/** Some are answered from the documents, some by tutors. */
const SUBJECTS = [
  'Кто входит в методический совет',
  'Какие документы нужны молодому педагогу',
  'Когда проходит семинар для учителей',
  'Где получить справку о стаже',
  'Что делает методическая служба',
]

function answersTo(teacher: Person, question: Message): number {
  return teacher
    .inbox()
    .filter(({ reply_to_message }) => reply_to_message?.message_id === question.message_id).length
}

function countBy(numbers: number[]): number[] {
  const counts = [0, 0]
  for (const number of numbers) counts[number] = (counts[number] ?? 0) + 1
  return Array.from(counts, (count) => count ?? 0)
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}

function pick<Value>(values: Value[], random: () => number): Value {
  return values[Math.floor(random() * values.length)] as Value
}

/** Mulberry32: small, and the same everywhere. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
