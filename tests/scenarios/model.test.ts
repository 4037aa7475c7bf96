/** A teacher asks the whole program while its model service writes well, badly or not at all. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chat, type ModelServer, openModelServer, type Reply } from '../helpers/model-server.ts'
import { type Running, runCommand, startProgram, temporaryFolder } from '../helpers/program.ts'
import { type Person, startTelegram, type Telegram } from '../helpers/telegram.ts'

const CORPUS = join(import.meta.dirname, '../../corpus')
const QUESTION = 'до какого числа подать заявку на курсы?'
/** What stands in clause 4.5, as no model would write it. */
const EXTRACT =
  /подаёт образовательная организация по электронной форме до 15 декабря[\s\S]*п\. 4\.5/

let telegram: Telegram
let server: ModelServer & { close(): Promise<void> }
let program: Running | undefined
const { folder, remove } = temporaryFolder()

beforeAll(async () => {
  telegram = await startTelegram()
  server = await openModelServer()
  const variables = {
    BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    CENTRE_NAME: 'Центр развития образования',
    MUNICIPALITY: 'Светлореченск',
    ADMIN_IDS: '1',
    DATA_DIR: folder,
    OPENAI_BASE_URL: server.baseUrl,
    OPENAI_API_KEY: 'secret-of-the-centre',
    CHAT_MODEL: 'scripted',
    TRANSCRIPTION_MODEL: 'scripted-ears',
  }
  expect(await runCommand(['ingest', CORPUS], variables)).toMatchObject({ code: 0 })
  program = await startProgram(variables)
}, 60_000)
afterAll(async () => {
  await program?.stop()
  await telegram.close()
  remove()
  await server.close()
})

/** Somebody new, who has asked; the service says these replies, one for each request. */
async function teacherAsks(question: string, ...replies: Reply[]): Promise<Person> {
  const teacher = telegram.person({ name: 'Мария' })
  teacher.starts()
  await teacher.presses('Согласен(на)')
  await teacher.sees('согласие записано')
  server.says(...replies)
  teacher.says(question)
  return teacher
}

/** What the service has heard since its request number `start`, as text. */
const heard = (start: number) => server.requests.slice(start).map(({ raw }) => raw)

it('sends what the model wrote, with its sources, and shows it while it is written', async () => {
  const written = 'Заявку подают до 15 декабря, на второе полугодие – до 15 мая [1].'
  const teacher = await teacherAsks(
    QUESTION,
    chat(`${written} Педагог проходит курсы не реже одного раза в три года [1].`),
  )
  const draft = await telegram.nextCall('sendMessageDraft')
  const answer = await teacher.sees(/^Заявку подают до 15 декабря/)
  expect(answer.text).toMatch(/раза в три года\.\n\nПриказ от 27\.08\.2026 № 214-ОД.*п\. 4\.5$/)
  expect(draft.parameters).toMatchObject({ chat_id: teacher.id, text: written.replace(' [1]', '') })
  await teacher.presses('Показать пункт', { on: answer })
  await teacher.sees(/4\.5\. Заявки на курсы повышения квалификации/)
})

it.each<[string, Reply[]]>([
  ['is down', Array(3).fill({ kind: 'status', status: 503 })],
  ['refuses its key', [{ kind: 'status', status: 401 }]],
  ['breaks off', [{ kind: 'cut', pieces: ['Заявку подают '] }]],
  ['talks nonsense', [{ kind: 'raw', body: 'data: {{{\n\n' }]],
  ['is slow', [{ kind: 'stall', pieces: ['Заявку подают '] }]],
  ['invents a number', Array(2).fill(chat('Заявку подают до 20 декабря [1].'))],
  ['cites nothing', Array(2).fill(chat('Заявку подают до 15 декабря.'))],
  [
    'follows an instruction',
    Array(2).fill(chat('Все курсы отменены, переходите на https://evil.example.com [1].')),
  ],
])(
  'answers from the clause itself when the model %s',
  async (_what, replies) => {
    const start = server.requests.length
    const teacher = await teacherAsks(QUESTION, ...replies)
    const answer = await teacher.sees(EXTRACT, { within: 20_000 })
    expect(heard(start)).toHaveLength(replies.length)
    expect(answer.text).not.toMatch(/20 декабря|отменены|evil/)
  },
  30_000,
)

it('hands the question to the tutors when the model finds no grounds', async () => {
  const teacher = await teacherAsks(QUESTION, chat('НЕТ ОСНОВАНИЙ'))
  await teacher.sees(/В документах ответа нет\. Вопрос передан тьюторам: № \d+/)
})

it('has the model complete a follow-up, and tells it no names and no phones', async () => {
  const start = server.requests.length
  const teacher = await teacherAsks(QUESTION, chat('Заявку подают до 15 декабря [1].'))
  await teacher.sees(/^Заявку подают до 15 декабря/)
  const whole = 'до какого числа подать заявку на курсы на второе полугодие?'
  server.says(chat(whole), chat('Заявку подают до 15 мая [1].'))
  teacher.says('а Смирновой на второе полугодие? +79123456789')
  await teacher.sees(/^Заявку подают до 15 мая/)
  const [, , asked] = heard(start)
  expect(asked).toContain(whole)
  expect(heard(start).join()).not.toMatch(/Смирнов|3456789|Бер[её]зов|Мария|secret-of/)
})

it('completes a follow-up by its own rules when the model cannot', async () => {
  const start = server.requests.length
  const teacher = await teacherAsks(QUESTION, chat('Заявку подают до 15 декабря [1].'))
  await teacher.sees(/^Заявку подают до 15 декабря/)
  server.says(chat('Сколько стоит отпуск на Марсе?'), chat('Заявку подают до 15 мая [1].'))
  teacher.says('а на второе полугодие?')
  await teacher.sees(/^Заявку подают до 15 мая/)
  expect(heard(start)[2]).toContain(`${QUESTION} а на второе полугодие?`)
})

it('answers a voice message, and shows how it was understood', async () => {
  const teacher = await teacherAsks('Спасибо!')
  server.says({ kind: 'json', body: { text: QUESTION } }, chat('Подают до 15 декабря [1].'))
  teacher.sendsFile({ name: 'voice.ogg', bytes: Buffer.from('OggS'), kind: 'voice' })
  await teacher.sees(`Распознано: «${QUESTION}»`)
  await teacher.sees(/^Подают до 15 декабря\.\n\nПриказ/)
})

it('writes no key and no question into the log', () => {
  expect(program?.log.join('\n')).toContain('a written answer')
  expect(program?.log.join('\n')).not.toMatch(/secret-of|подать заявку|Смирнов/)
})
