/** What a person may do is decided when it is done: by the row, not by the button, the link or the chat. */
import type { Update } from 'grammy/types'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findPerson, type Role, revokeRole } from '../../db/people.ts'
import { answered, routed, startBot, type TestBot } from '../helpers/bot.ts'
import type { Group, Person } from '../helpers/telegram.ts'
import { dataOf } from '../helpers/telegram.ts'
import { rowsOf } from '../helpers/traces.ts'

let app: TestBot
let group: Group
let anna: Person
let admin: Person

beforeAll(async () => {
  app = await startBot({
    admins: [4_242_424],
    group: (telegram) => {
      anna = telegram.person({ name: 'Анна' })
      group = telegram.group({ title: 'Тьюторы', members: [anna] })
      return group
    },
  })
  app.when('без ответа', routed())
  app.when('с ответом', answered())
  await app.consents(anna, 'tutor')
  admin = app.telegram.person({ name: 'Директор', id: 4_242_424 })
  await app.consents(admin)
})
afterAll(() => app.close())

async function takeRole(person: Person, role: Role): Promise<void> {
  const { pool } = app.database
  const known = await findPerson(pool, { messenger: 'telegram', externalId: String(person.id) })
  await revokeRole(pool, { personId: known!.id, role })
}

/** The tickets, their messages and the conversations: what forged presses must not change. */
async function state(): Promise<string[]> {
  const rows = await rowsOf(app.database)
  return rows
    .filter((row) =>
      /^public\.(tickets|ticket_messages|questions|roles|invites|editions)/.test(row),
    )
    .sort()
}

async function openTicket(text: string) {
  const teacher = await app.person('Мария')
  teacher.says(text)
  const accepted = await teacher.sees(/№ (\d+)/)
  const number = Number(accepted.text!.match(/№ (\d+)/)![1])
  return { teacher, number, card: await group.sees(text) }
}

it('lets nobody change or drop a draft after their role was taken away, or one of another ticket', async () => {
  const { number, card } = await openTicket('Черновик без ответа?')
  const other = await openTicket('Чужой без ответа?')
  const tutor = await app.person('Была тьютором', 'tutor')
  app.telegram.api.join(group.id, tutor.id)
  await tutor.presses('Взять', { in: group, on: card })
  tutor.repliesTo(card, 'Ответ.')
  const preview = await group.sees(/Так ответ на вопрос/)
  const change = dataOf(preview, 'Изменить')
  const forged = change.replace(`:${number}:`, `:${other.number}:`)
  expect((await tutor.forges(forged, preview))?.text).toMatch(/уже отправлен, изменён или отменён/)
  await takeRole(tutor, 'tutor')
  const before = await state()
  for (const label of ['Изменить', 'Отмена', 'Отправить'])
    expect((await tutor.presses(label, { in: group, on: preview }))?.text).toMatch(/только тьюторы/)
  expect(await state()).toEqual(before)
})

it('changes nothing for a teacher who forges every button with the numbers of others', async () => {
  const { teacher: owner, number } = await openTicket('Моё без ответа?')
  owner.says('Моё с ответом?')
  await owner.sees(/Поддержку/)
  const stranger = await app.person('Любопытная')
  const shown = stranger.inbox().at(-1)!
  const before = await state()
  const numbers = [0, number, number + 1, 999_999_999_999_999]
  const forgeries = numbers.flatMap((id) =>
    `clause:${id}:0|helped:${id}|useless:${id}|ask-tutor:${id}|choose:${id}:0:0|resolved:${id}|continue:${id}|claim:${id}|reply:${id}|return:${id}|send:${id}:${id}|change:${id}:${id}|discard:${id}:${id}|attachments:${id}|tutor-group:${id}|people:${id}|invite:tutor|revoke:${id}:tutor|document-save:${id}|document-drop:${id}`.split(
      '|',
    ),
  )
  const nonsense = [
    '',
    'a',
    'claim',
    'claim:',
    'claim:-1',
    'claim:1e3',
    'claim:1:1',
    'claim:٣',
    'agree',
    'x'.repeat(64),
    'revoke:1:king',
    `claim:${'9'.repeat(50)}`,
    'send:1:1;drop table tickets',
    '__proto__:1',
    'constructor:',
  ]
  for (const data of [...forgeries, ...nonsense]) {
    const answer = await stranger.forges(data, shown)
    expect([data, answer?.text ?? '']).not.toEqual([data, ''])
  }
  expect(await state()).toEqual(before)
}, 120_000)

