/** Whatever people, files and tutors write reaches its reader as it was written, in messages that Telegram takes. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { toJson } from '../../db/json.ts'
import { answered, citation, routed, startBot, type TestBot } from '../helpers/bot.ts'
import type { Group, Person } from '../helpers/telegram.ts'

const ODD =
  '<b>&amp;</b> "кавычки" \u202eRTL\u202c \u200b👩‍👩‍👧‍👦 \u0301 & <script> \' \\ %s $x $1 :*|!()'

let app: TestBot
let group: Group
let tutor: Person

beforeAll(async () => {
  app = await startBot({
    group: (telegram) => {
      tutor = telegram.person({ name: '<i>Тьютор</i> & Ко' })
      group = telegram.group({ title: 'Тьюторы', members: [tutor] })
      return group
    },
  })
  const found = [1, 2, 3].map((number) =>
    citation(`п. ${number} ${ODD}`, `${ODD}${'👍'.repeat(400)}`),
  )
  app.when('', routed(...found))
  app.when('с ответом', answered(ODD, citation('п. 1', `${ODD}\n`.repeat(200))))
  await app.consents(tutor, 'tutor')
})
afterAll(() => app.close())

it('shows names, questions, quotes and answers as they were written', async () => {
  const teacher = await app.person(ODD.slice(0, 60))
  teacher.says(`${ODD} с ответом`)
  const answer = await teacher.sees(ODD)
  await teacher.presses('Показать пункт', { on: answer })
  await teacher.sees(ODD)
  teacher.says(`${ODD}?`)
  const card = await group.sees(`${ODD}?`)
  tutor.repliesTo(card, ODD)
  await group.sees(/Так ответ[\s\S]*<i>Тьютор<\/i> & Ко/)
  await tutor.presses('Отправить', { in: group })
  expect((await teacher.sees(/<i>Тьютор<\/i> & Ко, тьютор/)).text).toContain(ODD)
  teacher.says('/my')
  await teacher.sees(ODD.slice(0, 40))
  teacher.says('/privacy')
  await teacher.sees(ODD.slice(0, 30))
})

it.each(['👍', 'щ', '&', '<', '👩‍👩‍👧‍👦', 'a\u0301', '\u202e.'])(
  'carries the longest question of «%s» to the tutors and the longest answer back',
  async (sign) => {
    const longest = (last: string) =>
      `${sign
        .repeat(4096)
        .slice(0, 4000)
        .replace(/[\ud800-\udbff]$/, '')} ${last}`
    const teacher = await app.person('Мария')
    teacher.says(longest('вопрос?'))
    const accepted = await teacher.sees(/передан тьюторам: № \d+/)
    const number = accepted.text!.match(/№ (\d+)/)![1]!
    const card = await group.sees(new RegExp(`№ ${number} · ждёт`))
    expect(card.text!.length).toBeLessThanOrEqual(4096)
    tutor.repliesTo(card, longest('ответ.'))
    await tutor.presses('Отправить', { in: group })
    await teacher.sees(/ответ\./)
    teacher.repliesTo(accepted, longest('уточнение.'))
    await group.sees(/уточнение\./)
    await group.sees(new RegExp(`№ ${number} · у тьютора`))
  },
)

it('says how long a question may be when it is longer', async () => {
  const teacher = await app.person('Мария')
  await app.receives([
    {
      update_id: 4_000_000_000,
      message: {
        message_id: 99_999,
        date: 1,
        chat: { id: teacher.id, type: 'private', first_name: 'Мария' },
        from: { id: teacher.id, is_bot: false, first_name: 'Мария' },
        text: 'а'.repeat(10_000),
      },
    },
  ])
  await teacher.sees(/Вопрос слишком длинный: 10000 знаков/)
})

it('takes what PostgreSQL has no place for as «�», and leaves the rest', () => {
  const value = { a: 'x\u0000y', 'k\ud800': '\udc00 👍 \\u0000 \\', nested: ['\\\u0000'] }
  expect(JSON.parse(toJson(value))).toEqual({
    a: 'x\ufffdy',
    'k\ufffd': '\ufffd 👍 \\u0000 \\',
    nested: ['\\\ufffd'],
  })
})

it('answers a question with a zero character and half a sign in it, and does not lose those beside it', async () => {
  const teacher = await app.person('Мария')
  const message = (id: number, text: string) => ({
    update_id: 4_000_000_100 + id,
    message: {
      message_id: 90_000 + id,
      date: 1,
      chat: { id: teacher.id, type: 'private' as const, first_name: 'Мария' },
      from: { id: teacher.id, is_bot: false, first_name: 'Мария' },
      text,
    },
  })
  await app.receives([message(1, 'Ноль \u0000 \ud83d без всего?'), message(2, 'Сосед без всего?')])
  await group.sees(/Ноль � � без всего/)
  await group.sees(/Сосед без всего/)
})
