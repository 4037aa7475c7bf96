import { afterAll, afterEach, expect, it } from 'vitest'
import { startBot } from '../helpers/bot.ts'

const app = await startBot()
const { pool } = app.database
const vera = await app.person('Вера Методист', 'methodist')
afterAll(() => app.close())
afterEach(() => pool.query('truncate knowledge restart identity cascade'))

/** So many entries wait for approval. */
async function waiting(count: number) {
  await pool.query(
    `with entries as (
       insert into knowledge (answered_at) select $2 from generate_series(1, $1) returning id)
     insert into knowledge_versions (knowledge_id, status, question, answer, proposed_at)
     select id, 'waiting', 'Вопрос ' || id || '?', 'Ответ.', $2 from entries`,
    [count, app.clock.now],
  )
}

/** The list as it is seen, and the words on its buttons. */
async function list() {
  vera.says('/knowledge')
  const { text = '', reply_markup } = await vera.sees(/^База знаний\. /)
  const buttons = reply_markup?.inline_keyboard.map((row) => row.map(({ text }) => text))
  return { text, buttons }
}

it('says what there is to do when there is nothing yet', async () => {
  const { text, buttons } = await list()
  expect(text).toMatch(/^База знаний\. Действуют: 0\n\nДействующих записей пока нет\./)
  expect(buttons).toEqual([['Ждут одобрения: 0', 'Истекли: 0']])
})

it('shows a single entry without pages', async () => {
  await waiting(1)
  const { text, buttons } = await list()
  expect(text).toBe(
    'База знаний. Ждут одобрения: 1\n\n№ 1 · 23 ноября 2026 года\nВопрос 1?\nОтвет.',
  )
  expect(buttons).toEqual([['№ 1'], ['Действуют: 0', 'Истекли: 0']])
})

it('turns the pages of twenty-one to the last and back', async () => {
  await waiting(21)
  await list()
  for (const first of [6, 11, 16, 21]) {
    await vera.presses('Дальше')
    await vera.sees(new RegExp(`одобрения: 21\n\n№ ${first} ·`))
  }
  await vera.presses('Назад')
  const { reply_markup } = await vera.sees(/одобрения: 21\n\n№ 16 ·/)
  const [entries, turn] = reply_markup!.inline_keyboard
  expect(entries!.map(({ text }) => text)).toEqual(['№ 16', '№ 17', '№ 18', '№ 19', '№ 20'])
  expect(turn!.map(({ text }) => text)).toEqual(['Назад', 'Дальше'])
})

it('keeps to one page of four hundred, and to one filter at a tap', async () => {
  await waiting(400)
  const { text, buttons } = await list()
  expect(text.match(/^№ \d+ ·/gm)).toHaveLength(5)
  expect(buttons).toEqual([
    ['№ 1', '№ 2', '№ 3', '№ 4', '№ 5'],
    ['Дальше'],
    ['Действуют: 0', 'Истекли: 0'],
  ])
  await vera.presses('Истекли: 0')
  await vera.sees(/^База знаний\. Истекли: 0\n\nЗаписей с истёкшим сроком нет\.$/)
})
