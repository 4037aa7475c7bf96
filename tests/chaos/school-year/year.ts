/** A school year: what is held when, what people do about it, and what the program says, held against the model. */
import type { Message } from 'grammy/types'
import type { Db, Pool } from '../../../db/db.ts'
import { announceEvent, tellCancelled, tellMoved } from '../../../db/event-people.ts'
import { setQuietHours, switchReminders } from '../../../db/profiles.ts'
import { forgetReminders, reconsiderQuietHours } from '../../../db/reminders.ts'
import { isRemindingDue } from '../../../db/reminding.ts'
import { transaction } from '../../../db/transaction.ts'
import {
  planDiagnosticsReminders,
  planEventReminders,
  planMeasureReminder,
} from '../../../jobs/plan-reminders.ts'
import type { Chance } from '../../helpers/random.ts'
import { createReminderModel } from '../../helpers/reminder-model.ts'
import { fromMoscow, moscow } from '../../helpers/reminders.ts'
import type { Telegram } from '../../helpers/telegram.ts'
import { SUBJECTS, type Teacher } from './people.ts'
import type { KilledProgram } from './program.ts'
import { type Compared, createTally } from './tally.ts'

export interface Size {
  /** Days on which each site holds an event. */
  days: number
  diagnostics: number
  /** Measures of each of the two road maps. */
  measures: number
  kills: number
  /** Times at which nobody looks for a day or two. */
  outages: number
}

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
const ZONE = 'Europe/Moscow'
const BEFORE = [10_080, 1440, 120]
const HOURS = ['10:00', '14:00', '15:30']
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
  const { telegram, pool, program, chance, size, teachers, siteIds, length } = given
  const model = createReminderModel()
  const byChat = new Map(teachers.map((one) => [one.id, one]))
  const titles = new Map<string, number>()
  const starts = new Map<string, number>()
  const tally = createTally()
  const fresh: { teacher: Teacher; message: Message }[] = []
  const agenda: { at: number; does: () => Promise<void> }[] = []
  const began = fromMoscow(`${given.from} 09:00`).getTime()
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

  const onDay = (day: number, time: string) =>
    fromMoscow(`${moscow(new Date(began + day * DAY)).slice(0, 10)} ${time}`).getTime()
  const dayOf = (day: number) => moscow(new Date(began + day * DAY)).slice(0, 10)
  const change = (work: (tx: Db) => Promise<unknown>) => transaction(pool, work)
  const now = () => new Date(program.now())

  function plan(): void {
    for (let round = 0; round < size.days; round += 1) {
      const day = 16 + Math.floor(((length - 20) * round) / size.days)
      for (const [place, site] of siteIds.entries()) {
        const of = `Семинар ${round * siteIds.length + place + 1}`
        const start = onDay(day + chance.below(2), HOURS[place % HOURS.length] ?? '10:00')
        agenda.push({ at: onDay(day - 14, '12:00'), does: () => announce(of, site, start) })
        if (chance.number() < 0.1)
          agenda.push({ at: onDay(day - 3, '12:00'), does: () => move(of) })
        else if (chance.number() < 0.06)
          agenda.push({ at: onDay(day - 2, '12:00'), does: () => cancel(of) })
      }
    }
    for (let index = 1; index <= size.diagnostics; index += 1) {
      const day = Math.floor((length * index) / (size.diagnostics + 1))
      agenda.push({ at: onDay(day, '12:00'), does: () => diagnose(`Диагностика ${index}`, day) })
    }
    for (let index = 1; index <= 2 * size.measures; index += 1) {
      const day = 10 + Math.floor(((length - 20) * index) / (2 * size.measures))
      agenda.push({ at: onDay(day - 9, '12:00'), does: () => measure(`Мера ${index}`, day) })
    }
    for (let week = 1; week * 7 < length; week += 1) {
      agenda.push({ at: onDay(week * 7, '11:00'), does: changeMinds })
    }
    agenda.sort((one, other) => one.at - other.at)
  }

  async function announce(of: string, site: number, start: number): Promise<void> {
    const subject = chance.one(SUBJECTS)
    const at = now()
    const { rows } = await pool.query<{ id: number }>(
      `insert into events (title, starts_local, zone, starts_at, site_id, audience, remind_before, status, created_at, published_at)
       values ($1, $2::timestamptz at time zone $3, $3, $2, $4, $5, $6, 'published', $7, $7) returning id`,
      [of, new Date(start), ZONE, site, { sites: [site], subjects: [subject] }, BEFORE, at],
    )
    const eventId = rows[0]!.id
    await change(async (tx) => {
      await announceEvent(tx, { eventId, now: at })
      await planEventReminders(tx, { eventId, now: at })
    })
    const { rows: told } = await pool.query<{ person_id: number }>(
      'select person_id from event_people where event_id = $1',
      [eventId],
    )
    titles.set(of, eventId)
    starts.set(of, start)
    const people = told.map(({ person_id }) => person_id)
    model.event(of, { start, site, before: BEFORE, people, now: at.getTime() })
  }

  async function move(of: string): Promise<void> {
    const eventId = titles.get(of)
    const start = (starts.get(of) ?? 0) + DAY * (1 + chance.below(8))
    if (eventId === undefined) return
    const at = now()
    await change(async (tx) => {
      await tx.query(
        'update events set starts_at = $2, starts_local = $2::timestamptz at time zone zone, sequence = sequence + 1 where id = $1',
        [eventId, new Date(start)],
      )
      await tellMoved(tx, { eventId, now: at })
      await planEventReminders(tx, { eventId, now: at })
    })
    starts.set(of, start)
    model.moves(of, start, at.getTime())
  }

  async function cancel(of: string): Promise<void> {
    const eventId = titles.get(of)
    if (eventId === undefined) return
    const at = now()
    await change(async (tx) => {
      await tx.query(`update events set status = 'cancelled', cancelled_at = $2 where id = $1`, [
        eventId,
        at,
      ])
      await tellCancelled(tx, { eventId, now: at })
      await planEventReminders(tx, { eventId, now: at })
    })
    starts.set(of, 0)
    model.cancels(of)
  }

  /** Asked by a message that is in the ledger already: how they are asked is tested elsewhere. */
  async function diagnose(of: string, day: number): Promise<void> {
    const at = now()
    const asked = teachers.filter(() => chance.number() < 0.3).map(({ key }) => key)
    await change(async (tx) => {
      const { rows } = await tx.query<{ id: number }>(
        `insert into diagnostics (title, opens_on, closes_on, zone, opens_at, closes_at, status, created_at, published_at)
         values ($1, $2::date, $3::date, $4, ($2::date)::timestamp at time zone $4,
                 ($3::date + 1)::timestamp at time zone $4, 'published', $5, $5) returning id`,
        [of, dayOf(day), dayOf(day + 12), ZONE, at],
      )
      const diagnosticsId = rows[0]!.id
      await tx.query(
        `with told as (
           insert into deliveries (key, kind, chat_key, person_id, content, priority, due_at, created_at, status, sent_at)
           select 'asked:' || $1 || ':' || id, 'announcement', 'none', id, '{}', 8, $3, $3, 'sent', $3
             from unnest($2::bigint[]) as id returning id, person_id)
         insert into diagnostics_people (diagnostics_id, person_id, announced_by, announced_at, told_revision)
         select $1::text::bigint, person_id, id, $3, 1000000 from told`,
        [String(diagnosticsId), asked, at],
      )
      await planDiagnosticsReminders(tx, { diagnosticsId, now: at })
    })
    const due = [6, 9, 11].map((days) => onDay(day + days, '10:00'))
    model.diagnostics(of, { due, end: onDay(day + 13, '00:00'), people: asked, now: at.getTime() })
  }

  async function measure(of: string, day: number): Promise<void> {
    const at = now()
    const people = teachers.filter(() => chance.number() < 0.005).map(({ key }) => key)
    await change(async (tx) => {
      const { rows } = await tx.query<{ id: number }>(
        `with document as (insert into documents (created_at) values ($2) returning id),
         edition as (
           insert into editions (document_id, source, title, kind, checksum, ingested_at, measures_read)
           select id, 'карта.docx', 'Дорожная карта', 'roadmap', $1, $2, true from document returning id)
         insert into measures (edition_id, ordinal, unit, clause, what, likeness, deadline_text, shape, created_at)
         select id, 1, 1, 'строка 1', $1, $1, 'В течение года', 'none', $2 from edition returning id`,
        [of, at],
      )
      const measureId = rows[0]!.id
      const when = { day: dayOf(day), daysBefore: 7, zone: ZONE }
      await planMeasureReminder(tx, { measureId, ...when, people, now: at })
    })
    const due = onDay(day - 7, '09:00')
    model.measure(of, { due, end: onDay(day + 1, '00:00'), people, now: at.getTime() })
  }

  async function changeMinds(): Promise<void> {
    const some = teachers.filter(() => chance.number() < 0.01)
    for (const { key, id } of some) {
      const draw = chance.number()
      const at = now()
      if (draw < 0.1) {
        telegram.api.block(id)
        model.loses(key)
      } else if (draw < 0.5) {
        const on = chance.number() < 0.5
        await change(async (tx) => {
          await switchReminders(tx, { personId: key, on })
          await forgetReminders(tx, { personIds: [key], now: at })
        })
        model.switch(key, on)
      } else {
        const quietHours = chance.one(['21:00-08:00', '19:30-10:30', 'none'])
        await change(async (tx) => {
          await setQuietHours(tx, { personId: key, quietHours })
          await reconsiderQuietHours(tx, { personId: key })
        })
        model.quiet(key, quietHours)
      }
    }
  }

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
    const start = starts.get(of)
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
      plan()
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
        const next = nextOf(model.next(program.now()), agenda[0]?.at)
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
        while (agenda[0] && agenda[0].at <= program.now()) await agenda.shift()?.does()
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
