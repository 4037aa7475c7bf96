import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { AUDIT_KINDS, actsOf } from '../../bot/texts/audit.ts'
import { commandTexts } from '../../bot/texts/help.ts'
import { type PrivilegedAct, recordAct } from '../../db/audit.ts'
import { findPerson } from '../../db/people.ts'
import { startBot } from '../helpers/bot.ts'

const ROOT = join(import.meta.dirname, '../..')
const ADMIN = 6_000_000_001
const app = await startBot({ admins: [ADMIN] })
afterAll(() => app.close())
const db = app.database.pool

const admin = app.telegram.person({ name: 'Директор', id: ADMIN })
await app.consents(admin)

async function notes(
  act: PrivilegedAct,
  name: string,
  details: Record<string, string | number> = {},
) {
  const { rows } = await db.query<{ id: number }>('select id from people where name = $1', [name])
  await recordAct(db, { actorId: rows[0]!.id, act, details, now: app.clock.now })
}

it('tells who did what and when, newest first, a page at a time', async () => {
  await app.person('Марта', 'methodist')
  for (let number = 1; number <= 12; number++) {
    await notes('glossary entry added', 'Марта', { entryId: number, term: `слово${number}` })
  }
  admin.says('/audit')
  const page = await admin.sees(/Журнал действий/)
  expect(page.text).toMatch(/23 ноября, 12:00 · Марта\nСлово добавлено: «слово12»[\s\S]*слово3/)
  expect(page.text).not.toContain('слово2»')
  await admin.presses('Дальше')
  await admin.sees(/страница 2[\s\S]*слово2»[\s\S]*слово1»/)
})

it('is narrowed to one kind', async () => {
  admin.says('/invite')
  await admin.presses('Тьютор')
  await admin.sees(/start=i_/)
  admin.says('/audit')
  await admin.presses('Роли')
  const page = await admin.sees(/Журнал действий: роли/)
  expect(page.text).toContain('Директор\nПриглашение создано: тьютор')
  expect(page.text).not.toContain('Слово')
  await admin.presses('Группа тьюторов')
  await admin.sees(/Здесь пока ничего нет/)
})

it('names nobody who withdrew consent or was erased, and no role holder who was', async () => {
  const teacher = await app.person('Тайная Учительница')
  teacher.says('/privacy')
  await teacher.presses('Отозвать согласие')
  await teacher.sees(/Согласие отозвано/)
  const tutor = await app.person('Бывшая Тьютор', 'tutor')
  admin.says('/people')
  await admin.presses('Снять роль: Бывшая Тьютор, тьютор')
  admin.says('/audit')
  const before = await admin.sees(/Роль снята: тьютор, Бывшая Тьютор/)
  expect(before.text).toContain('Человек отозвал согласие')
  tutor.says('/delete_me')
  await tutor.presses('Удалить мои данные')
  await tutor.sees(/удалены/)
  admin.says('/audit')
  const after = await admin.sees(/Роль снята: тьютор, данные удалены/)
  expect(after.text).not.toMatch(/Тайная|Бывшая/)
})

it('is for administrators, at each press', async () => {
  const methodist = await app.person('Мира', 'methodist')
  methodist.says('/audit')
  const refused = await methodist.sees(/только администратор/)
  expect(await methodist.forges('audit:all:0', refused)).toMatchObject({
    text: expect.stringMatching(/только администратор/),
  })
  expect(
    await findPerson(db, { messenger: 'telegram', externalId: String(methodist.id) }),
  ).not.toBeNull()
})

it('shows each kind of act under one filter', () => {
  const sorted = AUDIT_KINDS.flatMap((kind) => actsOf(kind) ?? [])
  expect(new Set(sorted).size).toBe(sorted.length)
  const source = readFileSync(join(ROOT, 'db/audit.ts'), 'utf8')
  const declared = [...source.matchAll(/^ {2}\| '(.+)'$/gm)].map(([, act]) => act)
  expect([...sorted].sort()).toEqual(declared.sort())
})

it('tells of every command in /help and the menu', () => {
  const files = globSync('bot/features/*.ts', { cwd: ROOT })
  const handled = files.flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\.command\('(\w+)'/g)].map(
      ([, name]) => name,
    ),
  )
  const told = commandTexts.map(({ command }) => command)
  expect([...new Set(handled)].filter((name) => name !== 'start').sort()).toEqual(told.toSorted())
})
