import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCommand, temporaryFolder } from '../helpers/program.ts'
import { startTelegram, type Telegram } from '../helpers/telegram.ts'

const NOWHERE = '127.0.0.1:9'
const { folder, remove } = temporaryFolder()
let telegram: Telegram
let centre: Record<string, string>

beforeAll(async () => {
  telegram = await startTelegram()
  centre = {
    BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    CENTRE_NAME: 'Центр развития образования',
    MUNICIPALITY: 'Светлореченск',
    ADMIN_IDS: '1',
    DATA_DIR: folder,
  }
})
afterAll(async () => {
  await telegram.close()
  remove()
})

interface Finding {
  check: string
  state: string
  message: string
  advice?: string
}

async function examine(variables: Record<string, string>) {
  const { code, stdout, stderr } = await runCommand(['doctor', '--json'], {
    ...centre,
    ...variables,
  })
  const findings: Finding[] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const failed = findings.filter(({ state }) => state === 'failure')
  return { code, stderr, findings, failed }
}

it('finds nothing wrong with what is right, and makes nothing', async () => {
  const group = telegram.group({ title: 'Тьюторы', members: [], supergroup: true })
  const { code, stderr, findings } = await examine({ TUTOR_CHAT_ID: String(group.id) })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(findings).toContainEqual({
    check: 'TUTOR_CHAT_ID',
    state: 'ok',
    message: 'группа «Тьюторы»',
  })
  expect(findings.find(({ check }) => check === 'встроенная база')?.message).toContain(
    'будет создана',
  )
})

it.each([
  [
    { BOT_TOKEN: '7000000002:AAF-another-token-of-nobody-01234567' },
    'Telegram',
    /Unauthorized|401/,
  ],
  [{ TELEGRAM_API_ROOT: `http://${NOWHERE}` }, 'Telegram', /нет связи/],
  [{ TUTOR_CHAT_ID: '-1009999' }, 'TUTOR_CHAT_ID', /chat not found/],
  [{ REDIS_URL: `redis://:secret@${NOWHERE}` }, 'REDIS_URL', /127\.0\.0\.1:9/],
  [{ DATABASE_URL: `postgres://u:secret@${NOWHERE}/d` }, 'DATABASE_URL', /127\.0\.0\.1:9\/d/],
  [{ OPENAI_BASE_URL: `http://${NOWHERE}/v1`, CHAT_MODEL: 'm' }, 'CHAT_MODEL', /./],
  [{ OPENAI_BASE_URL: `http://${NOWHERE}/v1`, EMBEDDING_MODEL: 'm' }, 'EMBEDDING_MODEL', /./],
  [{ TIMEZONE: 'Nowhere' }, 'настройки', /^TIMEZONE: указано «Nowhere»/],
])('says what to do about %j', async (variables, check, message) => {
  const { code, stderr, failed } = await examine(variables as Record<string, string>)
  expect(failed).toMatchObject([{ check, message: expect.stringMatching(message) }])
  expect(failed[0]?.advice).toMatch(/[а-я]{3}/)
  expect({ code, stderr }).toEqual({ code: 1, stderr: `Не в порядке: ${check}\n` })
  expect(JSON.stringify(failed)).not.toContain('secret')
})
