import { afterAll, beforeEach, expect, it } from 'vitest'
import { createIngest } from '../../rag/ingest.ts'
import { startBot } from '../helpers/bot.ts'

/** Monday, 23 November 2026, noon; the next Monday is the 30th. */
const app = await startBot()
afterAll(() => app.close())
const db = app.database.pool
const START = app.clock.now
const methodist = await app.person('Марта', 'methodist')
const teacher = await app.person('Анна')

beforeEach(async () => {
  await app.settled()
  await db.query('delete from editions')
  await db.query('delete from schedules')
  await db.query(`delete from deliveries where key like 'roadmap:%'`)
  // The first look plans the digest of the next Monday.
  await app.looks(START)
})

const NEXT_MONDAY = '2026-11-30T06:00:01Z'

async function brings(...deadlines: string[]) {
  const rows = deadlines.map(
    (deadline, index) => `${index + 1}\tМера ${index + 1}\t${deadline}\tЦРО\tОтчёт`,
  )
  const text = `План на 2026-2027 годы\n\n№\tМероприятие\tСрок\tОтветственный\tРезультат\n${rows.join('\n')}`
  const ingest = createIngest({ pool: db, clock: () => START })
  await ingest.ingest({ name: 'plan.txt', bytes: Buffer.from(text) })
}

/** How many were planned. */
async function digests(): Promise<number> {
  const { rowCount } = await db.query(`select from deliveries where key like 'roadmap:digest:%'`)
  return rowCount ?? 0
}

it('says on Monday morning what is due this week and the next, and what was not done', async () => {
  await brings(
    'до 27.11.2026',
    '01.12.2026',
    '11.12.2026',
    '14.12.2026',
    'еженедельно',
    'постоянно',
  )
  await app.looks(NEXT_MONDAY)
  const digest = await methodist.sees(/неделя с 30 ноября по 6 декабря/)
  expect(digest.text).toMatch(/Срок на этой неделе: 1\n• 1 декабря: Мера 2 — ЦРО/)
  expect(digest.text).toMatch(/Срок на следующей неделе: 1\n• 11 декабря: Мера 3/)
  expect(digest.text).toMatch(/не отмечено выполненным: 1\n• 27 ноября: Мера 1/)
  expect(digest.text).not.toMatch(/Мера [456]/)
  await methodist.presses('Срок прошёл: 1')
  await methodist.sees(/Срок прошёл, не отмечено выполненным: 1/)
})

it('goes to methodists only, once for a week however often it is looked at', async () => {
  await brings('01.12.2026')
  await app.looks(NEXT_MONDAY)
  await app.looks('2026-11-30T07:00:00Z')
  await app.looks('2026-12-01T07:00:00Z')
  expect(await digests()).toBe(1)
  expect(app.telegram.transcript(teacher.id)).not.toMatch(/неделя с/)
})

it('is not sent when nothing is due', async () => {
  await brings('01.03.2027')
  await app.looks(NEXT_MONDAY)
  expect(await digests()).toBe(0)
})

it('waits for working hours, and for no measure that is done', async () => {
  await brings('01.12.2026', '02.12.2026')
  await db.query(`update measures set done_at = $1 where what = 'Мера 1'`, [START])
  await app.looks('2026-11-30T05:59:00Z')
  expect(await digests()).toBe(0)
  await app.looks(NEXT_MONDAY)
  await methodist.sees(/Срок на этой неделе: 1\n• 2 декабря: Мера 2/)
})

it('stays one readable message with five and with forty', async () => {
  await brings(...Array.from({ length: 40 }, () => '02.12.2026'))
  await app.looks(NEXT_MONDAY)
  const digest = await methodist.sees(/Срок на этой неделе: 40\n[\s\S]*• и ещё 33$/)
  expect(digest.text!.length).toBeLessThan(4096)
  expect(await digests()).toBe(1)
})

it('comes next week again', async () => {
  await brings('01.12.2026', '08.12.2026')
  await app.looks(NEXT_MONDAY)
  await app.looks('2026-12-07T06:00:01Z')
  await methodist.sees(/по 13 декабря\n\nСрок на этой неделе: 1\n• 8 декабря: Мера 2/)
  expect(await digests()).toBe(2)
})
