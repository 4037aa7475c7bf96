import { expect, it } from 'vitest'
import { html, join, quotation, shorten, split } from '../../bot/html.ts'

it('escapes what is inserted and keeps what is marked up', () => {
  const name = '<b>Анна & Ко</b>'
  expect(html`Имя: ${name}, ${html`<i>${1}</i>`}`.markup).toBe(
    'Имя: &lt;b&gt;Анна &amp; Ко&lt;/b&gt;, <i>1</i>',
  )
})

it('leaves out what is empty when it puts pieces together', () => {
  expect(join([html`раз`, null, html``, html`два`]).markup).toBe('раз\nдва')
})

it('splits at the end of a sentence', () => {
  const pieces = split(html`${'Первое предложение. Второе предложение. Третье.'}`, 45)
  expect(pieces.map((piece) => piece.markup)).toEqual([
    'Первое предложение. Второе предложение.',
    'Третье.',
  ])
})

it('closes a tag at a cut and opens it again', () => {
  const pieces = split(quotation('Раз два. Три четыре.'), 10)
  expect(pieces.map((piece) => piece.markup)).toEqual([
    '<blockquote expandable>Раз два.</blockquote>',
    '<blockquote expandable>Три</blockquote>',
    '<blockquote expandable>четыре.</blockquote>',
  ])
})

it('counts an escaped sign as one character and never cuts it', () => {
  const pieces = split(html`${'<'.repeat(10)}`, 4)
  expect(pieces.map((piece) => piece.markup)).toEqual([
    '&lt;'.repeat(4),
    '&lt;'.repeat(4),
    '&lt;'.repeat(2),
  ])
})

it('keeps every word of a text without a place to cut', () => {
  const pieces = split(html`${'щ'.repeat(10_000)}`)
  expect(pieces.map((piece) => piece.markup.length)).toEqual([4096, 4096, 1808])
})

it('shortens to what Telegram counts, without cutting a sign in two', () => {
  expect(shorten('👍👍👍👍', 3)).toBe('👍…')
  expect(shorten('👍👍👍👍', 4)).toBe('👍…')
  expect(shorten('👍👍', 4)).toBe('👍👍')
})
