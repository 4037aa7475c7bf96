/** The bot of a test's own: real database and intake, the playground's Telegram, answers as the test wrote them. */
import type { Update } from 'grammy/types'
import { createBot, type VoprosBot } from '../../bot/bot.ts'
import type { Library } from '../../bot/document-filing.ts'
import { createGateway } from '../../bot/gateway.ts'
import { createIntake } from '../../bot/intake.ts'
import { createWatches } from '../../cli/watches.ts'
import { type Database, openDatabase } from '../../db/connect.ts'
import { findPerson, grantRole, type Role } from '../../db/people.ts'
import { dueDeliveries } from '../../db/sending.ts'
import { ticketsWithOldCards } from '../../db/unfinished.ts'
import { createDeliver } from '../../jobs/deliver.ts'
import type { Queues } from '../../jobs/queues.ts'
import { createRefreshCard } from '../../jobs/refresh-card.ts'
import { watchesOf } from '../../jobs/watches.ts'
import { parseCalendar } from '../../jobs/working-hours.ts'
import { createRag, type Writer } from '../../rag/answer.ts'
import { createSparseEmbedder } from '../../rag/embedder.ts'
import { createIngest } from '../../rag/ingest.ts'
import { createMemory } from '../../rag/memory.ts'
import type { Transcriber } from '../../rag/model.ts'
import type { Citation, Outcome, Question } from '../../rag/outcome.ts'
import { createStatistics } from '../../rag/statistics.ts'
import { readThesaurus } from '../../rag/thesaurus.ts'
import { openTestDatabase, withoutChatLimits } from './database.ts'
import { type Group, type Person, startTelegram, type Telegram } from './telegram.ts'

export const CENTRE = 'ГТЦ города Озёрный'
export const CONSENT = 'Согласие на обработку персональных данных для проверки.'

export interface TestBot {
  telegram: Telegram
  database: Database
  bot: VoprosBot
  /** Every question that was asked of the documents, in order. */
  asked: Question[]
  /** What was logged, in order. */
  logged: { facts: object; message: string }[]
  /** Says what comes of the questions that hold these words. */
  when(words: string, outcome: Outcome | Error): void
  /** Somebody who has consented, with these roles. */
  person(name: string, ...roles: Role[]): Promise<Person>
  /** Has somebody of this Telegram consent, and gives them these roles. */
  consents(person: Person, ...roles: Role[]): Promise<void>
  /** Resolves when every update that has arrived is handled. */
  settled(): Promise<void>
  /** Has these updates arrive and be handled, whatever they are. */
  receives(updates: Update[]): Promise<void>
  /** Handles the last update once more, as after a crash between its effects and its end. */
  handleAgain(): Promise<void>
  /** The clock of the program. */
  clock: { now: Date }
  /** Has the program look at the desk and send what is due, as it does each second; at that moment, if it is told. */
  looks(at?: Date | string): Promise<void>
  close(): Promise<void>
}

interface Options {
  /** Makes the tutors' group of this Telegram; without it cards go to tutors privately. */
  group?: (telegram: Telegram) => Group
  /** An empty database on a PostgreSQL server instead of the embedded engine. */
  databaseUrl?: string
  /** The real documents' part instead of the script: they are sent to the bot, and it answers from them. */
  documents?: boolean
  /** Handles every update a second time, as after a crash that came late. */
  twice?: boolean
  admins?: number[]
  consentText?: string
  /** Without one, voice messages are not understood. */
  transcriber?: Transcriber
  /** Writes drafts for tutors. */
  write?: Writer
}

/** Monday, noon in Moscow: a day's work ends at six, the next day's begins at nine. */
const MONDAY = new Date('2026-11-23T09:00:00Z')

const CALENDAR = parseCalendar({
  workingHours: 'Mon-Fri 09:00-18:00',
  holidays: '',
  zone: 'Europe/Moscow',
})

const NO_LIBRARY: Library = {
  understand: () => Promise.reject(new Error('this test has no documents')),
  foresee: () => Promise.reject(new Error('this test has no documents')),
  index: () => Promise.reject(new Error('this test has no documents')),
}

