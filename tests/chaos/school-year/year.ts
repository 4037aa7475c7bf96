/** A school year as it is lived: what people press, and what the program says, held against the model. */
import type { Message } from 'grammy/types'
import type { Pool } from '../../../db/db.ts'
import { isRemindingDue } from '../../../db/reminding.ts'
import type { Chance } from '../../helpers/random.ts'
import { createReminderModel } from '../../helpers/reminder-model.ts'
import type { Telegram } from '../../helpers/telegram.ts'
import { createAgenda, type Size } from './agenda.ts'
import type { Teacher } from './people.ts'
import type { KilledProgram } from './program.ts'
import { type Compared, createTally } from './tally.ts'

export interface Year {
  /** Lives it from its first day to its last. */
  lives(withinMs: number): Promise<void>
  figures(): Figures
}

export interface Figures extends Compared {
  messages: number
  /** Things whose moment an outage outlasted. */
  late: number
  kills: number
  presses: number
  /** Times the program was looked at. */
  looks: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const PRESSING_MS = 20_000
/** Simulated milliseconds after which a delivery that failed has been tried again. */
const AGAIN = 5 * MINUTE
/** So many people press at the same time. */
const AT_ONCE = 20

export function createYear(given: {
  telegram: Telegram
  pool: Pool
  program: KilledProgram
  chance: Chance
  size: Size
  teachers: Teacher[]
  siteIds: number[]
  /** «2027-09-01». */
  from: string
  /** Days. */
  length: number
}): Year {
  const { telegram, pool, program, chance, size, teachers, length } = given
  const model = createReminderModel()
  const byChat = new Map(teachers.map((one) => [one.id, one]))
  const tally = createTally()
  const fresh: { teacher: Teacher; message: Message }[] = []
  const agenda = createAgenda({ ...given, clock: program.now, model })
  const { began, onDay } = agenda
  let tick = 0
  let messages = 0
  let presses = 0
  let kills = 0
  let looks = 0

  for (const { key, quiet } of teachers) model.person(key, quiet)
  telegram.api.events.subscribe((event) => {
    if (event.kind !== 'message' || event.message.from?.id !== telegram.bot.id) return
    const teacher = byChat.get(event.chatId)
    const text = event.message.text ?? ''
    if (!teacher || !text.startsWith('Напоминаю')) {
      if (teacher && text.includes('Семинар')) fresh.push({ teacher, message: event.message })
      return
    }
    messages += 1
    fresh.push({ teacher, message: event.message })
    for (const [, of = ''] of text.matchAll(/(Семинар \d+|Диагностика \d+|Мера \d+)/g)) {
      tally.hears(tick, teacher.key, of)
    }
  })

  const now = () => new Date(program.now())

  /** People answer what has come, by its buttons. */
  async function answer(): Promise<void> {
    while (fresh.length > 0) await Promise.all(fresh.splice(0, AT_ONCE).map(answerOne))
  }

  async function answerOne({
    teacher,
    message,
  }: {
    teacher: Teacher
    message: Message
  }): Promise<void> {
    for (const { text: label } of message.reply_markup?.inline_keyboard.flat() ?? []) {
      const share = SHARES[label.replace(/^\d+\. |«.*$/g, '').trim()] ?? 0
      if (chance.number() < share && (await press(teacher, message, label))) return
    }
  }

  async function press(teacher: Teacher, message: Message, label: string): Promise<boolean> {
    const named = [...(message.text ?? '').matchAll(/(Семинар \d+|Диагностика \d+)/g)].map(
      ([of]) => of,
    )
    const of = named[Number(/^(\d+)\. /.exec(label)?.[1] ?? 1) - 1] ?? ''
    // Lists of measures and others count differently: only what is certain is pressed.
    if (named.length > 1 && /Мера/.test(message.text ?? '')) return false
    const start = agenda.startOf(of)
    if (start !== undefined && start < program.now() + HOUR) return false
    const { chat, message_id } = message
    // One that a kill leaves without an answer is an update like any other, and is handled after it.
    await telegram.api.press(teacher.id, chat.id, message_id, label, PRESSING_MS)
    presses += 1
    if (label.endsWith('Пойду')) model.marks(of, teacher.key, 'going', program.now())
    else if (label.endsWith('Не смогу')) model.marks(of, teacher.key, 'declined', program.now())
    else if (label.endsWith('Прошёл(ла)')) model.passes(of, teacher.key)
    else model.leaves(teacher.key, teacher.site)
    return true
  }

  /** Resolves when the program has nothing to do at this moment. */
  async function quiet(deadline: number): Promise<void> {
    for (let still = 0; still < 2 && Date.now() < deadline; ) {
      if (program.failures.length > 0) throw new Error(program.failures.join())
      still = (await isBusy(pool, now())) ? 0 : still + 1
      await new Promise((resolve) => setTimeout(resolve, 40))
    }
  }

  function expectSent(at: number): void {
    for (const { person, of } of model.look(at)) tally.expects(tick, person, of)
  }

  return {
    lives: async (withinMs) => {
      const deadline = Date.now() + withinMs
      const last = onDay(length, '12:00')
      // Spread over the year, and no one of them is left out.
      const killAt = () => began + (0.95 * (last - began) * (kills + chance.number())) / size.kills
      let kill = killAt()
      const outages = Array.from({ length: size.outages }, (_, index) =>
        onDay(Math.floor((length * (index + 1)) / (size.outages + 1)), '13:00'),
      )
      await program.leap(began)
      program.start()
      await quiet(deadline)
      for (;;) {
        const next = nextOf(model.next(program.now()), agenda.next())
        if (next === null || next > last || Date.now() > deadline) break
        const outage = outages[0] !== undefined && next >= outages[0] ? outages.shift() : undefined
        if (outage !== undefined) {
          await program.stop()
          await program.leap(Math.max(next, program.now()) + DAY + chance.below(20) * HOUR)
          program.start()
        } else if (next > program.now()) await program.leap(next)
        tick = program.now()
        looks += 1
        if (kills < size.kills && tick >= kill) {
          kills += 1
          kill = killAt()
          await program.kill()
        }
        expectSent(tick)
        await quiet(deadline)
        await agenda.keep()
        // What was put off and is not any more, since somebody's quiet hours have changed, is sent at once.
        expectSent(tick)
        await quiet(deadline)
        await answer()
        await quiet(deadline)
      }
      await quiet(deadline)
      await program.stop()
    },
    figures: () => ({
      ...tally.compare(),
      messages,
      late: model.late(program.now()),
      kills,
      presses,
      looks,
    }),
  }
}

/** Of a hundred who get such a button, so many press it. */
const SHARES: Record<string, number> = {
  Пойду: 0.3,
  'Не смогу': 0.12,
  'Прошёл(ла)': 0.35,
  'Отписаться от площадки': 0.01,
}

function nextOf(...times: (number | null | undefined)[]): number | null {
  const known = times.filter((time) => typeof time === 'number')
  return known.length === 0 ? null : Math.min(...known)
}

async function isBusy(pool: Pool, now: Date): Promise<boolean> {
  if (await isRemindingDue(pool, { now })) return true
  // What is tried again in a moment would come long after it, if time leapt now.
  const soon = new Date(now.getTime() + AGAIN)
  const { rows } = await pool.query<{ busy: boolean }>(
    `select exists (select from inbox)
         or exists (select from event_people where to_tell is not null)
         or exists (select from deliveries where status = 'sending' or (
              status = 'planned' and due_at <= $2 and (pointless_at is null or pointless_at > $1))) as busy`,
    [now, soon],
  )
  return rows[0]!.busy
}
