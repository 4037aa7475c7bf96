/** Another title or link of a diagnostics that people know of: invitations follow, a new link is told once, reminders say the new one. */
import { afterAll, beforeEach, expect, it } from 'vitest'
import {
  changeDraft,
  draftDiagnostics,
  findDiagnostics,
  publishDiagnostics,
} from '../../db/diagnostics.ts'
import { findPerson } from '../../db/people.ts'
import { setQuietHours } from '../../db/profiles.ts'
import { transaction } from '../../db/transaction.ts'
import { termOf } from '../../jobs/diagnostics-days.ts'
import { planDiagnosticsReminders } from '../../jobs/plan-reminders.ts'
import { startBot } from '../helpers/bot.ts'
import { dataOf, type Person } from '../helpers/telegram.ts'

const app = await startBot({ twice: true })
afterAll(() => app.close())
const db = app.database.pool
const { now } = app.clock
const ZONE = 'Europe/Moscow'
const methodist = await app.person('Марта', 'methodist')

beforeEach(async () => {
  await app.settled()
  app.clock.now = now
  for (const table of ['diagnostics', 'audit']) await db.query(`delete from ${table}`)
  // Each test has people of its own.
  await db.query('update consents set withdrawn_at = now() where person_id <> $1', [
    await idOf(methodist),
  ])
})

async function idOf(person: Person) {
  const account = { messenger: 'telegram', externalId: String(person.id) }
  return (await findPerson(db, account))!.id
}

/** Teachers are asked from today to 20 December, and whoever can be is told at once. */
async function publish() {
  const personId = await idOf(methodist)
  const { id } = await draftDiagnostics(db, { personId, zone: ZONE, now })
  const term = termOf({ from: '2026-11-23', to: '2026-12-20', zone: ZONE })
  const audience = { roles: ['teacher' as const] }
  const change = { title: 'Цифравые навыки', link: 'https://example.ru/', term, audience }
  const { revision } = (await changeDraft(db, { id, personId, change }))!
  await transaction(db, async (tx) => {
    await publishDiagnostics(tx, { id, personId, revision, announceAt: now, now })
    await planDiagnosticsReminders(tx, { diagnosticsId: id, now })
  })
  await looks()
  return id
}

async function looks(at?: string) {
  await app.looks(at)
  await app.looks()
  await app.settled()
}

/** Says the new value on the card's button; returns what is to be confirmed. */
async function changes(label: string, words: string) {
  methodist.says('/diagnostics')
  const list = await methodist.sees(/1\. Циф/)
  for (const button of ['1', label]) await methodist.presses(button, { on: list })
  await methodist.sees(/Сейчас: /)
  await app.settled()
  methodist.says(words)
  const sure = await methodist.sees(new RegExp(`Станет: .*${words}`))
  await app.settled()
  return sure
}

async function saves(sure: Awaited<ReturnType<typeof changes>>) {
  await methodist.presses('Сохранить', { on: sure })
  await methodist.sees(/^Сохранено/)
  await looks()
}

const said = (person: Person, pattern: RegExp) =>
  person.inbox().filter(({ text = '' }) => pattern.test(text))
const links = (person: Person) =>
  person
    .inbox()
    .flatMap(({ reply_markup: markup }) => markup?.inline_keyboard.flat() ?? [])
    .flatMap((each) => ('url' in each ? [each.url] : []))

