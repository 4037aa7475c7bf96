/** What is held in a school year and when: events, diagnostics and measures, and what people change about being reminded. */
import type { Db, Pool } from '../../../db/db.ts'
import { announceEvent, tellCancelled, tellMoved } from '../../../db/event-people.ts'
import { setQuietHours, switchReminders } from '../../../db/profiles.ts'
import { forgetReminders, reconsiderQuietHours } from '../../../db/reminders.ts'
import { transaction } from '../../../db/transaction.ts'
import {
  planDiagnosticsReminders,
  planEventReminders,
  planMeasureReminder,
} from '../../../jobs/plan-reminders.ts'
import type { Chance } from '../../helpers/random.ts'
import type { ReminderModel } from '../../helpers/reminder-model.ts'
import { fromMoscow, moscow } from '../../helpers/reminders.ts'
import type { Telegram } from '../../helpers/telegram.ts'
import { SUBJECTS, type Teacher } from './people.ts'

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

export interface Agenda {
  /** Simulated milliseconds since 1970 of the year's first moment. */
  began: number
  /** The same of that time («14:00») on a day counted from the first. */
  onDay(day: number, time: string): number
  /** When the next thing is to be done. */
  next(): number | undefined
  /** Does what is to be done by now, in the program's database and in the model. */
  keep(): Promise<void>
  /** When an event begins, by its title; 0 for a cancelled one. */
  startOf(title: string): number | undefined
}

const DAY = 24 * 60 * 60_000
const ZONE = 'Europe/Moscow'
const BEFORE = [10_080, 1440, 120]
const HOURS = ['10:00', '14:00', '15:30']

export function createAgenda(given: {
  telegram: Telegram
  pool: Pool
  clock: () => number
  chance: Chance
  model: ReminderModel
  size: Size
  teachers: Teacher[]
  siteIds: number[]
  /** «2027-09-01». */
  from: string
  /** Days. */
  length: number
}): Agenda {
  const { telegram, pool, clock, chance, model, size, teachers, siteIds, length } = given
  const titles = new Map<string, number>()
  const starts = new Map<string, number>()
  const agenda: { at: number; does: () => Promise<void> }[] = []
  const began = fromMoscow(`${given.from} 09:00`).getTime()

  const onDay = (day: number, time: string) =>
    fromMoscow(`${moscow(new Date(began + day * DAY)).slice(0, 10)} ${time}`).getTime()
  const dayOf = (day: number) => moscow(new Date(began + day * DAY)).slice(0, 10)
  const change = (work: (tx: Db) => Promise<unknown>) => transaction(pool, work)
  const now = () => new Date(clock())

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

  plan()
  return {
    began,
    onDay,
    next: () => agenda[0]?.at,
    keep: async () => {
      while (agenda[0] && agenda[0].at <= clock()) await agenda.shift()?.does()
    },
    startOf: (title) => starts.get(title),
  }
}
