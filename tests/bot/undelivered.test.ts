/** Answers that do not arrive, and presses on messages that they do not belong to. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { pack } from '../../bot/callbacks.ts'
import { routed, startBot, type TestBot } from '../helpers/bot.ts'
import { historyOf } from '../helpers/people.ts'
import type { Group, Person } from '../helpers/telegram.ts'

let app: TestBot
let group: Group
let anna: Person
let maria: Person

async function open(forum = false): Promise<void> {
  const people: Person[] = []
  app = await startBot({
    group: (telegram) => {
      people.push(telegram.person({ name: 'Анна' }))
      const kind = forum ? ({ forum, bot: 'administrator' } as const) : {}
      group = telegram.group({ title: 'Тьюторы', members: people, ...kind })
      return group
    },
  })
  app.when('', routed())
  anna = people[0]!
  await app.consents(anna, 'tutor')
  maria = await app.person('Мария')
}

/** Anna has written an answer, and its preview is in her own chat. */
async function writes(text = 'Ответ.'): Promise<void> {
  maria.says('Кто ведёт кружок?')
  await maria.sees('№ 1')
  anna.says('/queue')
  await anna.presses('№ 1')
  await anna.presses('Ответить')
  await anna.sees('пришлите ответ')
  anna.says(text)
  await anna.sees('Так ответ')
}

const refusal = {
  kind: 'error',
  method: 'sendMessage',
  code: 400,
  description: "Bad Request: can't parse entities",
  times: 1,
} as const

beforeEach(() => open())
afterEach(() => app.close())

it('tells the tutor of an answer that Telegram refuses, and gives the question back to them', async () => {
  await writes()
  await app.settled()
  app.telegram.api.fault(refusal)
  await anna.presses('Отправить')
  await app.looks()
  const told = await anna.sees(/Ответ на вопрос № 1 не доставлен[\s\S]*снова у вас/)
  expect(await historyOf(app.database.pool, 1)).toContain('undelivered')
  await group.sees('№ 1 · у тьютора: Анна')
  anna.repliesTo(told, 'Другой ответ.')
  await anna.sees(/Так ответ[\s\S]*Другой/)
  await anna.presses('Отправить')
  await maria.sees(/Ответ тьютора на вопрос № 1[\s\S]*Другой ответ/)
})

it('keeps an answer for a teacher who has blocked the bot, and says so once', async () => {
  await writes()
  await app.settled()
  maria.blocks()
  await anna.presses('Отправить')
  await app.looks()
  await anna.sees(/№ 1 пока не доставлен: педагог остановил бота/)
  await app.looks()
  maria.starts()
  await maria.sees(/Задайте вопрос одним сообщением\. Что я умею/)
  await app.looks()
  await maria.sees(/Ответ тьютора на вопрос № 1/)
  expect(anna.inbox().filter(({ text }) => text?.includes('пока не доставлен'))).toHaveLength(1)
  expect(maria.inbox().filter(({ text }) => text?.includes('Ответ тьютора'))).toHaveLength(1)
})

it.each(['send', 'change', 'discard'] as const)(
  'leaves a card its buttons after a forged «%s» on it',
  async (name) => {
    maria.says('Кто ведёт кружок?')
    const card = await group.sees('№ 1 · ждёт')
    await anna.forges(pack(name, { ticket: 1, draft: 12 }), card)
    await app.settled()
    expect(
      group.messages().find(({ message_id }) => message_id === card.message_id)?.reply_markup,
    ).toEqual(card.reply_markup)
  },
)

it('says that there is no answer yet to who closes a question that waits for another one', async () => {
  const boris = await app.person('Борис')
  await writes('Первый ответ.')
  await anna.presses('Отправить')
  const answer = await maria.sees('Ответ тьютора')
  maria.repliesTo(answer, 'А летом?')
  await maria.sees('Уточнение передано')
  boris.says('Сколько стоит проезд?')
  await boris.sees('№ 2')
  await app.database.pool.query(
    "update tickets set status = 'closed', closed_at = now(), joined_to = 2 where id = 1",
  )
  expect(await maria.presses('Решено', { on: answer })).toMatchObject({
    text: expect.stringContaining('ещё не ответил'),
  })
})

it.each(['/queue', '/duty'])(
  'answers «%s» said in the group in the own chat, with one line in the group',
  async (command) => {
    anna.says(command, { in: group })
    await group.sees('Ответ в вашем чате со мной')
    await anna.sees(/Свободных вопросов нет|Сейчас никто не дежурит/)
    expect(group.messages().filter(({ from }) => from?.is_bot)).toHaveLength(1)
  },
)

it('closes the topic of a question that closes, and opens it with the question again', async () => {
  await app.close()
  await open(true)
  await writes()
  await anna.presses('Отправить')
  const answer = await maria.sees('Ответ тьютора')
  await maria.presses('Решено', { on: answer })
  await app.looks()
  expect(app.telegram.calls('closeForumTopic')).toHaveLength(1)
  maria.repliesTo(answer, 'А летом?')
  await maria.sees('Уточнение передано')
  await app.looks()
  expect(app.telegram.calls('reopenForumTopic')).toHaveLength(1)
})
