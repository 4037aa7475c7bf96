/** The whole story of the window, as its people live it, whatever the program runs on. */
import { join } from 'node:path'
import { expect } from 'vitest'
import { type Running, runCommand, startProgram, temporaryFolder } from '../helpers/program.ts'
import { startTelegram } from '../helpers/telegram.ts'

const CORPUS = join(import.meta.dirname, '../../corpus')

/**
 * From an empty index to a tutor's answer: documents come in by the command line, an administrator invites a tutor, a
 * teacher is answered with a clause, and what is not found comes back from the tutor after a restart in between.
 * `where`: the settings of the database and the queue; without any both are embedded.
 */
export async function tellTheWholeStory(where: Record<string, string>): Promise<void> {
  const telegram = await startTelegram({ limits: true })
  const { folder, remove } = temporaryFolder()
  const [admin, tutor, teacher] = ['Директор', 'Ольга', 'Мария'].map((name) =>
    telegram.person({ name }),
  ) as [Person, Person, Person]
  const group = telegram.group({ title: 'Тьюторы', members: [tutor], supergroup: true })
  const variables = {
    BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    CENTRE_NAME: 'Центр развития образования',
    MUNICIPALITY: 'Светлореченск',
    ADMIN_IDS: String(admin.id),
    TUTOR_CHAT_ID: String(group.id),
    DATA_DIR: folder,
    ...where,
  }
  let program: Running | undefined
  try {
    await documentsComeIn(variables)
    program = await startProgram(variables)
    await theTutorIsInvited(admin, tutor)
    await theTeacherConsents(teacher)
    await theDocumentsAnswer(teacher)
    await theQuestionIsHandedOver(teacher, group)
    await program.stop()
    program = await startProgram(variables)
    await theTutorAnswers(teacher, tutor, group)
    expect(await program.stop()).toBe(0)
    program = undefined
  } finally {
    await program?.kill()
    await telegram.close()
    remove()
  }
}

type Telegram = Awaited<ReturnType<typeof startTelegram>>
type Person = ReturnType<Telegram['person']>
type Group = ReturnType<Telegram['group']>

async function documentsComeIn(variables: Record<string, string>): Promise<void> {
  const ingested = await runCommand(['ingest', CORPUS], variables)
  const lines = ingested.stdout.trim().split('\n')
  expect(ingested).toMatchObject({ code: 0, stderr: '' })
  expect(lines.map((line) => JSON.parse(line).status)).toEqual(Array(4).fill('indexed'))
}

async function theTutorIsInvited(admin: Person, tutor: Person): Promise<void> {
  admin.starts()
  await admin.presses('Согласен(на)')
  admin.says('/invite')
  await admin.presses('Тьютор')
  const invitation = await admin.sees(/t\.me\/\S+\?start=i_/)
  tutor.starts(/start=(\S+)/.exec(invitation.text ?? '')?.[1])
  await tutor.presses('Согласен(на)')
  await tutor.sees(/Вам дана роль: тьютор/)
}

async function theTeacherConsents(teacher: Person): Promise<void> {
  teacher.says('что такое ИОМ?')
  await teacher.sees(/Сначала нужно ваше согласие/)
  teacher.starts()
  await teacher.presses('Согласен(на)')
  await teacher.sees(/Спасибо, согласие записано/)
}

async function theDocumentsAnswer(teacher: Person): Promise<void> {
  teacher.says('до какого числа подать заявку на курсы?')
  const answer = await teacher.sees(/до 15 декабря[\s\S]*Положение, п\. 4\.5/)
  await teacher.presses('Показать пункт', { on: answer })
  const clause = await teacher.sees(/4\.5\. Заявки на курсы повышения квалификации/)
  expect(clause.entities).toContainEqual(expect.objectContaining({ type: 'expandable_blockquote' }))
  expect(await teacher.presses('👍 Помогло', { on: answer })).toMatchObject({
    text: expect.stringMatching(/спасибо/i),
  })
}

async function theQuestionIsHandedOver(teacher: Person, group: Group): Promise<void> {
  teacher.says('Сколько доплачивают за классное руководство?')
  await teacher.sees(/В документах ответа нет\. Вопрос передан тьюторам: № 1\. Ответят до/)
  await group.sees(/№ 1 · ждёт тьютора[\s\S]*Сколько доплачивают за классное руководство\?/)
}

async function theTutorAnswers(teacher: Person, tutor: Person, group: Group): Promise<void> {
  expect(await tutor.presses('Взять', { in: group })).toMatchObject({ text: 'Вопрос № 1 ваш.' })
  await teacher.sees(/Ваш вопрос № 1 взял тьютор: Ольга/)
  await group.sees(/№ 1 · у тьютора: Ольга/)
  await tutor.presses('Ответить', { in: group })
  const request = await group.sees(/пришлите ответ на вопрос № 1/)
  tutor.repliesTo(request, 'Выплата за классное руководство — 5000 рублей в месяц.')
  await tutor.presses('Отправить', { in: group })
  await teacher.sees(/5000 рублей[\s\S]*Ольга/)
  await group.sees(/№ 1 · ответ отправлен: Ольга/)
  await teacher.presses('Решено')
  teacher.says('/my')
  await teacher.sees(/№ 1/)
}
