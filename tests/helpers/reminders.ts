/** A centre in the database only: events, diagnostics and measures of which people are reminded, and a clock of its own. */
import type { Db, Pool } from '../../db/db.ts'
import { forgetReminders } from '../../db/reminders.ts'
import { dueDeliveries } from '../../db/sending.ts'
import { transaction } from '../../db/transaction.ts'
import { deliver } from '../../jobs/deliver.ts'
import { planDiagnosticsReminders, planEventReminders } from '../../jobs/plan-reminders.ts'
import { createQuietTimes } from '../../jobs/quiet-hours.ts'
import { createRemind } from '../../jobs/remind.ts'
import type { Watch } from '../../jobs/watches.ts'
import { aDelivery } from './deliveries.ts'
import { createScriptedNotifier, type ScriptedNotifier } from './notifier.ts'
import { makePerson } from './people.ts'

/** One message: to whom, of what («event 3»), and when. */
export interface Reminder {
  person: number
  of: string[]
  at: string
}

export interface Centre {
  clock: { now: Date }
  watch: Watch
  notifier: ScriptedNotifier
  /** What was sent so far, in order. */
  sent: Reminder[]
  person(quietHours?: string): Promise<number>
  /** An event in Moscow, just announced to these people, who have not answered. */
  event(given: {
    startsAt: string
    people: number[]
    before?: number[]
    site?: number | null
  }): Promise<number>
  site(): Promise<number>
  moves(eventId: number, startsAt: string): Promise<void>
  cancels(eventId: number): Promise<void>
  marks(
    eventId: number,
    personId: number,
    mark: 'going' | 'waiting' | 'declined' | null,
  ): Promise<void>
  /** Of Moscow's days, announced to these people when it opens. */
  diagnostics(given: { from: string; to: string; people: number[] }): Promise<number>
  passes(diagnosticsId: number, personId: number): Promise<void>
  measure(): Promise<number>
  /** Makes it this time, and has the program look and send what is due. */
  at(time: string): Promise<void>
  /** The same at each moment until then at which something becomes due. */
  until(time: string): Promise<void>
}

const ZONE = 'Europe/Moscow'

