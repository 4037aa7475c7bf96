/** The playground: the same program, with a local Bot API server, a page and sample documents in place of Telegram. */
import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Pool } from '../db/db.ts'
import { createInvite } from '../db/invites.ts'
import { findPerson, type Role } from '../db/people.ts'
import { type BotApi, createBotApi } from '../playground/bot-api.ts'
import type { CastMember } from '../playground/cast.ts'
import { createPlayground } from '../playground/server.ts'
import { createIngest } from '../rag/ingest.ts'
import { openReader } from '../rag/readers/read.ts'
import type { MovableClock } from './clock.ts'
import type { Handler } from './http.ts'

const CORPUS = join(import.meta.dirname, '../corpus')

/** A token of the right shape that no Telegram server knows. */
const TOKEN = '1000000001:playground-token-of-no-telegram-server'
/** As long as nobody presses «Начать»; the next start of the program invites anew. */
const INVITATION_MS = 365 * 24 * 60 * 60_000

const BOT = { id: 1_000_000_001, username: 'vopros_bot', first_name: 'Вопрос специалисту' }

const TEACHER = { id: 101, first_name: 'Мария', last_name: 'Ветрова' }
const TUTOR = { id: 102, first_name: 'Ольга', last_name: 'Северная' }
const METHODIST = { id: 103, first_name: 'Павел', last_name: 'Ключевой' }
const TUTOR_GROUP = -1_000_000_000_104

/** What the playground says where a centre's settings say it in earnest. */
export const PLAYGROUND_SETTINGS = {
  token: TOKEN,
  centreName: 'Центр развития образования города Светлореченска',
  municipality: 'Светлореченск',
  tutorChatId: String(TUTOR_GROUP),
  adminIds: [String(METHODIST.id)],
}

/** The world in place of Telegram, kept in `folder`, so that message and update numbers never start anew. */
export function openWorld({ folder, clock }: { folder: string; clock: MovableClock }): BotApi {
  return createBotApi({
    token: TOKEN,
    bot: BOT,
    file: join(folder, 'telegram.sqlite'),
    now: clock.now,
    limits: true,
  })
}

/** The page and the Bot API of the world, as one handler of HTTP requests, and what closes both. */
export async function openPage(parts: {
  world: BotApi
  pool: Pool
  clock: MovableClock
  timezone: string
}): Promise<{ handle: Handler; close(): Promise<void> }> {
  const { world, clock, timezone } = parts
  const page = createPlayground({ botApi: world, clock, cast: await castOf(parts), timezone })
  return {
    handle: (request) => page.fetch(request),
    close: async () => {
      page.close()
      await world.close()
    },
  }
}

/** Indexes the sample documents; those that are indexed already cost a look at their checksum. */
export async function indexSamples({
  pool,
  clock,
}: {
  pool: Pool
  clock: () => Date
}): Promise<void> {
  const reader = openReader()
  const library = createIngest({ pool, clock, read: reader.read })
  try {
    const names = (await readdir(CORPUS)).filter((name) => /\.(docx|txt)$/.test(name)).sort()
    for (const name of names) {
      const result = await library.ingest({ name, bytes: await readFile(join(CORPUS, name)) })
      if (result.status === 'refused') throw new Error(`sample ${name}: ${result.message}`)
    }
  } finally {
    await reader.close()
  }
}

async function castOf({ pool, clock }: { pool: Pool; clock: MovableClock }): Promise<CastMember[]> {
  const invitation = (person: { id: number }, role: Role) =>
    inviteUnlessIn(pool, { externalId: String(person.id), role, now: clock.now() })
  return [
    {
      kind: 'person',
      title: 'Педагог',
      person: TEACHER,
      about: 'Спросите о работе педагога: бот ответит по документам города Светлореченска.',
      suggestions: [
        'Кто руководит площадкой «Цифровой класс»?',
        'до какого числа подать заявку на курсы',
        'что такое ИОМ',
        'Сколько доплачивают за классное руководство?',
      ],
    },
    {
      kind: 'group',
      title: 'Группа тьюторов',
      chat: { id: TUTOR_GROUP, type: 'supergroup', title: 'Тьюторы ГТЦ' },
      members: [TUTOR.id],
      about: 'Сюда приходят вопросы, на которые в документах нет ответа.',
    },
    {
      kind: 'person',
      title: 'Тьютор',
      person: TUTOR,
      about: 'Ссылка-приглашение тьютора уже открыта: нажмите «Начать» и дайте согласие.',
      ...(await invitation(TUTOR, 'tutor')),
    },
    {
      kind: 'person',
      title: 'Методист',
      person: METHODIST,
      about: 'Методист и администратор: документы, приглашения, люди.',
      ...(await invitation(METHODIST, 'methodist')),
    },
  ]
}

/** The payload of a fresh invitation for who does not have the role yet. */
async function inviteUnlessIn(
  pool: Pool,
  { externalId, role, now }: { externalId: string; role: Role; now: Date },
): Promise<{ startPayload?: string }> {
  const person = await findPerson(pool, { messenger: 'telegram', externalId })
  if (person?.roles.includes(role)) return {}
  const code = randomBytes(12).toString('base64url')
  const expiresAt = new Date(now.getTime() + INVITATION_MS)
  await createInvite(pool, { code, role, createdBy: null, now, expiresAt })
  return { startPayload: `i_${code}` }
}
