/** What is said otherwise afterwards, and what belongs to which of several tickets. */
import { existsSync } from 'node:fs'
import type { Message } from 'grammy/types'
import { afterAll, expect, it } from 'vitest'
import { answered } from '../helpers/bot.ts'
import { problemsOfCalls } from '../helpers/bot-api-description.ts'
import { openDesk } from '../helpers/desk.ts'
import { paper, photo } from '../helpers/files.ts'
import { sharedPath } from '../helpers/shared.ts'

const DESCRIPTION = sharedPath('telegram-bot-api-spec.json')

const { app, group, anna, openTicket } = await openDesk()
afterAll(() => app.close())

async function answer(card: Message, text: string) {
  anna.repliesTo(card, text)
  await anna.presses('Отправить', { in: group, on: await group.sees(text) })
}

it('follows the edited question on the card while it is in the queue', async () => {
  const { teacher, asked, number } = await openTicket('Где заявка на курсы?')
  teacher.edits(asked, 'Где заявка на семинар?')
  await teacher.sees(`Исправлено: тьютор увидит новый текст вопроса № ${number}.`)
  await group.sees(new RegExp(`№ ${number} · ждёт[\\s\\S]*Где заявка на семинар\\?`))
  expect(group.messages().filter(({ text }) => text?.includes('педагог исправил'))).toEqual([])
})

it('tells the tutor who has the question how it was edited', async () => {
  const { teacher, asked, number, card } = await openTicket('Кто ведёт кружок?')
  await anna.presses('Взять', { in: group, on: card })
  teacher.edits(asked, 'Кто ведёт секцию?')
  const note = await group.sees(/педагог исправил вопрос \(Анна Тьютор\)[\s\S]*Кто ведёт секцию\?/)
  await group.sees(new RegExp(`№ ${number} · у тьютора[\\s\\S]*Кто ведёт секцию\\?`))
  anna.repliesTo(note, 'Секцию ведёт методист.')
  await group.sees(`Так ответ на вопрос № ${number} `)
})

it('changes nothing after the answer, and says so', async () => {
  const { teacher, asked, number, card } = await openTicket('Сколько часов?')
  await answer(card, 'Восемнадцать.')
  await teacher.sees('Восемнадцать.')
  teacher.edits(asked, 'Сколько дней?')
  await teacher.sees(`Вопрос № ${number} ответа уже не ждёт`)
  const { rows } = await app.database.pool.query(
    'select text from questions order by id desc limit 1',
  )
  expect(rows[0].text).toBe('Сколько часов?')
})

it('says nothing when an edit changed no words, and hints where the documents have answered', async () => {
  app.when('по документам', answered())
  const { teacher, asked, number } = await openTicket('Тот же вопрос?')
  teacher.edits(asked, 'Тот же вопрос?')
  const other = teacher.says('Вопрос по документам?')
  await teacher.sees(/Поддержку/)
  teacher.edits(other, 'Другой вопрос по документам?')
  await teacher.sees(/Я отвечаю на новые сообщения/)
  expect(teacher.inbox().filter(({ text }) => text?.includes(`текст вопроса № ${number}`))).toEqual(
    [],
  )
})

it('follows an edited clarification and the words under a file', async () => {
  const { teacher, number, card } = await openTicket('Что нужно?')
  await answer(card, 'Справка.')
  await teacher.presses('Уточнить', { on: await teacher.sees('Справка.') })
  await teacher.sees(/Что уточнить/)
  const said = teacher.sendsFile(paper('справка.txt', 'Такая?'))
  await group.sees(/педагог уточняет[\s\S]*Такая\?/)
  teacher.edits(said, 'Вот такая?')
  await group.sees(new RegExp(`№ ${number}: педагог исправил[\\s\\S]*Вот такая\\?`))
  await group.sees(/Уточнение: Вот такая\?[\s\S]*Вложения: 1 документ/)
})

