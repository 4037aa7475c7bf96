/** A centre with its teachers and tutors in simulated time, and its program, which is killed now and then. */
import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endChild } from '../../helpers/child.ts'
import type { Hurry } from '../../helpers/hurry.ts'
import { environment } from '../../helpers/program.ts'
import { chanceOf } from '../../helpers/random.ts'
import {
  type Call,
  type Group,
  type Person,
  startTelegram,
  type Telegram,
} from '../../helpers/telegram.ts'
import { type Eyes, openEyes, wordsIn } from './eyes.ts'
import { createTeachers, type Teachers } from './teachers.ts'
import { createTutors, type Tutors } from './tutors.ts'

const MAIN = join(import.meta.dirname, '../../../cli/main.ts')

export interface Size {
  questions: number
  tutors: number
  kills: number
}

export interface Town {
  telegram: Telegram
  group: Group
  teachers: Teachers
  tutors: Tutors
  /** What the program needs; the test adds where its data lie. */
  variables: Record<string, string>
  /** Everybody consents, and the tutors follow their invitations. */
  opens(): Promise<void>
  /** Asks, answers and kills until every question has its answer, or so much of the machine's time has passed. */
  lives(withinMs: number): Promise<void>
  /** Simulated times of the calls that Telegram counts in the group, and how many calls it has refused with 429. */
  calls: { group: number[]; refused: number }
  kills(): number
  /** What should not have happened. */
  failures: string[]
  /** What the bot has said to the person, a message a line. */
  heard(person: Person): string[]
  close(): Promise<void>
}

/** Telegram takes twenty a minute in the group; with so many seconds between two questions, cards and answers just fit. */
const SECONDS_BETWEEN = 9
/** Of so many kills the moment is a message that has just arrived and is not yet confirmed. */
const AIMED = 0.4
const QUESTIONS_OF_ONE = 8
/** As far away as the real one, in the machine's milliseconds. */
const WAY_MS = 15

export async function openTown(given: {
  seed: number
  size: Size
  processes: number
  hurry: Hurry
}): Promise<Town> {
  const { size, processes, hurry } = given
  const chance = chanceOf(given.seed)
  const telegram = await startTelegram({
    limits: { clock: hurry.now },
    now: () => new Date(hurry.now()),
  })
  telegram.api.fault({ kind: 'delay', milliseconds: WAY_MS, method: 'sendMessage', times: 1e9 })
  const admin = telegram.person({ name: 'Директор' })
  const named = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => telegram.person({ name: `${name} ${index + 1}` }))
  const tutorPeople = named('Тьютор', size.tutors)
  const teacherPeople = named('Педагог', Math.ceil(size.questions / QUESTIONS_OF_ONE))
  const group = telegram.group({ title: 'Тьюторы', members: tutorPeople, supergroup: true })
  const eyes = openEyes(telegram.api, hurry)
  const teachers = createTeachers({ people: teacherPeople, eyes, hurry, chance })
  const tutors = createTutors({ people: tutorPeople, group, eyes, hurry, chance })
  const calls = countCalls(telegram, group, hurry)
  const running: ChildProcess[] = []
  const failures: string[] = []
  let kills = 0
  const variables: Record<string, string> = {
    ...hurry.variables,
    BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    CENTRE_NAME: 'Центр для проверки',
    MUNICIPALITY: 'Ясногорск',
    ADMIN_IDS: String(admin.id),
    TUTOR_CHAT_ID: String(group.id),
    WORKING_HOURS: 'Mon-Sun 00:00-24:00',
    SLA_HOURS: '1',
    LOG_LEVEL: 'warn',
  }
  const start = () => {
    while (running.length < processes) {
      const stdio = process.env.CHAOS_LOG ? 'inherit' : 'ignore'
      const env = environment({ PORT: '0', ...variables })
      const child = spawn(process.execPath, [MAIN, 'serve'], { env, cwd: tmpdir(), stdio })
      // A signal is ours; a code is the program's own end.
      child.once('exit', (code) => {
        if (code) failures.push(`a program ended by itself with ${code}`)
      })
      running.push(child)
    }
  }

  async function killOne(): Promise<void> {
    const aimed = chance.number() < AIMED && telegram.nextCall('sendMessage')
    await Promise.race([aimed || hurry.pause(chance.below(120)), hurry.pause(240)])
    const victim = running.splice(chance.below(running.length), 1)[0]
    if (victim) await endChild(victim, 'SIGKILL')
    kills += 1
    start()
  }

  return {
    telegram,
    group,
    teachers,
    tutors,
    variables,
    calls,
    kills: () => kills,
    failures,
    heard: ({ id }) =>
      eyes.messages(id).map((message) => {
        const to = message.reply_to_message?.message_id
        return `${message.message_id}${to ? ` to ${to}` : ''}: ${wordsIn(message).slice(0, 120)}`
      }),
    opens: async () => {
      start()
      await Promise.all([admin, ...teacherPeople, ...tutorPeople].map((one) => consents(eyes, one)))
      for (const tutor of tutorPeople) await joins(eyes, admin, tutor)
    },
    lives: async (withinMs) => {
      const deadline = Date.now() + withinMs
      const isAsked = () => teachers.all.length >= size.questions
      const isOver = () => Date.now() > deadline || (isAsked() && teachers.waiting().length === 0)
      const asking = async () => {
        while (!isAsked() && Date.now() < deadline) {
          teachers.asks()
          await hurry.pause(2 * SECONDS_BETWEEN * chance.number())
        }
      }
      // Kills are spread over the answers: there are some at the beginning, and some towards the end.
      const killing = async () => {
        while (kills < size.kills && !isOver()) {
          const read = teachers.all.filter(({ outcomes }) => outcomes.length > 0).length
          if (read >= ((kills + 0.5) * size.questions) / size.kills) await killOne()
          else await hurry.pause(5)
        }
      }
      await Promise.all([asking(), killing(), tutors.work(isOver)])
      await untilQuiet(telegram, deadline + QUIET_MS)
      for (const one of running) await endChild(one, 'SIGTERM')
    },
    close: async () => {
      eyes.close()
      await Promise.all(running.map((one) => endChild(one, 'SIGKILL')))
      await telegram.close()
    },
  }
}

