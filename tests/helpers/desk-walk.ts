/** A random walk of several people over the desk, by presses and messages, compared with the model after each step. */
import type { Message } from 'grammy/types'
import { findPerson, grantRole, revokeRole } from '../../db/people.ts'
import { parseCalendar } from '../../jobs/working-hours.ts'
import { routed, startBot, type TestBot } from './bot.ts'
import {
  type Act,
  act,
  block,
  cardOf,
  copyOf,
  createModel,
  type Model,
  open,
  pass,
} from './desk-model.ts'
import { type Chance, chanceOf } from './random.ts'
import type { Group, Person } from './telegram.ts'

const TUTORS = ['Анна', 'Борис', 'Вера']
const TEACHERS = ['Мария', 'Ольга']
const MOST_TICKETS = 5
/** How often who acts is the one who has the question: others are mostly refused. */
const OFTEN = 0.6
const HOUR_MS = 60 * 60_000
/** The first of them more often than the last. */
const HOURS = [1, 2, 3, 5, 6, 8, 13, 26, 60, 8 * 24, 15 * 24]
const CALENDAR = parseCalendar({
  workingHours: 'Mon-Fri 09:00-18:00',
  holidays: '',
  zone: 'Europe/Moscow',
})

/** What of a card's buttons the model knows. */
const BUTTONS = ['Взять', 'Ответить', 'Вернуть в очередь', 'Передать', 'Продлить', 'Отклонить']

const PRESSES = ['claim', 'reply', 'return', 'prolong', 'pass', 'resolve'] as const
const ACTS = [...PRESSES, 'claim', 'claim', 'prolong', 'answer', 'reject', 'clarify'] as const

interface Walk {
  app: TestBot
  group: Group | undefined
  chance: Chance
  people: Map<string, Person>
  bystander: Person
  /** What the people are called in the database. */
  ids: Map<string, number>
  model: Model
  /** The bot's first message to the asker of each ticket. */
  accepted: Map<number, Message>
  log: string[]
}

/** Throws with the seed and all steps so far when what happened differs from the model. */
export async function walk({
  seed,
  steps,
  inGroup,
  databaseUrl,
}: {
  seed: number
  steps: number
  inGroup: boolean
  /** Of an empty database on a server, instead of the embedded engine. */
  databaseUrl?: string
}): Promise<void> {
  const there = await setOut(seed, inGroup, databaseUrl)
  try {
    for (let count = 0; count < steps; count += 1) await step(there)
  } catch (error) {
    const told = `seed ${seed}, ${inGroup ? 'in a group' : 'privately'}, step ${there.log.length}`
    throw new Error(`${told}:\n${there.log.slice(-12).join('\n')}\n${messageOf(error)}`)
  } finally {
    await there.app.close()
  }
}

async function setOut(seed: number, inGroup: boolean, databaseUrl?: string): Promise<Walk> {
  const people = new Map<string, Person>()
  const groups: Group[] = []
  const app = await startBot({
    ...(databaseUrl !== undefined && { databaseUrl }),
    ...(inGroup && {
      group: (telegram) => {
        for (const name of TUTORS) people.set(name, telegram.person({ name }))
        groups.push(telegram.group({ title: 'Тьюторы', members: [...people.values()] }))
        return groups[0]!
      },
    }),
  })
  app.when('без ответа', routed())
  const ids = new Map<string, number>()
  for (const name of [...TUTORS, ...TEACHERS]) {
    const person = people.get(name) ?? app.telegram.person({ name })
    people.set(name, person)
    await app.consents(person, ...(TUTORS.includes(name) ? (['tutor'] as const) : []))
    const account = { messenger: 'telegram', externalId: String(person.id) }
    ids.set(name, (await findPerson(app.database.pool, account))!.id)
  }
  const model = createModel({ now: app.clock.now, tutors: TUTORS, hasGroup: inGroup })
  const bystander = await app.person('Прохожий')
  const walked = { app, group: groups[0], chance: chanceOf(seed), people, bystander, ids, model }
  return { ...walked, accepted: new Map(), log: [] }
}

async function step(there: Walk): Promise<void> {
  const { chance, model } = there
  const dice = model.tickets.size === 0 ? 0 : chance.number()
  if (dice < 0.15 && model.tickets.size < MOST_TICKETS) return ask(there)
  if (dice < 0.6) return together(there, [chooseAct(there, ACTS)])
  if (dice < 0.8) return together(there, crowd(there))
  if (dice < 0.95) return wait(there)
  return comeOrGo(there)
}

function chooseAct({ chance, model }: Walk, kinds: readonly Act['kind'][], on?: number): Act {
  const ticket = on ?? chance.one([...model.tickets.keys()])
  const kind = chance.one(kinds)
  const asker = model.tickets.get(ticket)!.asker
  if (kind === 'clarify') return { kind, who: asker, ticket }
  if (kind === 'resolve')
    return { kind, who: chance.number() < 0.9 ? asker : chance.one(TEACHERS), ticket }
  const holder = model.tickets.get(ticket)!.tutor
  const who = holder && chance.number() < OFTEN ? holder : chance.one(TUTORS)
  return kind === 'pass' ? { kind, who, ticket, to: chance.one(TUTORS) } : { kind, who, ticket }
}