it('ends the unused invitations of an administrator whose role is taken away', async () => {
  const second = await app.person('Второй', 'administrator')
  second.says('/invite')
  await second.presses('Администратор')
  const link = /start=(\S+)/.exec((await second.sees(/\?start=i_/)).text!)![1]!
  admin.says('/people')
  await admin.presses('Снять роль: Второй, администратор')
  await app.settled()
  second.starts(link)
  await second.sees(/приглашение не действует/)
  second.says('/people')
  await second.sees(/только администратор/)
})

it('does not tell a person that they have a role that was taken away', async () => {
  admin.says('/invite')
  await admin.presses('Методист')
  const link = /start=(\S+)/.exec((await admin.sees(/\?start=i_/)).text!)![1]!
  const methodist = await app.person('Методист')
  methodist.starts(link)
  await methodist.sees(/Вам дана роль: методист/)
  await takeRole(methodist, 'methodist')
  methodist.starts(link)
  await methodist.sees(/приглашение не действует/)
})

it('gives an invitation to one of two people who follow it at once', async () => {
  admin.says('/invite')
  await admin.presses('Тьютор')
  const link = /start=(\S+)/.exec((await admin.sees(/\?start=i_/)).text!)![1]!
  const people = [await app.person('Первая'), await app.person('Вторая')]
  for (const person of people) person.starts(link)
  const answers = await Promise.all(
    people.map((person) => person.sees(/роль: тьютор|не действует/)),
  )
  expect(answers.filter(({ text }) => /роль: тьютор/.test(text!))).toHaveLength(1)
})

it('ends an invitation when its time is over', async () => {
  admin.says('/invite')
  await admin.presses('Тьютор')
  const link = /start=(\S+)/.exec((await admin.sees(/\?start=i_/)).text!)![1]!
  const late = await app.person('Опоздавшая')
  const { now } = app.clock
  app.clock.now = new Date(now.getTime() + 7 * 24 * 3_600_000 + 1000)
  late.starts(link)
  await late.sees(/не действует/)
  app.clock.now = now
})

it('hears nobody in the group but people: no channel, no bot, no anonymous administrator, no other group', async () => {
  const { number } = await openTicket('Тишина без ответа?')
  const chat = { id: group.id, type: 'group', title: 'Тьюторы' } as const
  const foreign = { id: -77, type: 'supergroup', title: 'Чужая' } as const
  const bot = {
    id: 1_087_968_824,
    is_bot: true,
    first_name: 'Group',
    username: 'GroupAnonymousBot',
  }
  const tutor = { id: anna.id, is_bot: false, first_name: 'Анна' }
  const base = { message_id: 9_000, date: 1, text: '/cancel' }
  const before = [await state(), group.messages().length]
  const button = (from: typeof tutor, where: object) => ({
    id: '1',
    from,
    chat_instance: '1',
    data: `claim:${number}`,
    message: { ...base, chat: where },
  })
  await app.receives(
    [
      { message: { ...base, chat, from: bot, sender_chat: chat } },
      { message: { ...base, chat, from: { ...bot, id: 136_817_688 }, sender_chat: foreign } },
      { message: { ...base, chat, from: { ...tutor, id: 777_000 }, is_automatic_forward: true } },
      { channel_post: { ...base, chat: { ...foreign, type: 'channel' }, text: '/docs' } },
      { message: { ...base, chat: foreign, from: tutor, text: '/docs' } },
      { message: { ...base, chat: foreign, from: tutor, migrate_to_chat_id: -78 } },
      { edited_message: { ...base, chat, from: tutor, text: '/cancel' } },
      { callback_query: button(tutor, foreign) },
      { callback_query: button({ ...tutor, is_bot: true }, chat) },
    ].map((content, index) => ({ update_id: 3e9 + index, ...content }) as unknown as Update),
  )
  expect([await state(), group.messages().length]).toEqual(before)
})
