/** A broadcast on its way: what its author sees and presses, and what people get. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  correctBroadcast,
  pauseBroadcast,
  removeBroadcast,
  scheduleBroadcast,
  startBroadcast,
  testToOneself,
} from '../../bot/broadcasting.ts'
import { pack } from '../../bot/callbacks.ts'
import { listActs } from '../../db/audit.ts'
import {
  createBroadcastDraft,
  findBroadcast,
  setBroadcastAudience,
  setBroadcastContents,
} from '../../db/broadcasts.ts'
import { findPerson, type Person as Known } from '../../db/people.ts'
import { startBot, type TestBot } from '../helpers/bot.ts'
import { text } from '../helpers/broadcasts.ts'
import { dataOf, type Person } from '../helpers/telegram.ts'

let app: TestBot
let author: Person
let teachers: Person[]
let known: Known
beforeAll(async () => {
  app = await startBot({ twice: true })
  author = await app.person('Методист', 'methodist')
  teachers = [await app.person('=Анна', 'tutor'), await app.person('Борис', 'tutor')]
  const account = { messenger: 'telegram', externalId: String(author.id) }
  known = (await findPerson(app.database.pool, account))!
})
afterAll(() => app.close())

const parts = () => ({
  ...{ pool: app.database.pool, outbox: app.bot.outbox, clock: () => app.clock.now },
  centre: { ...CENTRE, calendar: { zone: 'Europe/Moscow' } as never },
  adminIds: [],
})
const CENTRE = { name: '', municipality: '', slaHours: 24, quietHours: '21:00-08:00' }
const act = (broadcastId: number) => ({ broadcastId, personId: known.id })

/** A draft for both teachers. */
async function draft(words: string, contents: object[] = [text(words)]): Promise<number> {
  const { pool } = app.database
  const broadcastId = await createBroadcastDraft(pool, { authorId: known.id, now: app.clock.now })
  await setBroadcastContents(pool, { broadcastId, contents, title: words })
  await setBroadcastAudience(pool, { broadcastId, audience: { roles: ['tutor'] } })
  return broadcastId
}

async function started(words: string, contents?: object[]): Promise<number> {
  const broadcastId = await draft(words, contents)
  await startBroadcast(parts(), { ...act(broadcastId), ignoresQuietHours: true })
  return broadcastId
}

const statusOf = async (id: number) => (await findBroadcast(app.database.pool, { id }))?.status
const inboxOf = (person: Person) => person.inbox().map((message) => message.text ?? '')

it('shows its author how it goes, and reports at the end', async () => {
  const id = await started('Семинар в среду')
  const progress = await author.sees(/Рассылка № \d+ «Семинар в среду»: идёт\.\s+Доставлено 0 из 2/)
  expect(dataOf(progress, 'Пауза')).toBe(`broadcast-pause:${id}`)
  await app.looks()
  for (const teacher of teachers) await teacher.sees('Семинар в среду')
  await author.sees(/завершена[\s\S]*Получателей: 2\s+Доставлено: 2\s+Заблокировали бота: 0/)
})

it('pauses, goes on and stops at a press, of methodists only', async () => {
  const id = await started('Долгая рассылка')
  const progress = await author.sees(/Долгая рассылка»: идёт/)
  const stranger = await teachers[0]!.forges(pack('broadcast-stop', { broadcast: id }), progress)
  expect(stranger?.text).toMatch(/ведут методисты/)
  await author.presses('Пауза', { on: progress })
  expect(await statusOf(id)).toBe('paused')
  await app.looks()
  expect(inboxOf(teachers[0]!)).not.toContain('Долгая рассылка')
  await author.forges(pack('broadcast-resume', { broadcast: id }), progress)
  expect(await statusOf(id)).toBe('running')
  await author.forges(pack('broadcast-stop', { broadcast: id }), progress)
  expect(await statusOf(id)).toBe('stopped')
  const late = await author.forges(pack('broadcast-resume', { broadcast: id }), progress)
  expect(late?.text).toMatch(/Состояние рассылки уже другое/)
  await app.looks()
  await author.sees(/остановлена[\s\S]*Исключены при отправке: 2/)
  expect(inboxOf(teachers[1]!)).not.toContain('Долгая рассылка')
})

it('gives the list without names, and with names on request that is written down', async () => {
  const id = await started('Список')
  await app.looks()
  await author.sees(/Список» *: завершена[\s\S]*Получателей/)
  await author.presses('Список .csv')
  const file = await author.sees(/список без имён/)
  const csv = () => contentOf(author.inbox().at(-1)!.document!.file_id)
  expect(csv()).toMatch(/^\ufeff№;Состояние;Причина;Отправлено\r\n1;доставлено;;/)
  await author.presses('С именами', { on: file })
  await author.sees(/список с именами/)
  expect(csv()).toContain("'=Анна")
  const [last] = await listActs(app.database.pool, {
    acts: ['broadcast names shown'],
    ...{ offset: 0, limit: 1 },
  })
  expect(last).toMatchObject({ actor: 'Методист', details: { broadcast: id } })
})

