/** What a person sent, as calls that send the same to others; and the lines that become buttons. */
import type { Message } from 'grammy/types'
import { expect, it } from 'vitest'
import { contentsOf, linksOf, titleOf, withAdded, withLinks } from '../../bot/broadcast-contents.ts'
import { readLinks } from '../../bot/broadcast-links.ts'

const message = (fields: object) => ({ message_id: 1, date: 0, ...fields }) as Message
const file = { file_id: 'F', file_unique_id: 'f' }
const LINK = { text: 'Программа', url: 'https://example.org' }

it.each([
  [{ photo: [{ ...file, file_id: 'small' }, file] }, 'sendPhoto', { photo: 'F' }],
  [{ video: file, has_media_spoiler: true }, 'sendVideo', { video: 'F', has_spoiler: true }],
  [{ animation: file, document: file }, 'sendAnimation', { animation: 'F' }],
  [{ document: file, caption: 'Слова' }, 'sendDocument', { document: 'F', caption: 'Слова' }],
  [{ audio: file }, 'sendAudio', { audio: 'F' }],
  [{ voice: file }, 'sendVoice', { voice: 'F' }],
  [{ video_note: file }, 'sendVideoNote', { video_note: 'F' }],
])('sends %j on by its name', (fields, method, payload) => {
  expect(contentsOf([message(fields)])).toEqual([{ method, payload }])
})

it.each([{ sticker: file }, { poll: {} }, { location: {} }, { contact: {} }, {}])(
  'does not take %j',
  (fields) => {
    expect(contentsOf([message(fields)])).toBeNull()
  },
)

it('keeps formatting and the look of links, but nothing that a bot may not send', () => {
  const bold = { type: 'bold', offset: 0, length: 2 }
  const own = { type: 'custom_emoji', offset: 2, length: 2, custom_emoji_id: '1' }
  const link_preview_options = { is_disabled: true }
  const said = message({ text: 'Да🙂', entities: [bold, own], link_preview_options })
  expect(contentsOf([said])).toEqual([
    { method: 'sendMessage', payload: { text: 'Да🙂', entities: [bold], link_preview_options } },
  ])
})

it('sends words after the file that are too long for a bot to put under it', () => {
  const caption = 'а'.repeat(1025)
  const contents = contentsOf([message({ photo: [file], caption })])!
  expect(contents.map(({ method }) => method)).toEqual(['sendPhoto', 'sendMessage'])
  expect(linksOf(withLinks(contents, [LINK]))).toEqual([LINK])
  expect(withLinks(contents, [LINK])).toHaveLength(2)
})

it('puts the buttons of an album under a text of their own, and takes both away again', () => {
  const album = contentsOf([message({ photo: [file] }), message({ video: file })])!
  const linked = withLinks(withLinks(album, [LINK]), [LINK, LINK])
  expect(linked.map(({ method }) => method)).toEqual(['sendMediaGroup', 'sendMessage'])
  expect(linksOf(linked)).toHaveLength(2)
  expect(withLinks(linked, [])).toEqual(album)
})

it('adds a part of an album that came late, once, under the same buttons', () => {
  const [first, late] = [
    message({ photo: [file], caption: 'Раз' }),
    message({ video: { ...file, file_id: 'G' } }),
  ]
  const begun = withLinks(contentsOf([first])!, [LINK])
  const added = withAdded(withAdded(begun, contentsOf([late])!), contentsOf([late])!)
  expect(added).toEqual(withLinks(contentsOf([first, late])!, [LINK]))
})

it('calls it by its first words, or by what it is', () => {
  expect(titleOf([message({ text: ' Семинар\nв  среду ' })])).toBe('Семинар в среду')
  expect(titleOf([message({ photo: [file] })])).toBe('Фото')
  expect(titleOf([message({ photo: [file] }), message({ photo: [file], caption: 'Фото 2' })])).toBe(
    'Фото 2',
  )
})

it('reads buttons a line each, whatever stands between words and address', () => {
  expect(readLinks('Записаться — https://a.org/x\n\nПрограмма: https://b.ru?c=1')).toEqual({
    kind: 'links',
    links: [
      { text: 'Записаться', url: 'https://a.org/x' },
      { text: 'Программа', url: 'https://b.ru?c=1' },
    ],
  })
})

it.each([
  ['Записаться', 'no-address'],
  ['Записаться — http://example.org', 'not-https'],
  ['Записаться — example.org', 'not-https'],
  ['Записаться — https://имя:пароль@example.org', 'not-https'],
  ['Записаться — javascript:alert(1).', 'not-https'],
  ['https://example.org', 'no-words'],
  [`${'а'.repeat(61)} https://example.org`, 'long-words'],
  [Array(9).fill('Раз — https://a.org').join('\n'), 'too-many'],
])('does not take the line «%s»', (text, fault) => {
  expect(readLinks(text)).toMatchObject({ kind: 'fault', fault })
})
