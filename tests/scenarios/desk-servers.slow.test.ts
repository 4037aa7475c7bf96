/** The desk on PostgreSQL and Redis with two processes: one winner of a hundred, and each due thing once. */
import { afterEach, expect, it } from 'vitest'
import { openDatabase } from '../../db/connect.ts'
import { hasButton, labelsOf, openEyes, wordsIn } from '../chaos/desk/eyes.ts'
import { createHurry, type Hurry } from '../helpers/hurry.ts'
import { makeTutor } from '../helpers/people.ts'
import { type Running, startProgram, temporaryFolder } from '../helpers/program.ts'
import { describeWith, openServers } from '../helpers/servers.ts'
import { type Person, startTelegram } from '../helpers/telegram.ts'

const MINUTE = 60_000
const HUNDRED = 100
const SLOWLY_SECONDS = 90

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

describeWith('TEST_DATABASE_URL', (databaseUrl) => {
  describeWith('TEST_REDIS_URL', (redisUrl) => {
    /** Two processes, a group of tutors if there is to be one, and a teacher who has started the bot. */
    async function open(given: { tutors: number; inGroup: boolean; hurry: Hurry }) {
      const { hurry } = given
      const { folder, remove } = temporaryFolder()
      ends.push(remove)
      const telegram = await startTelegram({ now: () => new Date(hurry.now()) })
      ends.push(() => telegram.close())
      const eyes = openEyes(telegram.api, hurry)
      ends.push(() => eyes.close())
      const servers = await openServers(databaseUrl, redisUrl)
      ends.push(servers.close)
      const { url } = servers
      await hurry.database(url)
      const tutors = Array.from({ length: given.tutors }, (_, index) =>
        telegram.person({ name: `Тьютор ${index + 1}` }),
      )
      const [teacher, methodist] = ['Мария', 'Павел'].map((name) => telegram.person({ name }))
      const group = telegram.group({ title: 'Тьюторы', members: tutors, supergroup: true })
      const database = await openDatabase({ url, folder })
      for (const tutor of tutors) await makeTutor(database.pool, tutor)
      await database.close()
      const variables = {
        ...hurry.variables,
        BOT_TOKEN: telegram.token,
        TELEGRAM_API_ROOT: telegram.apiRoot,
        CENTRE_NAME: 'Центр для проверки',
        MUNICIPALITY: 'Ясногорск',
        ADMIN_IDS: String(methodist!.id),
        ...(given.inGroup ? { TUTOR_CHAT_ID: String(group.id) } : {}),
        WORKING_HOURS: 'Mon-Sun 00:00-24:00',
        SLA_HOURS: '1',
        DATA_DIR: folder,
        ...servers.variables,
      }
      const programs: Running[] = []
      for (const _ of [1, 2]) programs.push(await startProgram(variables))
      ends.push(() => Promise.all(programs.map((program) => program.kill())))
      for (const person of [teacher!, methodist!, ...tutors]) person.starts()
      for (const person of [teacher!, methodist!]) {
        const isAsked = (message: Parameters<typeof hasButton>[0]) =>
          hasButton(message, 'Согласен(на)')
        await eyes.press(
          person.id,
          (await eyes.wait(person.id, 0, isAsked, SLOWLY_SECONDS * hurry.factor))!,
          'Согласен(на)',
        )
      }
      const sees = async (chatId: number, pattern: RegExp) => {
        const fits = (message: Parameters<typeof wordsIn>[0]) => pattern.test(wordsIn(message))
        const message = await eyes.wait(chatId, 0, fits, SLOWLY_SECONDS * hurry.factor)
        if (!message) throw new Error(`nothing like ${pattern} in ${telegram.transcript(chatId)}`)
        return message
      }
      return {
        telegram,
        eyes,
        sees,
        tutors,
        teacher: teacher!,
        methodist: methodist!,
        group,
        programs,
      }
    }

    it.each([{ inGroup: true }, { inGroup: false }])(
      'gives a question to one of a hundred tutors who press at once, and tells the others: %o',
      async ({ inGroup }) => {
        const desk = await open({ tutors: HUNDRED, inGroup, hurry: createHurry(1) })
        const { eyes, sees, tutors, teacher, group } = desk
        teacher.says('/tutor Кто ведёт кружок робототехники?')
        const chatOf = (tutor: Person) => (inGroup ? group.id : tutor.id)
        const cards = await Promise.all(tutors.map((tutor) => sees(chatOf(tutor), /^№ 1 · ждёт/)))
        const told = await Promise.all(
          tutors.map((tutor, index) => eyes.press(tutor.id, cards[index]!, 'Взять')),
        )
        const winners = tutors.filter((_, index) => told[index]?.text === 'Вопрос № 1 ваш.')
        expect(winners).toHaveLength(1)
        const others = told.filter(
          (answer) => answer?.text === `Вопрос № 1 уже взял тьютор: ${winners[0]!.name}.`,
        )
        expect(others).toHaveLength(HUNDRED - 1)
        await sees(teacher.id, new RegExp(`№ 1 взял тьютор: ${winners[0]!.name}\\.`))
        for (const tutor of tutors)
          await sees(chatOf(tutor), new RegExp(`^№ 1 · у тьютора: ${winners[0]!.name},`))
      },
      4 * MINUTE,
    )

    it(
      'does each due thing once over two processes: reminders, ended leases, broken promises',
      async () => {
        const hurry = createHurry(60)
        const desk = await open({ tutors: 3, inGroup: true, hurry })
        const { eyes, sees, tutors, teacher, methodist, group, programs } = desk
        const numbers = QUESTIONS.map((_, index) => index + 1)
        for (const question of QUESTIONS) teacher.says(`/tutor ${question}`)
        for (const number of numbers) await sees(group.id, new RegExp(`^№ ${number} · ждёт`))
        const taken = numbers.slice(0, 3)
        for (const number of taken) {
          const card = await sees(group.id, new RegExp(`^№ ${number} · ждёт`))
          await eyes.press(tutors[number - 1]!.id, card, 'Взять')
        }
        await sees(methodist.id, /Срок ответа прошёл/)
        await hurry.pause(600)
        const all = (chatId: number, about: RegExp) =>
          eyes
            .messages(chatId)
            .map(wordsIn)
            .filter((words) => about.test(words))
            .join('\n')
        const times = (text: string, number: number) =>
          text.split(new RegExp(`№ ${number}(?!\\d)`)).length - 1
        const count = (text: string) => numbers.map((number) => times(text, number))
        expect(count(all(methodist.id, /Срок ответа прошёл/))).toEqual(numbers.map(() => 1))
        expect(count(all(teacher.id, /задерживается/))).toEqual(numbers.map(() => 1))
        expect(
          taken.map((number) => times(all(tutors[number - 1]!.id, /Время на ответ вышло/), number)),
        ).toEqual([1, 1, 1])
        expect(count(all(group.id, /^Ждут тьютора|ждёт тьютора с .*Ответить/))).toEqual(
          numbers.map(() => 1),
        )
        expect(labelsOf(await sees(group.id, /^№ 1 · ждёт/))).toContain('Взять')
        for (const program of programs) expect(await program.stop()).toBe(0)
      },
      4 * MINUTE,
    )
  })
})

const QUESTIONS = [
  'Кто ведёт кружок робототехники?',
  'Сколько стоит проезд на олимпиаду?',
  'Где получить пропуск в бассейн?',
  'Когда меняют расписание звонков?',
  'Кому сдавать отчёт по экскурсии?',
  'Чем отличается стажировка от практики?',
]
