import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readSettings } from '../../cli/settings.ts'

const token = '123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQ'
const production = {
  BOT_TOKEN: token,
  CENTRE_NAME: 'Центр',
  MUNICIPALITY: 'Светлореченск',
  ADMIN_IDS: '1, 22',
}

it('needs no variable at all: the playground runs', () => {
  expect(readSettings({})).toMatchObject({
    mode: { kind: 'playground' },
    port: 8080,
    dataDir: './data',
    timezone: 'Europe/Moscow',
    slaHours: 24,
  })
})

it('is the production program with a token', () => {
  expect(readSettings(production)).toMatchObject({
    mode: { kind: 'production', token, webhook: null },
    adminIds: ['1', '22'],
  })
})

it('takes an empty variable for one that is not set', () => {
  expect(readSettings({ BOT_TOKEN: '', PORT: ' ' })).toMatchObject({ port: 8080 })
})

it('names every variable that a bot with a token lacks, in one line', () => {
  const act = () => readSettings({ BOT_TOKEN: token })
  expect(act).toThrow(/^CENTRE_NAME: не задано[^\n]*; MUNICIPALITY: [^\n]*; ADMIN_IDS: [^\n]*$/)
})

it.each([
  ['PORT', '80800', 'PORT: указано «80800», допустимо: порт от 0 до 65535'],
  ['PORT', 'http', 'PORT: указано «http», допустимо: порт'],
  [
    'TIMEZONE',
    'Moscow',
    'TIMEZONE: указано «Moscow», допустимо: часовой пояс, например Europe/Moscow',
  ],
  [
    'WORKING_HOURS',
    '9-18',
    'WORKING_HOURS: указано «9-18», допустимо: дни и часы, например Mon-Fri',
  ],
  ['HOLIDAYS', '01.01.2027', 'HOLIDAYS: указано «01.01.2027», допустимо: даты и промежутки'],
  [
    'QUIET_HOURS',
    '21-8',
    'QUIET_HOURS: указано «21-8», допустимо: промежуток, например 21:00-08:00',
  ],
  ['ADMIN_IDS', '@director', 'ADMIN_IDS: указано «@director», допустимо: номера в Telegram'],
  ['TUTOR_CHAT_ID', 'tutors', 'TUTOR_CHAT_ID: указано «tutors», допустимо: номер группы'],
  ['SLA_HOURS', '0', 'SLA_HOURS: указано «0», допустимо: рабочие часы, от 1 до 1000'],
  ['LOG_LEVEL', 'loud', 'LOG_LEVEL: указано «loud», допустимо: одно из trace, debug, info'],
  ['CONSENT_FILE', '/nowhere', 'CONSENT_FILE: указано «/nowhere», допустимо: текстовый файл'],
  [
    'TELEGRAM_API_ROOT',
    'telegram',
    'TELEGRAM_API_ROOT: указано «telegram», допустимо: адрес http(s)',
  ],
  ['CHAT_MODEL', 'gpt', 'OPENAI_BASE_URL: не задано, а модели нужна её служба'],
  ['WEBHOOK_SECRET', 'abc', 'WEBHOOK_URL: не задано'],
])('refuses %s=%s and says what it takes', (name, value, message) => {
  expect(() => readSettings({ [name]: value })).toThrow(message)
})

it('never repeats a secret in its message', () => {
  const act = () => readSettings({ BOT_TOKEN: 'my secret', DATABASE_URL: 'mysql://root:pass@host' })
  expect(act).toThrow(
    /BOT_TOKEN: указано значение длиной 9.*DATABASE_URL: указано значение длиной 22/,
  )
})

it('finds every variable in .env.example', () => {
  const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')
  const settings = readFileSync(new URL('../../cli/settings.ts', import.meta.url), 'utf8')
  const known = [...settings.matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map((match) => match[1])
  const listed = [...example.matchAll(/^#([A-Z_]+)=/gm)].map((match) => match[1])
  expect(listed.toSorted()).toEqual(known.toSorted())
})