function contentOf(fileId: string): string {
  return Buffer.from(app.telegram.api.file(fileId)!.bytes).toString('utf8')
}

it('sends everybody byte for byte what the test to oneself has shown', async () => {
  const contents = [
    {
      method: 'sendMessage',
      payload: {
        text: 'Смотрите программу',
        entities: [{ type: 'text_link', offset: 9, length: 9, url: 'https://example.org/' }],
        reply_markup: { inline_keyboard: [[{ text: 'Записаться', url: 'https://example.org/' }]] },
      },
    },
  ]
  const broadcastId = await draft('Смотрите программу', contents)
  await testToOneself(parts(), { broadcastId, person: known, key: 'test:1' })
  await startBroadcast(parts(), { ...act(broadcastId), ignoresQuietHours: true })
  await app.looks()
  await teachers[0]!.sees('Смотрите программу')
  const [own, ...others] = app.telegram
    .calls('sendMessage')
    .map(({ parameters: { chat_id: _chat, ...payload } }) => payload)
    .filter((payload) => payload.text === 'Смотрите программу')
  expect(others).toEqual([own, own])
})

it('puts other words in the place of what was sent, and deletes it', async () => {
  const id = await started('Семинар в четверк')
  await app.looks()
  await teachers[0]!.sees('Семинар в четверк')
  const said = { text: 'Семинар в четверг', entities: [] }
  const edit = (await correctBroadcast(parts(), { ...act(id), said }))!
  await startBroadcast(parts(), { ...act(edit), ignoresQuietHours: true })
  await app.looks()
  await author.sees(/Исправление рассылки № \d+[\s\S]*завершено[\s\S]*Исправлено: 2/)
  expect(inboxOf(teachers[0]!)).toContain('Семинар в четверг')
  expect(inboxOf(teachers[0]!)).not.toContain('Семинар в четверк')
  const removal = (await removeBroadcast(parts(), act(id)))!
  await startBroadcast(parts(), { ...act(removal), ignoresQuietHours: true })
  await app.looks()
  await author.sees(/Удаление рассылки № \d+[\s\S]*завершено[\s\S]*Удалено: 2/)
  expect(inboxOf(teachers[0]!)).not.toContain('Семинар в четверг')
})

it('repeats what is in doubt at a press, once', async () => {
  app.telegram.api.fault({ kind: 'drop-answer', method: 'sendMessage', times: 1 })
  const broadcastId = await draft('Повтор')
  // The message of the progress meets no fault.
  await app.database.pool.query('update broadcasts set created_by = null where id = $1', [
    broadcastId,
  ])
  await startBroadcast(parts(), { ...act(broadcastId), ignoresQuietHours: true })
  await app.database.pool.query('update broadcasts set created_by = $2 where id = $1', [
    ...[broadcastId, known.id],
  ])
  await app.looks()
  await author.sees(/Доставлено: 1[\s\S]*Сомнительные: 1/)
  expect(teachers.flatMap(inboxOf).filter((words) => words === 'Повтор')).toHaveLength(2)
  await author.presses('Повторить сомнительные')
  await app.looks()
  await author.sees(/Доставлено: 2[\s\S]*Сомнительные: 0/)
  expect(teachers.flatMap(inboxOf).filter((words) => words === 'Повтор')).toHaveLength(3)
})

it('says why it was stopped when Telegram refuses the message', async () => {
  await started('Плохая', [{ method: 'sendMessage', payload: { text: '<b', parse_mode: 'HTML' } }])
  await app.looks()
  await author.sees(/остановлена[\s\S]*Telegram не принял сообщение: 400[\s\S]*Доставлено: 0/)
})

it('reminds its author an hour before, at the time that holds', async () => {
  const broadcastId = await draft('По плану')
  const at = (time: string) => ({
    ...{ ...act(broadcastId), ignoresQuietHours: false },
    startsAt: new Date(time),
  })
  await scheduleBroadcast(parts(), at('2026-11-25T12:00:00Z'))
  await scheduleBroadcast(parts(), at('2026-11-26T12:00:00Z'))
  await app.looks('2026-11-25T11:30:00Z')
  await app.looks('2026-11-26T11:00:00Z')
  await author.sees(/Скоро начнётся рассылка[\s\S]*четверг, 26 ноября 2026, 15:00/)
  expect(inboxOf(author).filter((words) => /Скоро начнётся/.test(words))).toHaveLength(1)
  await app.looks('2026-11-26T12:00:00Z')
  await teachers[0]!.sees('По плану')
  expect(await pauseBroadcast(parts(), act(broadcastId))).toBe(false)
})