export function openCentre(pool: Pool, { quietHours = '21:00-08:00', zone = ZONE } = {}): Centre {
  const clock = { now: fromMoscow('2026-11-01 12:00') }
  const notifier = createScriptedNotifier()
  const sent: Reminder[] = []
  const watch = createRemind({
    pool,
    words: {
      priority: 7,
      render: (items) => ({ of: items.map(({ of }) => `${of.kind} ${of.id}`) }),
    },
    quiet: createQuietTimes({ quietHours, zone }),
    clock: () => clock.now,
  })
  const sender = { pool, notifier, clock: () => clock.now }
  const change = (work: (tx: Db) => Promise<unknown>) => transaction(pool, work).then(() => {})

  async function told(personId: number, at: string): Promise<number> {
    const { key, kind, chatKey } = aDelivery({ kind: 'announcement' })
    const { rows } = await pool.query<{ id: number }>(
      `insert into deliveries (key, kind, chat_key, person_id, content, priority, due_at, created_at, status, sent_at)
       values ($1, $2, $3, $4, '{}', 8, $5, $5, 'sent', $5) returning id`,
      [key, kind, chatKey, personId, at],
    )
    return rows[0]!.id
  }

  async function send(): Promise<void> {
    for (;;) {
      const due = await dueDeliveries(pool, { now: clock.now, limit: 500 })
      if (due.length === 0) return
      for (const { id } of due) await deliverOne(id)
    }
  }

  async function look(at: Date): Promise<void> {
    clock.now = at
    if (await watch.isDue()) await watch.run()
    await send()
  }

  async function nextDue(): Promise<Date | null> {
    const { rows } = await pool.query<{ at: Date | null }>(
      `select min(due_at) as at from (
         select due_at from reminders where status = 'planned' union all
         select due_at from reminded where status = 'planned') as due
        where due_at > $1`,
      [clock.now],
    )
    return rows[0]!.at
  }

  async function deliverOne(id: number): Promise<void> {
    const before = notifier.sent.length
    await deliver(sender, id)
    const { rows } = await pool.query('select person_id from deliveries where id = $1', [id])
    for (const { content } of notifier.sent.slice(before)) {
      const { of } = content as { of: string[] }
      sent.push({ person: rows[0].person_id, of, at: moscow(clock.now) })
    }
  }

  return {
    clock,
    watch,
    notifier,
    sent,
    person: async (own) => {
      const { id } = await makePerson(pool)
      if (own) await pool.query('update people set quiet_hours = $2 where id = $1', [id, own])
      return id
    },
    site: async () => {
      const { rows } = await pool.query<{ id: number }>(
        `insert into sites (name, created_at)
         select 'Площадка ' || count(*) + 1, $1 from sites returning id`,
        [clock.now],
      )
      return rows[0]!.id
    },
    event: async ({ startsAt, people, before = [10_080, 1440, 120], site = null }) => {
      const at = clock.now.toISOString()
      const { rows } = await pool.query<{ id: number }>(
        `insert into events (title, starts_local, zone, starts_at, site_id, remind_before, status, created_at, published_at)
         values ('Семинар', $1::timestamptz at time zone $2, $2, $1, $3, $4, 'published', $5, $5) returning id`,
        [fromMoscow(startsAt), ZONE, site, before, at],
      )
      const { id } = rows[0]!
      for (const person of people) {
        await pool.query(
          'insert into event_people (event_id, person_id, announced_by) values ($1, $2, $3)',
          [id, person, await told(person, at)],
        )
      }
      await change((tx) => planEventReminders(tx, { eventId: id, now: clock.now }))
      return id
    },
    moves: (eventId, startsAt) =>
      change(async (tx) => {
        await tx.query(
          'update events set starts_at = $2, starts_local = $2::timestamptz at time zone zone where id = $1',
          [eventId, fromMoscow(startsAt)],
        )
        await planEventReminders(tx, { eventId, now: clock.now })
      }),
    cancels: (eventId) =>
      change(async (tx) => {
        await tx.query(`update events set status = 'cancelled' where id = $1`, [eventId])
        await planEventReminders(tx, { eventId, now: clock.now })
      }),
    marks: (eventId, personId, mark) =>
      change(async (tx) => {
        await tx.query(
          `insert into event_people (event_id, person_id, mark, marked_at, place)
           values ($1, $2, $3, $4, case when $3 in ('going', 'waiting') then nextval('event_places') end)
           on conflict (event_id, person_id)
           do update set mark = excluded.mark, marked_at = excluded.marked_at, place = excluded.place`,
          [eventId, personId, mark, clock.now],
        )
        await forgetReminders(tx, { eventId, personIds: [personId], now: clock.now })
      }),
    diagnostics: async ({ from, to, people }) => {
      const { rows } = await pool.query<{ id: number }>(
        `insert into diagnostics (title, opens_on, closes_on, zone, opens_at, closes_at, status, created_at, published_at)
         values ('Диагностика', $1::date, $2::date, $3, ($1::date)::timestamp at time zone $3,
                 ($2::date + 1)::timestamp at time zone $3, 'published', $4, $4) returning id`,
        [from, to, ZONE, clock.now],
      )
      const { id } = rows[0]!
      for (const person of people) {
        await pool.query(
          `insert into diagnostics_people (diagnostics_id, person_id, announced_by, told_revision)
           values ($1, $2, $3, 0)`,
          [id, person, await told(person, clock.now.toISOString())],
        )
      }
      await change((tx) => planDiagnosticsReminders(tx, { diagnosticsId: id, now: clock.now }))
      return id
    },
    passes: (diagnosticsId, personId) =>
      change(async (tx) => {
        await tx.query(
          `update diagnostics_people set passed_at = $3, passed_by = 'said'
            where diagnostics_id = $1 and person_id = $2`,
          [diagnosticsId, personId, clock.now],
        )
        await forgetReminders(tx, { diagnosticsId, personIds: [personId], now: clock.now })
      }),
    measure: async () => {
      const { rows } = await pool.query<{ id: number }>(
        `with document as (
           insert into documents (created_at) values ($1) returning id),
         edition as (
           insert into editions (document_id, source, title, kind, checksum, ingested_at)
           select id, 'карта.docx', 'Дорожная карта', 'roadmap', gen_random_uuid()::text, $1 from document
           returning id)
         insert into measures (edition_id, ordinal, unit, clause, what, likeness, deadline_text, shape, created_at)
         select id, 1, 1, 'Дорожная карта, строка 1', 'Провести семинар', 'семинар', 'В течение года', 'none', $1
           from edition returning id`,
        [clock.now],
      )
      return rows[0]!.id
    },
    at: (time) => look(fromMoscow(time)),
    until: async (time) => {
      const end = fromMoscow(time)
      for (let at = await nextDue(); at !== null && at < end; at = await nextDue()) await look(at)
      await look(end)
    },
  }
}

/** «2026-12-01 15:00» by Moscow's clock, which knows no summer. */
export function moscow(at: Date): string {
  return new Date(at.getTime() + 3 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
}

export function fromMoscow(time: string): Date {
  return new Date(`${time.replace(' ', 'T')}:00+03:00`)
}
