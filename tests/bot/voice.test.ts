import { afterEach, expect, it } from 'vitest'
import { ModelAnswerError, ModelUnavailableError, type Transcriber } from '../../rag/model.ts'
import { answered, startBot, type TestBot } from '../helpers/bot.ts'
import type { Person } from '../helpers/telegram.ts'

let app: TestBot
afterEach(() => app.close())

const WORDS = 'кто помогает молодым педагогам?'

async function someone(transcribe?: Transcriber['transcribe']): Promise<Person> {
  app = await startBot(transcribe ? { transcriber: { name: 'ears', transcribe } } : {})
  app.when(WORDS, answered())
  return app.person('Мария')
}

function speaks(teacher: Person): void {
  teacher.sendsFile({ name: 'voice.ogg', bytes: Buffer.from('OggS'), kind: 'voice' })
}

it('takes a voice message for a question and shows what it has understood', async () => {
  const heard: string[] = []
  const teacher = await someone(async ({ bytes }) => {
    heard.push(Buffer.from(bytes).toString())
    return WORDS
  })
  speaks(teacher)
  await teacher.sees(`Распознано: «${WORDS}»`)
  await teacher.sees('Поддержку оказывает тьютор.')
  expect(heard).toEqual(['OggS'])
  expect(app.asked.map(({ text }) => text)).toEqual([WORDS])
})

it('asks for written words while the service does not hear', async () => {
  const teacher = await someone(() => Promise.reject(new ModelUnavailableError('network', 'away')))
  speaks(teacher)
  await teacher.sees('распознать голос не получается')
})

it('says that nothing was heard when nothing was said', async () => {
  const teacher = await someone(() => Promise.reject(new ModelAnswerError('empty', 'silence')))
  speaks(teacher)
  await teacher.sees('Слов в сообщении не слышно')
})

it('answers and shows the same when the message is handled again', async () => {
  const teacher = await someone(async () => WORDS)
  speaks(teacher)
  await teacher.sees('Поддержку оказывает тьютор.')
  const said = teacher.inbox().length
  await app.handleAgain()
  expect(teacher.inbox()).toHaveLength(said)
})

it('takes it for a question while a list of institutions may be sent, and not while words are asked for', async () => {
  await someone(async () => WORDS)
  const methodist = await app.person('Ольга', 'methodist')
  methodist.says('/institutions')
  const page = await methodist.sees(/Добавьте|таблиц|Список/)
  speaks(methodist)
  await methodist.sees('Поддержку оказывает тьютор.')
  await methodist.presses('Добавить', { on: page })
  await methodist.sees('Как называется учреждение?')
  speaks(methodist)
  await methodist.sees('Я понимаю')
})

it('says what it can take where no model hears', async () => {
  const teacher = await someone()
  speaks(teacher)
  await teacher.sees('Я понимаю вопросы, написанные текстом.')
})
