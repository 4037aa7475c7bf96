/** Broadcasts made straight in the database, for tests that begin with one. */

import type { Audience } from '../../db/audiences.ts'
import { planPeople, takeUnplanned } from '../../db/broadcast-pages.ts'
import { beginBroadcast } from '../../db/broadcast-start.ts'
import {
  type Broadcast,
  createBroadcastDraft,
  findBroadcast,
  setBroadcastAudience,
  setBroadcastContents,
} from '../../db/broadcasts.ts'
import type { Pool } from '../../db/db.ts'
import type { Person } from '../../db/people.ts'
import { transaction } from '../../db/transaction.ts'
import { makePerson, now } from './people.ts'

export const PRIORITY = 9

let last = 0

/** People nobody else has in their audience: they share a subject. */
export async function makeAudience(
  pool: Pool,
  count: number,
): Promise<{ people: Person[]; audience: Audience }> {
  const subject = `предмет ${++last}.`
  const people: Person[] = []
  for (let index = 0; index < count; index++) people.push(await makePerson(pool))
  await pool.query('update people set subject = $2 where id = any($1)', [
    people.map(({ id }) => id),
    subject,
  ])
  return { people, audience: { subjects: [subject] } }
}

export const text = (words: string) => ({ method: 'sendMessage', payload: { text: words } })

/** A draft with an audience of its own. */
export async function makeDraft(
  pool: Pool,
  { people = 3, contents = [text('Всем привет')] as object[] } = {},
): Promise<{ id: number; people: Person[]; author: Person }> {
  const author = await makePerson(pool, { name: 'Методист', roles: ['methodist'] })
  const made = await makeAudience(pool, people)
  const id = await createBroadcastDraft(pool, { authorId: author.id, now })
  await setBroadcastContents(pool, { broadcastId: id, contents, title: 'Всем привет' })
  await setBroadcastAudience(pool, { broadcastId: id, audience: made.audience })
  return { id, people: made.people, author }
}

export async function begin(pool: Pool, broadcastId: number, ignoresQuietHours = true) {
  const given = { broadcastId, ignoresQuietHours, now }
  return transaction(pool, (tx) => beginBroadcast(tx, given))
}

/** Writes the deliveries of the next `limit` people; returns how many people these were. */
export async function planSome(pool: Pool, broadcastId: number, limit = 1000): Promise<number> {
  const broadcast = (await findBroadcast(pool, { id: broadcastId })) as Broadcast
  return transaction(pool, async (tx) => {
    const people = await takeUnplanned(tx, { broadcastId, limit })
    const timed = people.map((person) => ({ ...person, dueAt: now }))
    await planPeople(tx, { broadcast, people: timed, priority: PRIORITY, now })
    return people.length
  })
}

/** What the deliveries of the broadcast are, in order. */
export async function deliveriesOf(pool: Pool, broadcastId: number) {
  const { rows } = await pool.query<{
    id: number
    key: string
    status: string
    person_id: number
    content: object
    broadcast_place: number
    broadcast_part: number
    due_at: Date
  }>('select * from deliveries where broadcast_id = $1 order by id', [broadcastId])
  return rows
}
