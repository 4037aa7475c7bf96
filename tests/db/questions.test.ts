import { afterAll, expect, it } from 'vitest'
import { listOwnQuestions } from '../../db/own-questions.ts'
import {
  beginQuestion,
  countQuestions,
  finishQuestion,
  narrowQuestion,
  saveQuestion,
  voteOnAnswer,
} from '../../db/questions.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { makePerson, makeQuestion, now, soon } from '../helpers/people.ts'

const database = await openTestDatabase()
const db = database.pool
afterAll(() => database.close())

const answer = { text: 'Ответ.', citations: [], options: [] }

it('saves a question once for its origin', async () => {
  const person = await makePerson(db)
  const first = await makeQuestion(db, person)
  const repeated = await saveQuestion(db, {
    origin: first.origin,
    personId: person.id,
    chatKey: first.chat_key,
    messageId: first.message_id,
    text: 'другой текст',
    municipality: null,
    follows: null,
    now,
    leaseUntil: soon,
  })
  expect(repeated).toMatchObject({ fresh: false, question: { id: first.id, text: first.text } })
})

it('finishes a question once', async () => {
  const { id } = await makeQuestion(db, await makePerson(db))
  const outcome = { questionId: id, status: 'answered', confidence: 0.9, answer, now } as const
  expect(await beginQuestion(db, { questionId: id, leaseUntil: soon })).toMatchObject({
    attempts: 1,
  })
  expect(await finishQuestion(db, outcome)).toMatchObject({ status: 'answered', answer })
  expect(await finishQuestion(db, outcome)).toBeNull()
  expect(await beginQuestion(db, { questionId: id, leaseUntil: soon })).toBeNull()
})

it('counts the last of two votes, and tells a repeated one from a new one', async () => {
  const person = await makePerson(db)
  const { id } = await makeQuestion(db, person)
  await finishQuestion(db, { questionId: id, status: 'answered', confidence: 1, answer, now })
  const vote = (vote: 1 | -1) => voteOnAnswer(db, { questionId: id, personId: person.id, vote })
  expect(await vote(1)).toMatchObject({ vote: 1 })
  expect(await vote(1)).toBeNull()
  expect(await vote(-1)).toMatchObject({ vote: -1 })
})

it('takes no vote and no choice from anybody but the asker', async () => {
  const [asker, stranger] = [await makePerson(db), await makePerson(db)]
  const { id } = await makeQuestion(db, asker)
  await finishQuestion(db, { questionId: id, status: 'clarify', confidence: 0.5, answer, now })
  const foreign = { questionId: id, personId: stranger.id }
  expect(await voteOnAnswer(db, { ...foreign, vote: 1 })).toBeNull()
  expect(
    await narrowQuestion(db, { ...foreign, option: { label: 'Саянск' }, leaseUntil: soon }),
  ).toBeNull()
})

it('asks again once when the asker chose an option', async () => {
  const person = await makePerson(db)
  const { id } = await makeQuestion(db, person)
  await finishQuestion(db, { questionId: id, status: 'clarify', confidence: 0.5, answer, now })
  const choice = {
    questionId: id,
    personId: person.id,
    option: { label: 'в Озёрном', municipality: 'Озёрный' },
    leaseUntil: soon,
  }
  expect(await narrowQuestion(db, choice)).toMatchObject({
    status: 'received',
    municipality: 'Озёрный',
    round: 1,
  })
  expect(await narrowQuestion(db, choice)).toBeNull()
})

it('counts recent questions without the one being handled', async () => {
  const person = await makePerson(db)
  await makeQuestion(db, person)
  const { origin } = await makeQuestion(db, person)
  const since = new Date(now.getTime() - 1)
  expect(await countQuestions(db, { personId: person.id, since, origin })).toBe(1)
})

it('pages a list of questions, newest first', async () => {
  const person = await makePerson(db)
  const asked = [await makeQuestion(db, person), await makeQuestion(db, person)]
  const page = await listOwnQuestions(db, { personId: person.id, offset: 0, limit: 2 })
  expect(page.map((each) => each.id)).toEqual([asked[1]!.id, asked[0]!.id])
})
