import type { MessageEntity } from 'grammy/types'
import { expect, it } from 'vitest'
import { withFormatting } from '../../bot/formatting.ts'
import { split } from '../../bot/html.ts'
import { parseHtml } from '../../playground/html.ts'

const marked = (text: string, entities: MessageEntity[]) =>
  parseHtml(withFormatting(text, entities).markup)

it.each<[string, MessageEntity]>([
  ['bold', { type: 'bold', offset: 1, length: 3 }],
  ['spoiler', { type: 'spoiler', offset: 0, length: 2 }],
  ['code', { type: 'code', offset: 2, length: 5 }],
  ['pre', { type: 'pre', language: 'c"<', offset: 0, length: 7 }],
  ['quotation', { type: 'expandable_blockquote', offset: 0, length: 7 }],
  ['link', { type: 'text_link', url: 'https://a.ru/?b="c"&d=<e>', offset: 3, length: 2 }],
])('keeps %s', (_name, entity) => {
  expect(marked('а <b> & 😀', [entity])).toEqual({ text: 'а <b> & 😀', entities: [entity] })
})

it('keeps marks that lie in each other or overlap', () => {
  const bold: MessageEntity = { type: 'bold', offset: 0, length: 6 }
  const italic: MessageEntity = { type: 'italic', offset: 2, length: 2 }
  expect(marked('абвгде', [italic, bold]).entities).toEqual([bold, italic])
  const across: MessageEntity = { type: 'underline', offset: 4, length: 4 }
  expect(withFormatting('абвгдежз', [bold, across]).markup).toBe('<b>абвг<u>де</u></b><u>жз</u>')
})

it('leaves what the messenger marks by itself, and what lies outside, alone', () => {
  const entities: MessageEntity[] = [
    { type: 'url', offset: 0, length: 4 },
    { type: 'custom_emoji', custom_emoji_id: '1', offset: 0, length: 1 },
    { type: 'bold', offset: 2, length: 100 },
    { type: 'bold', offset: 50, length: 1 },
  ]
  expect(withFormatting('a.ru', entities).markup).toBe('a.<b>ru</b>')
  expect(withFormatting('', entities).markup).toBe('')
})

it('carries formatting over the end of a message', () => {
  const text = `${'щ'.repeat(30)}. ${'ы'.repeat(30)}.`
  const pieces = split(
    withFormatting(text, [{ type: 'spoiler', offset: 0, length: text.length }]),
    40,
  )
  expect(pieces.map(({ markup }) => markup)).toEqual([
    `<tg-spoiler>${'щ'.repeat(30)}.</tg-spoiler>`,
    `<tg-spoiler>${'ы'.repeat(30)}.</tg-spoiler>`,
  ])
})
