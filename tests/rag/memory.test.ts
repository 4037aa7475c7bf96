import { afterAll, beforeAll, expect, it } from 'vitest'
import { createMemory, type Memory } from '../../rag/memory.ts'
import { type Indexed, NOW, openIndexed } from '../helpers/indexed.ts'
import { makeInForce, makeWaiting } from '../helpers/knowledge.ts'
import { makePerson, makeTicket } from '../helpers/people.ts'

const REGULATION = `ПОЛОЖЕНИЕ
о наставничестве в городе Озёрный
1. Общие положения
1.1. Наставник назначается приказом директора до 15 сентября.
1.2. Отчёт наставника сдаётся методисту один раз в полугодие.`

let indexed: Indexed
let memory: Memory

beforeAll(async () => {
  indexed = await openIndexed({ samples: false })
  await indexed.add('nastavniki.txt', REGULATION)
  memory = createMemory({ pool: indexed.database.pool })
})
afterAll(() => indexed.close())

async function teach(question: string, answer: string) {
  const db = indexed.database.pool
  const people = {
    tutor: await makePerson(db, { roles: ['tutor'] }),
    methodist: await makePerson(db, { roles: ['methodist'] }),
  }
  return makeInForce(db, memory, people, { question, answer })
}

const ask = (text: string) => indexed.rag.answer({ text, municipality: 'Озёрный', now: NOW })

it('answers the same question with the approved answer whole, and cites it as a tutor’s, with its date', async () => {
  await teach('Где получить удостоверение наставника?', 'В отделе кадров. Возьмите паспорт.')
  const outcome = await ask('Скажите, где получить удостоверение наставника')
  const clause = 'Ответ тьютора, 23 ноября 2026, утвердил методист'
  expect(outcome).toMatchObject({
    kind: 'answered',
    text: `В отделе кадров. Возьмите паспорт.\n\n${clause}`,
    citations: [
      {
        document: 'База знаний: «Где получить удостоверение наставника?»',
        source: expect.stringMatching(/^ответ-тьютора-\d+$/),
        ...{ clause, label: clause },
        quote:
          'Вопрос: Где получить удостоверение наставника?\nОтвет: В отделе кадров. Возьмите паспорт.',
      },
      expect.anything(),
      expect.anything(),
    ],
  })
})

it('finds what is kept by other words, beside the documents', async () => {
  await teach('Сколько длится перерыв между занятиями кружка?', 'Перерыв длится 15 минут.')
  const [first] = await indexed.rag.search('перерыв в кружке', { top: 3, now: NOW })
  expect(first?.quote).toMatch(/Перерыв длится 15 минут/)
  const [clause] = await indexed.rag.search('отчёт наставника полугодие', { top: 3, now: NOW })
  expect(clause?.quote).toMatch(/^1\.2\. Отчёт наставника/)
})

it('shows similar entries, those that wait included, and not what has nothing to do with them', async () => {
  const db = indexed.database.pool
  await makeWaiting(db, await makePerson(db), { question: 'Кто чинит интерактивную доску?' })
  const wanted = { question: 'Кто починит интерактивную доску в классе?', except: 0 }
  expect(await memory.similar(wanted)).toMatchObject([
    { question: 'Кто чинит интерактивную доску?' },
  ])
  expect(await memory.similar({ question: 'Где сдают нормы ГТО?', except: 0 })).toEqual([])
})

it('recognises the same question in the queue, but not one that was answered or asks for another place', async () => {
  const db = indexed.database.pool
  const text = 'Кто подписывает наставнику путевой лист?'
  const ticket = await makeTicket(db, await makePerson(db), text)
  const recogniser = await memory.recogniser()
  const asked = { text: `Подскажите, ${text}`, municipality: null, except: null }
  expect(await recogniser.sameWaiting(db, asked)).toMatchObject({ id: ticket.id })
  expect(await recogniser.sameWaiting(db, { ...asked, municipality: 'Саров' })).toBeNull()
  expect(await recogniser.sameWaiting(db, { ...asked, except: ticket.id })).toBeNull()
  await db.query('update tickets set answered_at = $1 where id = $2', [NOW, ticket.id])
  expect(await recogniser.sameWaiting(db, asked)).toBeNull()
})

it('names the words and the fact that the passages lack', async () => {
  const passages = ['1.2. Отчёт наставника сдаётся методисту.']
  expect(await memory.missing('Когда наставник сдаёт отчёт о стажировке?', passages)).toEqual({
    words: ['стажировке'],
    facts: ['when'],
  })
  expect(await memory.missing('Кому наставник сдаёт отчёт?', passages)).toEqual({
    ...{ words: [], facts: [] },
  })
  expect(await memory.missing('Какая сумма у отчёта наставника?', passages)).toMatchObject({
    facts: expect.arrayContaining(['money']),
  })
})

it('drafts from the nearest clause, also when the model is away, and says who wrote it', async () => {
  const asked = { text: 'Когда назначают наставника?', municipality: 'Озёрный', now: NOW }
  const pool = indexed.database.pool
  const away = createMemory({ pool, write: async () => ({ kind: 'failed' }) })
  expect(await away.draft(asked)).toMatchObject({
    text: expect.stringMatching(/до 15 сентября[\s\S]*п\. 1\.1/),
    written: false,
  })
  const writes = createMemory({ pool, write: async () => ({ kind: 'written', text: 'До 15.' }) })
  expect(await writes.draft(asked)).toEqual({ text: 'До 15.', written: true })
})
