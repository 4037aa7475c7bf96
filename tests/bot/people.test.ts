import { afterAll, expect, it } from 'vitest'
import { routed, startBot } from '../helpers/bot.ts'

const ADMIN = 6_000_000_001
const app = await startBot({ admins: [ADMIN] })
afterAll(() => app.close())

const admin = app.telegram.person({ name: 'Админ', id: ADMIN })
await app.consents(admin)

/** A fresh invitation's deep link payload. */
async function invitation(role: string): Promise<string> {
  admin.says('/invite')
  await admin.sees(/Кого пригласить/)
  await admin.presses(role)
  const { text } = await admin.sees(/https:\/\/t\.me\/vopros_test_bot\?start=i_/)
  return text!.match(/start=(\S+)/)![1]!
}

it('makes a tutor of who follows the link and consents, once', async () => {
  const payload = await invitation('Тьютор')
  const guest = app.telegram.person({ name: 'Гость' })
  guest.starts(payload)
  await guest.presses('Согласен(на)')
  await guest.sees(/Вам дана роль: тьютор/)
  const other = await app.person('Другой')
  other.starts(payload)
  await other.sees(/приглашение не действует/)
})

it('stores no invitation code anywhere', async () => {
  const payload = await invitation('Методист')
  await app.settled()
  const { rows } = await app.database.pool.query(
    `select (select json_agg(i) from invites i) as invites, (select json_agg(d) from deliveries d) as deliveries,
            (select json_agg(a) from audit a) as audit`,
  )
  expect(JSON.stringify(rows)).not.toContain(payload.slice(2))
})

it('refuses an invitation that is a week old', async () => {
  const payload = await invitation('Тьютор')
  const before = app.clock.now
  app.clock.now = new Date(before.getTime() + 7 * 24 * 60 * 60_000)
  const late = await app.person('Поздний')
  late.starts(payload)
  await late.sees(/приглашение не действует/)
  app.clock.now = before
})

it('makes one invitation of an update handled twice', async () => {
  await invitation('Тьютор')
  const { rows } = await app.database.pool.query('select * from invites')
  await app.handleAgain()
  expect((await app.database.pool.query('select * from invites')).rows).toEqual(rows)
})

it('shows who holds roles and takes one away at once', async () => {
  const tutor = await app.person('Снимаемый', 'tutor')
  admin.says('/people')
  await admin.sees(/Снимаемый: тьютор/)
  expect(await admin.presses('Снять роль: Снимаемый, тьютор')).toMatchObject({
    text: expect.stringMatching(/Роль снята/),
  })
  expect(await admin.presses('Снять роль: Снимаемый, тьютор')).toMatchObject({
    text: expect.stringMatching(/уже нет/),
  })
  tutor.says('/help')
  const help = await tutor.sees(/\/privacy —/)
  expect(help.text).not.toContain('Тьютору:')
})

it.each(['/invite', '/people'])('keeps %s for administrators', async (command) => {
  const teacher = await app.person('Учитель')
  teacher.says(command)
  await teacher.sees(/Это может делать только администратор/)
})

it.each(['invite:administrator', 'revoke:1:tutor', 'people:0', 'document-save:1'])(
  'gives a teacher nothing for the forged «%s»',
  async (data) => {
    const teacher = await app.person('Учитель')
    const answer = await teacher.forges(data, teacher.inbox().at(-1)!)
    expect(answer?.text).toMatch(/только администратор|методисты и администраторы/)
  },
)

it('shows each role its own commands', async () => {
  const methodist = await app.person('Методист', 'methodist')
  methodist.says('/help')
  const { text } = await methodist.sees(/\/privacy —/)
  expect(text).toContain('/docs')
  expect(text).not.toContain('/invite')
})

it('puts a revoked tutor’s questions back into the queue', async () => {
  app.when('в очередь', routed())
  const tutor = await app.person('Бывший', 'tutor')
  const other = await app.person('Нынешний', 'tutor')
  const teacher = await app.person('Учитель')
  teacher.says('Вернётся в очередь?')
  await other.sees(/ждёт тьютора/)
  await tutor.presses('Взять')
  await other.sees(/у тьютора: Бывший/)
  admin.says('/people')
  await admin.presses('Снять роль: Бывший, тьютор')
  await other.sees(/ждёт тьютора/)
})
