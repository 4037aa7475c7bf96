/** Albums, which arrive part by part with no end mark: one answer or question each, whole and in order. */

import { existsSync } from 'node:fs'
import type { Message, Update } from 'grammy/types'
import { afterAll, expect, it } from 'vitest'
import { problemsOfCalls } from '../helpers/bot-api-description.ts'
import { openDesk } from '../helpers/desk.ts'
import { paper, photo } from '../helpers/files.ts'
import { sharedPath } from '../helpers/shared.ts'
import type { Person } from '../helpers/telegram.ts'

const DESCRIPTION = sharedPath('telegram-bot-api-spec.json')

const { app, group, anna, openTicket } = await openDesk()
afterAll(() => app.close())

const albumsOf = (messages: Message[]) => {
  const parts = messages.filter(({ media_group_id }) => media_group_id)
  const groups = Map.groupBy(parts, ({ media_group_id }) => media_group_id)
  return [...groups.values()].map((album) =>
    album.map(({ document, caption }) => document?.file_name ?? caption ?? 'фото'),
  )
}

it('sends an album whole and in order, with the words and buttons under a text that follows', async () => {
  const { teacher, number, card } = await openTicket()
  anna.repliesWithAlbum(card, [paper('а.txt', 'Вот три файла.'), paper('б.txt'), paper('в.txt')])
  const preview = await group.sees(
    new RegExp(`Так ответ на вопрос № ${number} увидит педагог:\\n\\nВот три файла\\.`),
  )
  await anna.presses('Отправить', { in: group, on: preview })
  const words = await teacher.sees(`Ответ тьютора на вопрос № ${number}`)
  expect(words.text).toContain('Вот три файла.')
  expect(words.reply_markup?.inline_keyboard.flat().map(({ text }) => text)).toEqual([
    'Решено',
    'Уточнить',
  ])
  expect(albumsOf(teacher.inbox())).toEqual([['а.txt', 'б.txt', 'в.txt']])
  const previews = group
    .messages()
    .filter(({ text }) => text?.includes(`Так ответ на вопрос № ${number} `))
  expect(previews).toHaveLength(1)
})

it('leaves several captions with their pictures', async () => {
  const { teacher, number, card } = await openTicket()
  anna.repliesWithAlbum(card, [photo('Первый шаг'), photo('Второй шаг')])
  await anna.presses('Отправить', {
    in: group,
    on: await group.sees(`Так ответ на вопрос № ${number} `),
  })
  expect((await teacher.sees(`Ответ тьютора на вопрос № ${number}`)).text).not.toContain('шаг')
  expect(albumsOf(teacher.inbox())).toEqual([['Первый шаг', 'Второй шаг']])
})

it('takes a reply to any picture of an answer for a clarification, and an album as one', async () => {
  const { teacher, number, card } = await openTicket()
  anna.repliesWithAlbum(card, [photo(), photo()])
  await anna.presses('Отправить', {
    in: group,
    on: await group.sees(`Так ответ на вопрос № ${number} `),
  })
  await teacher.sees(`Ответ тьютора на вопрос № ${number}`)
  const second = teacher.inbox().at(-2)!
  teacher.repliesWithAlbum(second, [paper('раз.txt'), paper('два.txt', 'Почему?')])
  await teacher.sees(`Уточнение передано тьютору: № ${number}`)
  const note = await group.sees(/педагог уточняет[\s\S]*Почему\?[\s\S]*Вложения: 2 документа/)
  await anna.presses('Показать вложения', { in: group, on: note })
  await anna.sees('прислал педагог')
  expect(albumsOf(anna.inbox()).at(-1)).toEqual(
    ['раз.txt', 'Почему?'].map((_, index) => ['раз.txt', 'два.txt'][index]),
  )
})

it('takes an album as one question to a tutor', async () => {
  const teacher = await app.person('Ольга')
  teacher.says('/tutor')
  teacher.sendsAlbum([photo(), photo(), photo('Что здесь не так?')])
  await teacher.sees(/передан тьюторам: № \d+/)
  await group.sees(/Что здесь не так\?[\s\S]*Вложения: 3 фотографии/)
  await app.settled()
  expect(teacher.inbox().filter(({ text }) => text?.includes('передан тьюторам'))).toHaveLength(1)
})

/** Parts of one album as Telegram brings them when it is slow: the later ones after the first was handled. */
function parts(
  person: Person,
  chat: object,
  album: string,
  names: string[],
  replyTo?: Message,
): Update[] {
  return names.map((name, index) => ({
    update_id: 2_000_000_000 + Number(album) * 100 + index,
    message: {
      message_id: 900_000 + Number(album) * 100 + index,
      date: 1,
      chat,
      from: { id: person.id, is_bot: false, first_name: person.name },
      media_group_id: album,
      document: {
        file_id: app.telegram.api.messages(person.id).findLast(({ document }) => document)!
          .document!.file_id,
        file_unique_id: name,
        file_name: name,
      },
      ...(replyTo ? { reply_to_message: { ...replyTo } } : {}),
    },
  })) as unknown as Update[]
}

it('adds parts that come late to an answer that still waits, in their place', async () => {
  const { teacher, number, card } = await openTicket()
  anna.sendsFile(paper('сам.txt'))
  const [first, second, third] = parts(anna, card.chat, '7', ['1', '2', '3'], card)
  await app.receives([third!, first!])
  const early = await group.sees(`Так ответ на вопрос № ${number} `)
  await app.receives([second!])
  const preview = await group.sees(`Так ответ на вопрос № ${number} `)
  expect((await anna.presses('Отправить', { in: group, on: early }))?.text).toMatch(
    /уже отправлен, изменён/,
  )
  await anna.presses('Отправить', { in: group, on: preview })
  await teacher.sees(`Ответ тьютора на вопрос № ${number}`)
  expect(albumsOf(teacher.inbox()).map((album) => album.length)).toEqual([3])
  const { rows } = await app.database.pool.query(
    `select jsonb_path_query_array(content, '$.attachments[*].name') as names from ticket_messages where side = 'tutor' order by id desc limit 1`,
  )
  expect(rows[0].names).toEqual(['1', '2', '3'])
})

it('adds parts that come late to a question that waits', async () => {
  const teacher = await app.person('Пётр')
  teacher.sendsFile(paper('сам.txt'))
  await teacher.sees(/прочитать не могу/)
  teacher.says('/tutor')
  await teacher.sees(/Напишите вопрос тьютору/)
  const [first, second] = parts(
    teacher,
    { id: teacher.id, type: 'private', first_name: 'Пётр' },
    '8',
    ['1', '2'],
  )
  await app.receives([first!])
  await group.sees(/Вложения: 1 документ/)
  await app.receives([second!])
  await group.sees(/Вложения: 2 документа/)
})

it('lets a press pass an album that is still arriving', async () => {
  const { number, card } = await openTicket()
  anna.repliesWithAlbum(card, [photo(), photo()])
  const began = performance.now()
  expect((await anna.presses('Взять', { in: group, on: card }))?.text).toContain(`№ ${number}`)
  expect(performance.now() - began).toBeLessThan(900)
  await group.sees(`Так ответ на вопрос № ${number} `)
})

it.skipIf(!existsSync(DESCRIPTION))('asks Telegram only for what its description knows', () => {
  expect(problemsOfCalls(DESCRIPTION, app.telegram.calls())).toEqual([])
})