it('corrects the title in the invitations that were sent, each with its own mark, and writes to nobody', async () => {
  const [anna, passed] = [await app.person('Анна'), await app.person('Прошедшая')]
  const id = await publish()
  await passed.presses('Прошёл(ла)')
  await app.settled()
  const before = anna.inbox().length
  const sure = await changes('Изменить название', 'Цифровые навыки')
  expect(sure.text).toMatch(/Было: Цифравые навыки\nСтанет: Цифровые навыки\n\n.*Писать никому/)
  expect(await findDiagnostics(db, { id })).toMatchObject({ title: 'Цифравые навыки' })
  await saves(sure)
  expect(anna.inbox()).toHaveLength(before)
  expect(said(anna, /^Диагностика: Цифровые навыки/)).toHaveLength(1)
  const [shown] = said(passed, /^Диагностика: Цифровые навыки/)
  expect(dataOf(shown!, 'Ещё не прошёл(ла)')).toBe(`diagnostics-not-passed:${id}`)
  expect((await db.query('select act from audit')).rows).toEqual([{ act: 'diagnostics changed' }])
})

it('tells of another link once those who have not passed, and puts it under what was sent', async () => {
  const [anna, passed] = [await app.person('Анна'), await app.person('Прошедшая')]
  await publish()
  await passed.presses('Прошёл(ла)')
  const sure = await changes('Изменить ссылку', 'example.ru/new')
  expect(sure.text).toContain('Станет: https://example.ru/new')
  expect(sure.text).toContain('Получателей: 1.')
  await saves(sure)
  expect(said(anna, /теперь другая ссылка/)).toHaveLength(1)
  expect(links(anna)).toEqual(['https://example.ru/new', 'https://example.ru/new'])
  expect([said(passed, /другая ссылка/), links(passed)]).toEqual([[], ['https://example.ru/new']])
  await looks('2026-12-17T10:00:00Z')
  expect(said(anna, /Напоминаю[\s\S]*example\.ru\/new/)).toHaveLength(1)
})

it('invites with the new words whoever the invitation has not reached, and loses no news of a new term', async () => {
  const [anna, asleep] = [await app.person('Анна'), await app.person('Спящая')]
  await setQuietHours(db, { personId: await idOf(asleep), quietHours: '09:00-15:00' })
  const id = await publish()
  await setQuietHours(db, { personId: await idOf(anna), quietHours: '09:00-15:00' })
  await db.query(`update diagnostics set revision = 1, closes_on = '2026-12-25', look_at = $1`, [
    now,
  ])
  await looks()
  await saves(await changes('Изменить название', 'Цифровые навыки учителя'))
  await looks('2026-11-23T13:00:00Z')
  expect(said(asleep, /^Диагностика: /).map(({ text }) => text)).toEqual([
    expect.stringContaining('Цифровые навыки'),
  ])
  expect(said(anna, /^Срок диагностики «Цифровые навыки учителя»/)).toHaveLength(1)
  expect(said(anna, /^Диагностика: Цифровые навыки/)).toHaveLength(1)
  expect(await findDiagnostics(db, { id })).toMatchObject({ words_revision: 1 })
})

it('asks again for what is no link or nothing new, and changes nothing for stale or forged presses', async () => {
  const teacher = await app.person('Чужая')
  const id = await publish()
  const shown = teacher.inbox().at(-1)!
  for (const data of [`diagnostics-words:${id}:title`, `diagnostics-words-yes:${id}:7`]) {
    expect((await teacher.forges(data, shown))?.text).toMatch(/готовят методисты/)
  }
  const late = await changes('Изменить название', 'Поздно')
  await methodist.presses('Отмена', { on: late })
  await app.settled()
  expect((await methodist.forges(dataOf(late, 'Сохранить'), late))?.text).toMatch(/уже сделано/)
  const sure = await changes('Изменить ссылку', 'https://example.ru/b')
  methodist.says('нет ссылки')
  await methodist.sees(/не похоже на ссылку/)
  methodist.says('https://example.ru/')
  await methodist.sees(/менять нечего/)
  await app.settled()
  await db.query('update diagnostics set words_revision = 5')
  expect((await methodist.presses('Сохранить', { on: sure }))?.text).toMatch(/уже сделано/)
  const found = await findDiagnostics(db, { id })
  expect(found).toMatchObject({ title: 'Цифравые навыки', link: 'https://example.ru/' })
})