export async function startBot(options: Options = {}): Promise<TestBot> {
  const database = await (options.databaseUrl
    ? openDatabase({ url: options.databaseUrl, folder: '' })
    : openTestDatabase())
  await withoutChatLimits(database.pool)
  const telegram = await startTelegram()
  const group = options.group?.(telegram)
  const script: { words: string; outcome: Outcome | Error }[] = []
  const asked: Question[] = []
  const logged: TestBot['logged'] = []
  const clock = { now: MONDAY }
  const write = (facts: object, message: string) => void logged.push({ facts, message })
  const log = { info: write, warn: write, error: write }
  // Jobs of the queue run at once: what they do is theirs, that they run is tested elsewhere.
  const queues: Pick<Queues, 'enqueue'> = {
    enqueue: async (name, payload) => {
      if (name === 'refresh-card') await refreshCard(payload as { ticketId: number })
      if (name === 'deliver') await deliver(payload as { deliveryId: number })
      return true
    },
  }
  const bot = createBot({
    token: telegram.token,
    apiRoot: telegram.apiRoot,
    pool: database.pool,
    gateway: createGateway({ pool: database.pool }),
    ...(options.documents
      ? realDocuments(database, () => clock.now)
      : {
          rag: { answer: (question) => answerFrom(script, asked, question) },
          library: NO_LIBRARY,
        }),
    queues,
    memory: createMemory({ pool: database.pool, write: options.write ?? null }),
    clock: () => clock.now,
    centre: {
      name: CENTRE,
      municipality: 'Озёрный',
      calendar: CALENDAR,
      ...{ slaHours: 24, quietHours: '21:00-08:00' },
    },
    consentText: options.consentText ?? CONSENT,
    adminIds: (options.admins ?? []).map(String),
    transcriber: options.transcriber ?? null,
    tutorChatId: group ? String(group.id) : undefined,
    log,
  })
  const refreshCard = createRefreshCard({
    pool: database.pool,
    notifier: bot.notifier,
    clock: () => clock.now,
  })
  const deliver = createDeliver({
    pool: database.pool,
    notifier: bot.notifier,
    undelivered: bot.undelivered,
    clock: () => clock.now,
  })
  const watches = createWatches({
    ...{ pool: database.pool, queues, bot, calendar: CALENDAR, quietHours: '21:00-08:00' },
    reEmbed: { isDue: async () => false, run: async () => {} },
    clock: () => clock.now,
  })
  await bot.init()
  let last: { update: Update; album: Update[] } | undefined
  const intake = createIntake({
    pool: database.pool,
    api: bot.api,
    clock: () => clock.now,
    handle: async (update, album) => {
      last = { update, album }
      await bot.handle(update, album)
      if (options.twice) await bot.handle(update, album)
    },
    onGivenUp: bot.apologise,
    log,
  })
  const stop = new AbortController()
  const polling = intake.poll(stop.signal)
  return {
    telegram,
    database,
    bot,
    asked,
    logged,
    clock,
    settled: intake.drain,
    looks: async (at) => {
      if (at) clock.now = new Date(at)
      await intake.drain()
      for (const { watch } of watchesOf(watches)) if (await watch.isDue()) await watch.run()
      for (const { id } of await ticketsWithOldCards(database.pool, { limit: 500 })) {
        await refreshCard({ ticketId: id })
      }
      for (const { id } of await dueDeliveries(database.pool, { now: clock.now, limit: 500 })) {
        await bot.outbox.flush([id])
      }
    },
    receives: async (updates) => {
      await intake.accept(updates)
      await intake.drain()
    },
    handleAgain: async () => {
      await intake.drain()
      if (last) await bot.handle(last.update, last.album)
    },
    when: (words, outcome) => void script.unshift({ words, outcome }),
    consents: (person, ...roles) => consent(database, person, roles),
    person: async (name, ...roles) => {
      const person = telegram.person({ name })
      await consent(database, person, roles)
      return person
    },
    close: async () => {
      stop.abort()
      await polling
      await intake.close()
      await telegram.close()
      await database.close()
    },
  }
}

/** An answer from the regulation of a town that does not exist. */
export function answered(text = 'Поддержку оказывает тьютор.', ...citations: Citation[]): Outcome {
  const cited = citations.length > 0 ? citations : [citation('п. 3.2')]
  return { kind: 'answered', text, confidence: 0.9, citations: cited }
}

export function routed(...citations: Citation[]): Outcome {
  return { kind: 'routed', text: 'В документах ответа нет.', confidence: 0.1, citations }
}

export function citation(
  clause: string,
  quote = `${clause}. Поддержку оказывает тьютор.`,
): Citation {
  return {
    passageId: 1,
    editionId: 1,
    document: 'Положение о наставничестве',
    source: 'mentoring.docx',
    clause: `Положение, ${clause}`,
    label: `Приказ от 19.08.2026 № 12, Положение, ${clause}`,
    quote,
    score: 1,
  }
}

function realDocuments({ pool }: Database, clock: () => Date) {
  const statistics = createStatistics(pool)
  const embedder = createSparseEmbedder({
    statistics: statistics.current,
    thesaurus: readThesaurus(),
  })
  return { rag: createRag({ pool, embedder }), library: createIngest({ pool, embedder, clock }) }
}

async function answerFrom(
  script: { words: string; outcome: Outcome | Error }[],
  asked: Question[],
  question: Question,
): Promise<Outcome> {
  asked.push(question)
  const found = script.find(({ words }) => question.text.includes(words))
  if (!found) throw new Error('a question that the test did not script')
  if (found.outcome instanceof Error) throw found.outcome
  return found.outcome
}

async function consent({ pool }: Database, person: Person, roles: Role[]): Promise<void> {
  person.starts()
  await person.presses('Согласен(на)')
  await person.sees('согласие записано')
  const known = await findPerson(pool, { messenger: 'telegram', externalId: String(person.id) })
  for (const role of roles) {
    await grantRole(pool, { personId: known!.id, role, grantedBy: null, now: MONDAY })
  }
}
