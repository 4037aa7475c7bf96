/** Teachers who ask, read what comes, close it or ask further, and remember what they were promised. */
import type { Message } from 'grammy/types'
import type { Hurry } from '../../helpers/hurry.ts'
import type { Chance } from '../../helpers/random.ts'
import type { Person } from '../../helpers/telegram.ts'
import { type Eyes, hasButton, numberIn, wordsIn } from './eyes.ts'

export interface Asked {
  teacher: Person
  /** The id of the message that asked. */
  message: number
  text: string
  /** What the bot called it; null until it said so. */
  number: number | null
  /** Simulated time of the last thing that the teacher said about it. */
  saidAt: number
  /** How often they have said something: the question, and what they wanted to know besides. */
  said: number
  /** Times at which an answer or a refusal with its reason was read, one for each of `said` when all is well. */
  outcomes: { token: string; at: number; waited: number }[]
  /** What came once more, word for word. */
  doubles: number
}

export interface Teachers {
  all: Asked[]
  /** One more question of somebody. */
  asks(): void
  /** How many still wait for something. */
  waiting(): Asked[]
}

const SAME = 0.05
const CLARIFIES = 0.08
const CLOSES = 0.4
const SUBJECTS = [
  'часов',
  'дней',
  'баллов',
  'уроков',
  'встреч',
  'занятий',
  'консультаций',
  'страниц',
  'мест',
  'рублей',
]
const KINDS = [
  'наставничества',
  'олимпиады',
  'экскурсии',
  'аттестации',
  'практики',
  'мастерской',
  'стажировки',
  'выставки',
  'смены',
  'лаборатории',
  'экспедиции',
]
const PLACES = [
  'бассейне',
  'библиотеке',
  'планетарии',
  'музее',
  'теплице',
  'мастерских',
  'обсерватории',
  'спортзале',
  'лагере',
  'театре',
  'типографии',
  'архиве',
]
const PEOPLE = [
  'логопеда',
  'хореографа',
  'физика',
  'историка',
  'воспитателя',
  'вожатого',
  'химика',
  'биолога',
  'тренера',
  'музыканта',
]

export function createTeachers(given: {
  people: readonly Person[]
  eyes: Eyes
  hurry: Hurry
  chance: Chance
}): Teachers {
  const { people, eyes, hurry, chance } = given
  const all: Asked[] = []
  const byMessage = new Map<string, Asked>()
  /** Who is about to say more on a question: what they write without a command would be taken for that. */
  const clarifying = new Set<Person>()

  function hear(message: Message): void {
    const teacher = people.find(({ id }) => id === message.chat.id)
    if (!teacher) return
    const words = wordsIn(message)
    const number = numberIn(message)
    const replied = byMessage.get(`${teacher.id}:${message.reply_to_message?.message_id}`)
    if (replied && replied.number === null && number !== null) replied.number = number
    // Some of these questions are about work and sound like something else.
    if (hasButton(message, 'Спросить тьютора')) {
      void eyes.press(teacher.id, message, 'Спросить тьютора')
      return
    }
    const outcome = /^Ответ тьютора на вопрос № (\d+)|^Вопрос № (\d+) закрыт тьютором/.exec(words)
    if (!outcome) return
    const asked = all.find((one) => one.teacher === teacher && one.number === number)
    if (asked) read(asked, message, words)
  }

  function read(asked: Asked, message: Message, words: string): void {
    const token = /\[\d+-\d+\]/.exec(words)?.[0] ?? words
    if (asked.outcomes.some((known) => known.token === token)) {
      asked.doubles += 1
      return
    }
    const at = hurry.now()
    asked.outcomes.push({ token, at, waited: at - asked.saidAt })
    if (!hasButton(message, 'Уточнить')) return
    const draw = chance.number()
    if (draw < CLARIFIES && asked.said === 1) void clarify(asked, message)
    else if (draw > 1 - CLOSES) void eyes.press(asked.teacher.id, message, 'Решено')
  }

  async function clarify(asked: Asked, message: Message): Promise<void> {
    const { teacher } = asked
    // Counted from the first moment: whoever waits for everyone to be answered waits for this one, too.
    asked.said += 1
    asked.saidAt = hurry.now()
    await hurry.pause(chance.below(300))
    clarifying.add(teacher)
    const since = eyes.last(teacher.id)
    await eyes.press(teacher.id, message, 'Уточнить')
    const fits = (one: Message) => wordsIn(one).includes(`уточнить по вопросу № ${asked.number}`)
    const request = await eyes.wait(teacher.id, since, fits, 600)
    const text = `А как быть тем, кто пришёл в середине года? Дополнение к № ${asked.number}.`
    asked.saidAt = hurry.now()
    teacher.repliesTo(request ?? message, text)
    clarifying.delete(teacher)
  }

  eyes.watch(hear)
  return {
    all,
    asks: () => {
      const count = all.length
      const teacher = people[count % people.length] as Person
      const own = new Set(all.filter((one) => one.teacher === teacher).map(({ text }) => text))
      const recent = all.slice(-8).filter(({ text }) => !own.has(text))
      const same = recent.length > 0 && chance.number() < SAME ? chance.one(recent).text : null
      const text = same ?? question(count)
      const byCommand = chance.number() < 0.5 || clarifying.has(teacher)
      const message = teacher.says(byCommand ? `/tutor ${text}` : text)
      const asked = {
        teacher,
        message: message.message_id,
        text,
        number: null,
        said: 1,
        saidAt: hurry.now(),
        outcomes: [],
        doubles: 0,
      }
      all.push(asked)
      byMessage.set(`${teacher.id}:${message.message_id}`, asked)
    },
    waiting: () => all.filter((one) => one.outcomes.length < one.said),
  }
}

/** Of ten thousand each is another one. */
function question(count: number): string {
  const at = (words: readonly string[], by: number) => words[Math.floor(count / by) % words.length]
  return `Сколько ${at(SUBJECTS, 1)} ${at(KINDS, 3)} положено в ${at(PLACES, 1)} для ${at(PEOPLE, 7)}?`
}