const SLOWLY_SECONDS = 1800

async function consents(eyes: Eyes, person: Person): Promise<void> {
  person.starts()
  const asked = await eyes.wait(
    person.id,
    0,
    (one) => /Согласен\(на\)/.test(JSON.stringify(one.reply_markup ?? '')),
    SLOWLY_SECONDS,
  )
  if (!asked) throw new Error(`${person.name} was not asked for consent`)
  await eyes.press(person.id, asked, 'Согласен(на)')
}

async function joins(eyes: Eyes, admin: Person, tutor: Person): Promise<void> {
  const before = eyes.last(admin.id)
  admin.says('/invite')
  const roles = await eyes.wait(
    admin.id,
    before,
    (one) => /Тьютор/.test(JSON.stringify(one.reply_markup ?? '')),
    SLOWLY_SECONDS,
  )
  if (!roles) throw new Error('nobody could be invited')
  await eyes.press(admin.id, roles, 'Тьютор')
  const invitation = await eyes.wait(
    admin.id,
    before,
    (one) => /\?start=i_/.test(one.text ?? ''),
    SLOWLY_SECONDS,
  )
  tutor.starts(/start=(\S+)/.exec(invitation?.text ?? '')?.[1])
  const joined = await eyes.wait(
    tutor.id,
    0,
    (one) => /роль: тьютор/.test(one.text ?? ''),
    SLOWLY_SECONDS,
  )
  if (!joined) throw new Error(`${tutor.name} did not become a tutor`)
}

const COUNTED = /^(send(?!ChatAction$)|editMessage|copyMessage)/i

function countCalls(telegram: Telegram, group: Group, hurry: Hurry): Town['calls'] {
  const calls: Town['calls'] = { group: [], refused: 0 }
  telegram.api.events.subscribe((event) => {
    if (event.kind !== 'request' || !COUNTED.test(event.method)) return
    if (event.answer.error_code === 429) calls.refused += 1
    else if (isIn(event, group)) calls.group.push(hurry.now())
  })
  return calls
}

function isIn({ parameters }: Call, group: Group): boolean {
  return String(parameters.chat_id) === String(group.id)
}

const QUIET_MS = 20_000
const LOOK_MS = 3_000

/** Cards follow; an answer that comes twice would come by now. */
async function untilQuiet(telegram: Telegram, deadline: number): Promise<void> {
  const counted = () => telegram.calls().filter(({ method }) => COUNTED.test(method)).length
  for (let before = -1; Date.now() < deadline && before !== counted(); ) {
    before = counted()
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}
