/** Tutors who take questions from cards and from the queue, at a speed of their own, and do all that tutors may do. */
import type { Message } from 'grammy/types'
import { paper, photo } from '../../helpers/files.ts'
import type { Hurry } from '../../helpers/hurry.ts'
import type { Chance } from '../../helpers/random.ts'
import type { Group, Person } from '../../helpers/telegram.ts'
import { type Eyes, hasButton, labelsOf, numberIn, wordsIn } from './eyes.ts'

export interface Tutors {
  /** Works until `isOver`, each tutor for themselves. */
  work(isOver: () => boolean): Promise<void>
  /** What was done, counted by name. */
  deeds: Map<string, number>
}

/** In a hundred questions taken so many end each way; the rest is answered in words. */
const WAYS: readonly (readonly [string, number])[] = [
  ['forget', 4],
  ['return', 4],
  ['pass', 4],
  ['prolong', 4],
  ['reject', 4],
  ['file', 4],
  ['album', 3],
  ['straight', 8],
]
/** Simulated seconds. */
const THINKS = 90
const RESTS = 40
const WAITS = 900
const IN_GROUP = 0.35

export function createTutors(given: {
  people: readonly Person[]
  group: Group
  eyes: Eyes
  hurry: Hurry
  chance: Chance
}): Tutors {
  const { people, group, eyes, hurry, chance } = given
  const deeds = new Map<string, number>()
  const did = (deed: string) => void deeds.set(deed, (deeds.get(deed) ?? 0) + 1)
  const free = new Map<number, Message>()
  const errands = new Map<number, Message[]>(people.map(({ id }) => [id, []]))
  let answers = 0

  eyes.watch((message) => {
    const number = numberIn(message)
    const words = wordsIn(message)
    if (number === null) return
    if (message.chat.id === group.id && /^№ \d+ · /.test(words)) {
      if (hasButton(message, 'Взять')) free.set(number, message)
      else free.delete(number)
    }
    const isErrand = /передаёт вам вопрос|Время на ответ вышло|педагог уточняет/.test(words)
    if (!isErrand || !hasButton(message, 'Ответить')) return
    const whose = people.filter(
      ({ id, name }) =>
        message.chat.id === id || (message.chat.id === group.id && words.includes(`(${name})`)),
    )
    for (const { id } of whose) errands.get(id)?.push(message)
  })

  async function one(tutor: Person, quickness: number): Promise<void> {
    const card = errands.get(tutor.id)?.shift() ?? (await find(tutor))
    if (card) await handle(tutor, card, quickness)
    await hurry.pause(chance.number() * RESTS * quickness)
  }

  async function find(tutor: Person): Promise<Message | null> {
    if (chance.number() < IN_GROUP && free.size > 0) return chance.one([...free.values()])
    const since = eyes.last(tutor.id)
    tutor.says('/queue')
    const page = await eyes.wait(
      tutor.id,
      since,
      (message) => /^Свободны/.test(wordsIn(message)),
      WAITS,
    )
    const numbers = page ? labelsOf(page).filter((label) => label.startsWith('№ ')) : []
    if (!page || numbers.length === 0) return null
    const number = chance.one(numbers)
    await eyes.press(tutor.id, page, number)
    did('queue')
    return eyes.wait(
      tutor.id,
      page.message_id,
      (message) => wordsIn(message).startsWith(`${number} · `),
      WAITS,
    )
  }

  async function handle(tutor: Person, card: Message, quickness: number): Promise<void> {
    const number = numberIn(card)
    if (number === null) return
    const way = wayOf()
    if (way === 'straight') return straight(tutor, card, number)
    if (['forget', 'return', 'pass', 'prolong', 'reject'].includes(way)) {
      const taken = await eyes.press(tutor.id, card, 'Взять')
      if (!taken?.text.includes('ваш')) return
      did(`${way}: taken`)
      if (way === 'forget') return
      if (!(await move(tutor, card, number, way))) return
      if (way !== 'prolong') return void did(way)
      did(way)
    }
    await answer(tutor, card, number, { way, quickness })
  }

  /** The buttons of who has it come with the card's next edit. */
  async function move(tutor: Person, card: Message, number: number, way: string): Promise<boolean> {
    const label =
      { return: 'Вернуть в очередь', pass: 'Передать', prolong: 'Продлить', reject: 'Отклонить' }[
        way
      ] ?? ''
    const chat = card.chat.id
    const since = card.message_id - 1
    const isIt = (message: Message) =>
      message.message_id === card.message_id && hasButton(message, label)
    const shown = await eyes.wait(chat, since, isIt, WAITS)
    if (!shown) return false
    const before = eyes.last(chat)
    const done = await eyes.press(tutor.id, shown, label)
    if (!done) return false
    if (way === 'pass') {
      const whom = await eyes.wait(
        chat,
        before,
        (message) => wordsIn(message) === `Кому передать вопрос № ${number}?`,
        WAITS,
      )
      const labels = whom ? labelsOf(whom).filter((name) => name.startsWith('Тьютор')) : []
      return (
        whom !== null &&
        labels.length > 0 &&
        (await eyes.press(tutor.id, whom, chance.one(labels))) !== null
      )
    }
    return way === 'reject' ? reject(tutor, chat, before, number) : true
  }

  async function reject(
    tutor: Person,
    chat: number,
    before: number,
    number: number,
  ): Promise<boolean> {
    const mine = (message: Message) =>
      wordsIn(message).startsWith(`${tutor.name}, почему вопрос № ${number} `)
    const why = await eyes.wait(chat, before, mine, WAITS)
    if (!why) return false
    const said = tutor.repliesTo(why, `Это решает школа ${tokenOf(number)}`)
    const isPreview = (message: Message) =>
      message.reply_to_message?.message_id === said.message_id && hasButton(message, 'Отклонить')
    const preview = await eyes.wait(chat, before, isPreview, WAITS)
    return preview !== null && (await eyes.press(tutor.id, preview, 'Отклонить')) !== null
  }

  async function answer(
    tutor: Person,
    card: Message,
    number: number,
    how: { way: string; quickness: number },
  ): Promise<void> {
    const chat = card.chat.id
    const before = eyes.last(chat)
    const pressed = await eyes.press(tutor.id, card, 'Ответить')
    if (!pressed || /уже|не действует/.test(pressed.text)) return
    const mine = (message: Message) =>
      wordsIn(message).startsWith(`${tutor.name}, пришлите ответ на вопрос № ${number}:`)
    const request = await eyes.wait(chat, before, mine, WAITS)
    if (!request) return void did('no request in time')
    await hurry.pause(chance.number() * THINKS * how.quickness)
    await send(tutor, request, number, how.way)
  }

  /** A reply to the card, with no button before it. */
  async function straight(tutor: Person, card: Message, number: number): Promise<void> {
    if (/^№ \d+ · (ждёт|у тьютора)/.test(wordsIn(card))) await send(tutor, card, number, 'straight')
  }

  async function send(tutor: Person, to: Message, number: number, way: string): Promise<void> {
    const chat = to.chat.id
    const before = eyes.last(chat)
    const said = say(tutor, to, `Ответ такой ${tokenOf(number)}`, way)
    const isPreview = (message: Message) =>
      message.message_id > said.message_id &&
      hasButton(message, 'Отправить') &&
      isAbout(message, said, number)
    const preview = await eyes.wait(chat, before, isPreview, WAITS)
    if (!preview) return void did('no preview in time')
    // Of a card that is behind it cannot be seen that one has answered already.
    if (wordsIn(preview).includes('вы уже ответили')) {
      await eyes.press(tutor.id, preview, 'Отмена')
      return void did('not answered again')
    }
    const sent = await eyes.press(tutor.id, preview, 'Отправить')
    did(sent?.text.includes('отправлен.') ? `sent: ${way}` : 'not sent')
  }

  function say(tutor: Person, to: Message, text: string, way: string): Message {
    if (way === 'file')
      return tutor.repliesTo(to, {
        file: { ...paper('Справка.pdf'), kind: 'document', mime: '' },
        caption: text,
      })
    if (way !== 'album') return tutor.repliesTo(to, text)
    const files = [photo(text), photo()]
    return tutor.repliesWithAlbum(to, files)[0] as Message
  }

  const tokenOf = (number: number) => `[${number}-${++answers}]`

  function isAbout(message: Message, said: Message, number: number): boolean {
    const token = /\[\d+-\d+\]/.exec(said.text ?? said.caption ?? '')?.[0] ?? ''
    return (
      message.reply_to_message?.message_id === said.message_id ||
      (wordsIn(message).includes(token) && wordsIn(message).includes(`№ ${number} `))
    )
  }

  function wayOf(): string {
    const draw = chance.number() * 100
    const upTo = (place: number) =>
      WAYS.slice(0, place + 1).reduce((sum, [, share]) => sum + share, 0)
    return WAYS.find((_, place) => draw < upTo(place))?.[0] ?? 'words'
  }

  return {
    deeds,
    work: async (isOver) => {
      await Promise.all(
        people.map(async (tutor) => {
          const quickness = 0.3 + 1.7 * chance.number()
          while (!isOver()) await one(tutor, quickness)
        }),
      )
    },
  }
}