/** Several people, each with one press, on one ticket. */
function crowd(there: Walk): Act[] {
  const ticket = there.chance.one([...there.model.tickets.keys()])
  const acts = Array.from({ length: 4 }, () => chooseAct(there, PRESSES, ticket))
  return acts.filter((each, index) => acts.findIndex(({ who }) => who === each.who) === index)
}

async function ask(there: Walk): Promise<void> {
  const { chance, model } = there
  const name = chance.one(TEACHERS)
  const teacher = there.people.get(name)!
  const before = model.tickets.size + 1
  there.log.push(`${name} asks № ${before}`)
  teacher.says(`Вопрос ${before} без ответа?`)
  const accepted = await teacher.sees(`передан тьюторам: № ${before}.`)
  there.accepted.set(before, accepted)
  open(model, CALENDAR, { id: before, asker: name })
  await handled(there)
  await agree(there, [there.model])
}

/** Does all of it at once; the model has to allow some order in which it might have happened. */
async function together(there: Walk, acts: Act[]): Promise<void> {
  for (const { who } of acts) if (!there.model.hasGroup) await unblock(there, who)
  there.log.push(acts.map((each) => JSON.stringify(each)).join(' + '))
  const heard = await Promise.all(acts.map((each) => perform(there, each)))
  there.log.push(`  → ${heard.map((text) => text ?? '—').join(' | ')}`)
  const possible = orders(acts.map((_, index) => index)).flatMap((order) => {
    const model = copyOf(there.model)
    const said: (string | undefined)[] = []
    for (const index of order) said[index] = act(model, CALENDAR, acts[index]!)
    return acts.every((_, index) => (said[index] ?? '') === (heard[index] ?? '')) ? [model] : []
  })
  if (possible.length === 0) throw new Error('the answers fit no order of these presses')
  await agree(there, possible)
}

async function wait(there: Walk): Promise<void> {
  const { app, model, chance } = there
  const hours = HOURS[Math.floor(chance.number() ** 2 * HOURS.length)]!
  app.clock.now = new Date(app.clock.now.getTime() + hours * HOUR_MS)
  model.now = app.clock.now
  there.log.push(`${hours} hours pass: ${model.now.toISOString()}`)
  await agree(there, [model])
}

/** A tutor loses the role or gets it back, blocks the bot or comes back. */
async function comeOrGo(there: Walk): Promise<void> {
  const { app, model, chance } = there
  const gone = TUTORS.filter((each) => !model.tutors.has(each))
  const name = chance.one(gone.length > 0 ? gone : TUTORS)
  const role = { personId: there.ids.get(name)!, role: 'tutor' } as const
  const { pool } = app.database
  if (model.blocked.has(name)) await unblock(there, name)
  else if (!model.tutors.has(name)) {
    there.log.push(`${name} becomes a tutor`)
    await grantRole(pool, { ...role, grantedBy: null, now: model.now })
    model.tutors.add(name)
  } else if (chance.number() < 0.5) {
    there.log.push(`${name} is a tutor no more`)
    await revokeRole(pool, role)
    model.tutors.delete(name)
  } else {
    there.log.push(`${name} blocks the bot`)
    there.people.get(name)!.blocks()
    block(model, name)
  }
  await handled(there)
  await agree(there, [model])
}

async function unblock(there: Walk, name: string): Promise<void> {
  if (!there.model.blocked.delete(name)) return
  there.log.push(`${name} comes back`)
  there.people.get(name)!.unblocks()
  await handled(there)
}

/** Everything done so far has arrived and been handled: updates come in order, and the bystander was the last to speak. */
async function handled({ app, bystander }: Walk): Promise<void> {
  bystander.says('/cancel')
  await bystander.sees('Отменять нечего', { within: 20_000 })
  await app.settled()
}

/** What the person is told: in answer to the last press, or by a message. */
async function perform(there: Walk, done: Act): Promise<string | undefined> {
  const person = there.people.get(done.who)!
  const chat = chatOf(there, done)
  const on = there.app.telegram.api.messages(chat).at(-1)!
  switch (done.kind) {
    case 'answer':
      return answer(there, done, person)
    case 'reject':
      return reject(there, done, person, on)
    case 'clarify':
      person.repliesTo(there.accepted.get(done.ticket)!, `Уточняю ${there.log.length}.`)
      await handled(there)
      return undefined
    case 'pass':
      return (await person.forges(`pass-to:${done.ticket}:${there.ids.get(done.to)}`, on))?.text
    case 'resolve':
      return (await person.forges(`resolved:${done.ticket}`, on))?.text
    default:
      return (await person.forges(`${done.kind}:${done.ticket}`, on))?.text
  }
}