it('follows the tutor’s edited message in the preview, also under a file, until it is sent', async () => {
  const { teacher, number, card } = await openTicket('До какого числа?')
  const said = anna.repliesTo(card, {
    ...{ file: { ...photo(), kind: 'photo', mime: '' } },
    caption: 'До пятого.',
  })
  const early = await group.sees('До пятого.')
  anna.edits(said, 'До шестого.')
  const late = await group.sees('До шестого.')
  expect((await anna.presses('Отправить', { in: group, on: early }))?.text).toMatch(
    /уже отправлен, изменён/,
  )
  await anna.presses('Отправить', { in: group, on: late })
  expect(await teacher.sees(/До шестого\./)).toHaveProperty('photo')
  anna.edits(said, 'До седьмого.')
  await app.settled()
  expect(
    group
      .messages()
      .filter(({ caption }) => caption?.includes('До седьмого') && caption.includes(number)),
  ).toEqual([])
})

it('keeps answers to several questions beside each other until each is sent', async () => {
  const first = await openTicket('Первый?')
  const second = await openTicket('Второй?', first.teacher)
  anna.repliesTo(first.card, 'Ответ на первый.')
  const one = await group.sees('Ответ на первый.')
  anna.repliesTo(second.card, 'Ответ на второй.')
  const two = await group.sees('Ответ на второй.')
  await anna.presses('Отправить', { in: group, on: one })
  await first.teacher.sees(new RegExp(`№ ${first.number}\\n\\nОтвет на первый\\.`))
  await anna.presses('Отправить', { in: group, on: two })
  await first.teacher.sees(new RegExp(`№ ${second.number}\\n\\nОтвет на второй\\.`))
})

it('goes on with the ticket that is replied to, whatever was asked for last', async () => {
  const first = await openTicket('Один?')
  const { teacher } = first
  const second = await openTicket('Два?', teacher)
  await answer(first.card, 'Про один.')
  await answer(second.card, 'Про два.')
  const old = await teacher.sees('Про один.')
  await teacher.presses('Уточнить', { on: await teacher.sees('Про два.') })
  await teacher.sees(`Что уточнить по вопросу № ${second.number}`)
  teacher.repliesTo(old, 'Ещё про один?')
  await teacher.sees(`Уточнение передано тьютору: № ${first.number}`)
  teacher.repliesTo(second.asked, 'И ещё про два?')
  await teacher.sees(`Уточнение передано тьютору: № ${second.number}`)
})

it('tells a tutor who answers the same question once more that the teacher gets a second answer', async () => {
  const { teacher, number, card } = await openTicket('Какая форма?')
  await answer(card, 'Первая.')
  await teacher.sees('Первая.')
  anna.repliesTo(card, 'Вторая.')
  const preview = await group.sees(
    new RegExp(
      `Вторая\\.[\\s\\S]*На вопрос № ${number} вы уже ответили: педагог получит ещё один ответ\\.`,
    ),
  )
  await anna.presses('Отправить', { in: group, on: preview })
  await teacher.sees('Вторая.')
})

it('reopens a closed question by a reply for fourteen days, and then hints', async () => {
  const { teacher, number, card } = await openTicket('Закрыть?')
  await answer(card, 'Да.')
  const got = await teacher.sees(/№ \d+\n\nДа\./)
  await teacher.presses('Решено', { on: got })
  teacher.repliesTo(got, 'А ещё?')
  await teacher.sees(`Уточнение передано тьютору: № ${number}`)
  anna.repliesTo(await group.sees(/уточняет[\s\S]*А ещё\?/), 'И ещё.')
  await anna.presses('Отправить', { in: group, on: await group.sees('И ещё.') })
  await teacher.presses('Решено', { on: await teacher.sees('И ещё.') })
  const { now } = app.clock
  app.clock.now = new Date(now.getTime() + 15 * 24 * 3_600_000)
  teacher.repliesTo(got, 'Прошло время, а?')
  await teacher.sees(/закрыт больше 14 дней назад/)
  app.clock.now = now
})

it.skipIf(!existsSync(DESCRIPTION))('asks Telegram only for what its description knows', () => {
  expect(problemsOfCalls(DESCRIPTION, app.telegram.calls())).toEqual([])
})
