/** Reads the environment once, and is the only file that does: one typed object, or one line that says what is wrong. */
import { accessSync, constants, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import {
  findPackage,
  type LocalModel,
  missingFile,
  PACKAGE,
  readLocalModel,
} from '../rag/local/model-name.ts'
import { UserError } from './errors.ts'

/** How `serve` runs: with a token it is the centre's bot, without one the playground. */
export type Mode =
  | { kind: 'playground' }
  | { kind: 'production'; token: string; webhook: { url: string; secret: string } | null }

export interface Settings {
  mode: Mode
  telegramApiRoot: string
  host: string
  port: number
  dataDir: string
  databaseUrl: string | undefined
  redisUrl: string | undefined
  /** Telegram ids of the first administrators. */
  adminIds: string[]
  tutorChatId: string | undefined
  centreName: string | undefined
  municipality: string | undefined
  timezone: string
  /** As written, already checked: `jobs/working-hours.ts` reads them. */
  workingHours: string
  holidays: string
  quietHours: string
  consentFile: string | undefined
  models: {
    baseUrl: string | undefined
    apiKey: string | undefined
    apiKeyCommand: string | undefined
    chat: string | undefined
    embedding: string | undefined
    transcription: string | undefined
    /** Where local models of the hub are kept. */
    folder: string
  }
  /** Working hours from a question's routing to the tutor's first answer. */
  slaHours: number
  logLevel: string
}

const CLOCK_TIME = '([01]\\d|2[0-3]):[0-5]\\d'
const DAY = '(Mon|Tue|Wed|Thu|Fri|Sat|Sun)'
const HOURS_PART = `${DAY}(-${DAY})? ${CLOCK_TIME}-(${CLOCK_TIME}|24:00)`
const DATE = '\\d{4}-\\d{2}-\\d{2}'
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** Telegram's own rule for a webhook's secret: 1–256 characters of these. */
const WEBHOOK_SECRET = /^[A-Za-z0-9_-]{1,256}$/

const text = z.string().trim()
const matching = (pattern: RegExp, takes: string) =>
  text.refine((value) => pattern.test(value), takes)
const url = (protocols: string[], takes: string) =>
  text.refine((value) => protocols.includes(URL.parse(value)?.protocol ?? ''), takes)
const list = (part: string) => new RegExp(`^${part}(\\s*,\\s*${part})*$`)

/** Every variable the program knows. What stands as a message is what the variable takes. */
const VARIABLES = z.object({
  BOT_TOKEN: matching(
    /^\d+:[\w-]{20,}$/,
    'токен, который выдал @BotFather: 123456:ABC…',
  ).optional(),
  TELEGRAM_API_ROOT: url(['http:', 'https:'], 'адрес http(s)').default('https://api.telegram.org'),
  WEBHOOK_URL: url(['http:', 'https:'], 'адрес https').optional(),
  WEBHOOK_SECRET: matching(
    WEBHOOK_SECRET,
    'от 1 до 256 латинских букв, цифр, знаков _ и -',
  ).optional(),
  HOST: text.default('127.0.0.1'),
  PORT: matching(/^\d{1,5}$/, 'порт от 0 до 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'порт от 0 до 65535')
    .default(8080),
  DATA_DIR: text.default('./data'),
  DATABASE_URL: url(
    ['postgres:', 'postgresql:'],
    'адрес вида postgres://user:password@host:5432/database',
  ).optional(),
  REDIS_URL: url(['redis:', 'rediss:'], 'адрес вида redis://host:6379').optional(),
  ADMIN_IDS: matching(list('\\d+'), 'номера в Telegram через запятую: 123456789,987654321')
    .transform((value) => value.split(',').map((id) => id.trim()))
    .default([]),
  TUTOR_CHAT_ID: matching(/^-?\d+$/, 'номер группы, например -1001234567890').optional(),
  CENTRE_NAME: text.optional(),
  MUNICIPALITY: text.optional(),
  TIMEZONE: text
    .refine(isTimeZone, 'часовой пояс, например Europe/Moscow')
    .default('Europe/Moscow'),
  WORKING_HOURS: matching(list(HOURS_PART), 'дни и часы, например Mon-Fri 09:00-18:00').default(
    'Mon-Fri 09:00-18:00',
  ),
  HOLIDAYS: matching(
    list(`${DATE}(\\.\\.${DATE})?`),
    'даты и промежутки, например 2027-01-01..2027-01-08,2027-02-23',
  ).default(''),
  QUIET_HOURS: matching(
    new RegExp(`^${CLOCK_TIME}-${CLOCK_TIME}$`),
    'промежуток, например 21:00-08:00',
  ).default('21:00-08:00'),
  CONSENT_FILE: text.refine(isReadable, 'текстовый файл, который можно прочитать').optional(),
  OPENAI_BASE_URL: url(['http:', 'https:'], 'адрес http(s)').optional(),
  OPENAI_API_KEY: text.optional(),
  OPENAI_API_KEY_COMMAND: text.optional(),
  CHAT_MODEL: text.optional(),
  EMBEDDING_MODEL: text.optional(),
  TRANSCRIPTION_MODEL: text.optional(),
  SLA_HOURS: matching(/^\d+(\.\d+)?$/, 'рабочие часы, от 1 до 1000')
    .transform(Number)
    .refine((hours) => hours >= 1 && hours <= 1000, 'рабочие часы, от 1 до 1000')
    .default(24),
  LOG_LEVEL: z.enum(LOG_LEVELS, `одно из ${LOG_LEVELS.join(', ')}`).default('info'),
})

type Variables = z.output<typeof VARIABLES>

/** What is never shown, not even in a message about a wrong value. */
const SECRET = /TOKEN|SECRET|KEY|_URL$/

/** Reads the settings from `env`, or throws a `UserError` of one line with every problem found. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()))
  const read = VARIABLES.safeParse(given)
  if (!read.success) {
    throw new UserError(
      read.error.issues
        .map((issue) => problem(String(issue.path[0]), given, issue.message))
        .join('; '),
    )
  }
  const missing = whatIsMissing(read.data)
  if (missing.length > 0) throw new UserError(missing.join('; '))
  return settingsOf(read.data)
}

function problem(name: string, given: Record<string, string | undefined>, takes: string): string {
  const value = given[name] ?? ''
  const shown = SECRET.test(name) ? `значение длиной ${value.length}` : `«${value}»`
  return `${name}: указано ${shown}, допустимо: ${takes}`
}

/** Variables that need each other. */
function whatIsMissing(variables: Variables): string[] {
  const missing: string[] = []
  const need = (name: keyof Variables, why: string) => {
    const value = variables[name]
    if (value === undefined || (Array.isArray(value) && value.length === 0))
      missing.push(`${name}: не задано, ${why}`)
  }
  if (variables.BOT_TOKEN) {
    need('CENTRE_NAME', 'а бот с токеном должен говорить, кто отвечает: укажите название центра')
    need(
      'MUNICIPALITY',
      'а бот с токеном должен знать свой муниципалитет: укажите, например, Светлореченск',
    )
    need('ADMIN_IDS', 'а боту с токеном нужен администратор: укажите его номер в Telegram')
  }
  if (variables.WEBHOOK_URL) need('WEBHOOK_SECRET', 'а без него WEBHOOK_URL небезопасен')
  if (variables.WEBHOOK_SECRET) need('WEBHOOK_URL', 'а без него WEBHOOK_SECRET ни к чему')
  const { CHAT_MODEL, EMBEDDING_MODEL = '', TRANSCRIPTION_MODEL } = variables
  const local = readLocalModel(EMBEDDING_MODEL)
  if (local) missing.push(...whatLocalModelLacks(local))
  const model = CHAT_MODEL ?? ((local ? '' : EMBEDDING_MODEL) || TRANSCRIPTION_MODEL)
  const service =
    variables.OPENAI_BASE_URL ?? variables.OPENAI_API_KEY ?? variables.OPENAI_API_KEY_COMMAND
  if (model && !service)
    missing.push(
      'OPENAI_BASE_URL: не задано, а модели нужна её служба: укажите адрес или OPENAI_API_KEY',
    )
  return missing
}

/** A model of this machine needs the package that runs it, and a folder with the files of a model. */
function whatLocalModelLacks({ name, folder, model }: LocalModel): string[] {
  if (model === '')
    return [`EMBEDDING_MODEL: указано «${name}», допустимо: local:<папка или организация/модель>`]
  const lacking: string[] = []
  if (findPackage() === null)
    lacking.push(
      `EMBEDDING_MODEL: указано «${name}», а пакета для моделей на этой машине нет: ${installCommand()}`,
    )
  const file = folder === null ? null : missingFile(folder)
  if (file !== null)
    lacking.push(`EMBEDDING_MODEL: указано «${name}», а в этой папке нет файла ${file}`)
  return lacking
}

/** One line to copy: nothing of the package is compiled or downloaded beside it. */
function installCommand(): string {
  const file = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')
  const { peerDependencies } = PEERS.parse(JSON.parse(file))
  return `npm install --no-save --ignore-scripts ${PACKAGE}@${peerDependencies[PACKAGE]}`
}

const PEERS = z.object({ peerDependencies: z.object({ [PACKAGE]: z.string() }) })

function settingsOf(variables: Variables): Settings {
  return {
    mode: modeOf(variables),
    telegramApiRoot: variables.TELEGRAM_API_ROOT.replace(/\/+$/, ''),
    host: variables.HOST,
    port: variables.PORT,
    dataDir: variables.DATA_DIR,
    databaseUrl: variables.DATABASE_URL,
    redisUrl: variables.REDIS_URL,
    adminIds: variables.ADMIN_IDS,
    tutorChatId: variables.TUTOR_CHAT_ID,
    centreName: variables.CENTRE_NAME,
    municipality: variables.MUNICIPALITY,
    timezone: variables.TIMEZONE,
    workingHours: variables.WORKING_HOURS,
    holidays: variables.HOLIDAYS,
    quietHours: variables.QUIET_HOURS,
    consentFile: variables.CONSENT_FILE,
    models: {
      baseUrl: variables.OPENAI_BASE_URL,
      apiKey: variables.OPENAI_API_KEY,
      apiKeyCommand: variables.OPENAI_API_KEY_COMMAND,
      chat: variables.CHAT_MODEL,
      embedding: variables.EMBEDDING_MODEL,
      transcription: variables.TRANSCRIPTION_MODEL,
      folder: join(resolve(variables.DATA_DIR), 'models'),
    },
    slaHours: variables.SLA_HOURS,
    logLevel: variables.LOG_LEVEL,
  }
}

function modeOf({ BOT_TOKEN, WEBHOOK_URL, WEBHOOK_SECRET }: Variables): Mode {
  if (!BOT_TOKEN) return { kind: 'playground' }
  const webhook =
    WEBHOOK_URL && WEBHOOK_SECRET ? { url: WEBHOOK_URL, secret: WEBHOOK_SECRET } : null
  return { kind: 'production', token: BOT_TOKEN, webhook }
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('ru', { timeZone: name }))
  } catch {
    return false
  }
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK)
    return true
  } catch {
    return false
  }
}