async function answer(there: Walk, done: Act, person: Person): Promise<string | undefined> {
  const chat = chatOf(there, done)
  const card = (await cards(there)).find(
    (each) => each.chat === chat && each.ticket === done.ticket,
  )
  const text = `Ответ ${there.log.length}.`
  person.repliesTo(card!.message!, text)
  await handled(there)
  const preview = lastOf(there, chat)
  if (!preview.text?.includes(text)) return preview.text
  return (await person.presses('Отправить', { on: preview }))?.text
}

async function reject(
  there: Walk,
  { ticket, who }: Act,
  person: Person,
  on: Message,
): Promise<string | undefined> {
  const refused = await person.forges(`reject:${ticket}`, on)
  if (refused?.text) return refused.text
  await handled(there)
  person.repliesTo(lastOf(there, on.chat.id), `Причина у ${who}.`)
  await handled(there)
  return (await person.presses('Отклонить', { on: lastOf(there, on.chat.id) }))?.text
}

/** After the program has looked at the desk, everything is as one of these models says; the walk goes on from that. */
async function agree(there: Walk, possible: Model[]): Promise<void> {
  const { app } = there
  await app.looks()
  await app.looks()
  for (const model of possible) pass(model, CALENDAR)
  const found = await Promise.all(possible.map((model) => differences(there, model)))
  const right = found.findIndex((each) => each.length === 0)
  if (right < 0) throw new Error(found[0]!.join('\n'))
  there.model = possible[right]!
}

async function differences(there: Walk, model: Model): Promise<string[]> {
  const { rows } = await there.app.database.pool.query(
    `select t.id, t.status, p.name as tutor, t.lease_until as lease, t.promised_by as promise,
            (select array_agg(act order by h.id) from ticket_history h where h.ticket_id = t.id) as history
       from tickets t left join people p on p.id = t.tutor_id order by t.id`,
  )
  const states = [...model.tickets.values()].map(
    ({ id, status, tutor, lease, promise, history }) => {
      return { id, status, tutor, lease, promise, history }
    },
  )
  return [
    ...compare('tickets', rows, states),
    ...(await wrongCards(there, model)),
    ...wrongMessages(there, model),
  ]
}

async function wrongCards(there: Walk, model: Model): Promise<string[]> {
  const silent = [...model.blocked].map((name) => there.people.get(name)!.chat)
  return (await cards(there)).flatMap(({ ticket, chat, message }) => {
    if (silent.includes(chat)) return []
    const shown = message?.text ?? ''
    const wanted = cardOf(model.tickets.get(ticket)!)
    const labels = message?.reply_markup?.inline_keyboard.flat().map(({ text }) => text) ?? []
    const known = labels.filter((label) => BUTTONS.includes(label))
    return [
      ...(shown.startsWith(wanted.title)
        ? []
        : [`card in ${chat}: ${shown.slice(0, 80)}; wanted ${wanted.title}`]),
      ...compare(`late on the card of № ${ticket}`, shown.includes('Срок прошёл'), wanted.late),
      ...compare(`buttons of № ${ticket}`, known, wanted.buttons),
    ]
  })
}

function wrongMessages(there: Walk, model: Model): string[] {
  return [...model.tickets.values()].flatMap(({ id, asker, told }) => {
    const texts = there.people
      .get(asker)!
      .inbox()
      .map(({ text }) => text ?? '')
    const count = (start: string) => texts.filter((text) => text.startsWith(start)).length
    const heard = {
      taken: count(`Ваш вопрос № ${id} взял`),
      answered: count(`Ответ тьютора на вопрос № ${id}\n`),
      late: count(`Ответ на вопрос № ${id} задерживается`),
      rejected: count(`Вопрос № ${id} закрыт тьютором`),
    }
    return compare(`messages about № ${id}`, heard, told)
  })
}

async function cards({ app }: Walk) {
  const { rows } = await app.database.pool.query<{ ticket: number; chat: string; id: string }>(
    `select c.ticket_id as ticket, split_part(d.chat_key, ':', 2) as chat, d.message_id as id
       from ticket_cards c join deliveries d on d.id = c.delivery_id
      where d.status = 'sent' and not c.lost order by d.id desc`,
  )
  return rows.map(({ ticket, chat, id }) => {
    const all = app.telegram.api.messages(Number(chat))
    const message = all.find(({ message_id }) => message_id === Number(id))
    return { ticket, chat: Number(chat), message }
  })
}

function chatOf({ group, people }: Walk, { who }: Act): number {
  return group && TUTORS.includes(who) ? group.id : people.get(who)!.chat
}

/** The newest message of the bot in the chat. */
function lastOf({ app }: Walk, chat: number): Message {
  return app.telegram.api.messages(chat).findLast(({ from }) => from?.id === app.telegram.bot.id)!
}

function compare(what: string, found: unknown, wanted: unknown): string[] {
  const [left, right] = [JSON.stringify(found), JSON.stringify(wanted)]
  return left === right ? [] : [`${what}: found ${left}, wanted ${right}`]
}

function orders(of: number[]): number[][] {
  if (of.length <= 1) return [of]
  return of.flatMap((first) =>
    orders(of.filter((other) => other !== first)).map((rest) => [first, ...rest]),
  )
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
