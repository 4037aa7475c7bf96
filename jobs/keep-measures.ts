/** Keeps measures with their documents: reads those of earlier editions, and lets reminders go on in a new one. */
import type { Db, Pool } from '../db/db.ts'
import { KNOWLEDGE_KIND } from '../db/knowledge.ts'
import { dropMeasureReminders } from '../db/measure-reminders.ts'
import { findUnreadEdition, hasUnreadEditions } from '../db/measures.ts'
import { hasLeftReminders, type LeftReminder, takeLeftReminders } from '../db/measures-follow.ts'
import { passagesOf } from '../db/passages.ts'
import { transaction } from '../db/transaction.ts'
import { dueDays } from '../rag/measures/occurrences.ts'
import { storeMeasures } from '../rag/measures/store.ts'
import type { PassageKind } from '../rag/passage.ts'
import { planMeasureReminder } from './plan-reminders.ts'
import type { Watch } from './watches.ts'

export function createKeepMeasures(parts: {
  pool: Pool
  /** The wall clock of reminders. */
  zone: string
  clock: () => Date
}): Watch {
  const { pool, zone, clock } = parts
  return {
    isDue: async () =>
      (await hasUnreadEditions(pool, { but: KNOWLEDGE_KIND })) ||
      (await hasLeftReminders(pool, { now: clock() })),
    run: async () => {
      const now = clock()
      while (await transaction(pool, (tx) => readNext(tx, now)));
      await transaction(pool, async (tx) => {
        for (const left of await takeLeftReminders(tx, { now })) {
          await goOver(tx, left, { zone, now })
        }
      })
    },
  }
}

/** One edition a transaction; false when all are read. */
async function readNext(tx: Db, now: Date): Promise<boolean> {
  const edition = await findUnreadEdition(tx, { but: KNOWLEDGE_KIND })
  if (!edition) return false
  const stored = await passagesOf(tx, { editionId: edition.id })
  // The kinds are those that passages are stored with.
  const passages = stored.map((one) => ({ ...one, kind: one.kind as PassageKind }))
  const description = { title: edition.title, kind: edition.kind, issuedOn: edition.issued_on }
  await storeMeasures(tx, { editionId: edition.id, replacedId: null, passages, description, now })
  return true
}

async function goOver(tx: Db, left: LeftReminder, { zone, now }: { zone: string; now: Date }) {
  await planMeasureReminder(tx, {
    ...{ measureId: left.to_id, day: dayNow(left), daysBefore: left.days_before },
    ...{ people: left.people, zone, now },
  })
  await dropMeasureReminders(tx, { measureId: left.from_id, day: null, now })
}

/** Of a measure that is due on another day now, that day; a day that a methodist chose stays. */
function dayNow({ day, old, new: next }: LeftReminder): string {
  const before = dueDays(old, '1900-01-01', day)
  if (before.at(-1) !== day || dueDays(next, day, day).length > 0) return day
  if (next.shape === 'recurring')
    return dueDays(next, day, `${Number(day.slice(0, 4)) + 2}-12-31`)[0] ?? day
  return dueDays(next, '1900-01-01', '9999-12-31')[before.length - 1] ?? next.due_on ?? day
}
