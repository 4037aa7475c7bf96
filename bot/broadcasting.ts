/** What methodists do with a broadcast: the state decides, and what is told of it is planned in the same transaction. */
import { type PrivilegedAct, recordAct } from '../db/audit.ts'
import { repeatDoubtful as planDoubtful } from '../db/broadcast-report.ts'
import {
  cancelBroadcast,
  dropStartReminder,
  pauseBroadcast as pause,
  resumeBroadcast as resume,
  scheduleBroadcast as schedule,
  stopBroadcast as stop,
  unscheduleBroadcast as unschedule,
} from '../db/broadcast-states.ts'
import {
  type Broadcast,
  createCorrectionDraft,
  createRemovalDraft,
  findBroadcast,
} from '../db/broadcasts.ts'
import type { Db } from '../db/db.ts'
import { findPersonById, type Person } from '../db/people.ts'
import { transaction } from '../db/transaction.ts'
import { beginAndTell } from '../jobs/begin-broadcast.ts'
import { correctionOf, REMOVAL, type Words } from './broadcast-editing.ts'
import { createBroadcastNews } from './broadcast-news.ts'
import { PRIORITY, textMessages } from './content.ts'
import type { Parts } from './context.ts'
import { ownChat } from './desk-chats.ts'
import type { Content } from './notifier.ts'
import { broadcastProgressTexts } from './texts/broadcast-progress.ts'

type Sending = Pick<Parts, 'pool' | 'outbox' | 'clock' | 'centre' | 'adminIds'>

/** Which broadcast, and who acts. */
interface Act {
  broadcastId: number
  personId: number
}

const REMINDED_BEFORE_MS = 60 * 60_000

/** Sends the person the very calls that everybody will get. `key` names the press. */
export async function testToOneself(
  { pool, outbox, clock }: Sending,
  { broadcastId, person, key }: { broadcastId: number; person: Person; key: string },
): Promise<void> {
  const broadcast = await findBroadcast(pool, { id: broadcastId })
  for (const [part, content] of contentsOf(broadcast).entries()) {
    const said = { key: `${key}:${part}`, kind: 'reply', content } as const
    const when = { priority: PRIORITY.reply, dueAt: clock() }
    await outbox.post({ ...said, ...ownChat(person), ...when })
  }
}

/** Begins it now. Null: it has begun already, or is empty. */
export async function startBroadcast(
  parts: Sending,
  given: Act & { ignoresQuietHours: boolean },
): Promise<{ audience: number } | null> {
  const { pool, outbox, clock } = parts
  const { broadcastId } = given
  const now = clock()
  const news = createBroadcastNews(parts)
  const begun = await transaction(pool, async (tx) => {
    const told = await beginAndTell(tx, { news, ...given, now })
    if (!told) return null
    await dropStartReminder(tx, { broadcastId })
    await record(tx, 'broadcast started', { ...given, now })
    return told
  })
  if (!begun) return null
  await outbox.flush(begun.ids)
  return { audience: begun.audience }
}

/** Has it begin at that time, or at another one than before; its author is reminded an hour before. False: too late. */
export async function scheduleBroadcast(
  parts: Sending,
  given: Act & { startsAt: Date; ignoresQuietHours: boolean },
): Promise<boolean> {
  const now = parts.clock()
  return transaction(parts.pool, async (tx) => {
    if (!(await schedule(tx, given))) return false
    await dropStartReminder(tx, given)
    await planStartReminder(tx, parts, { ...given, now })
    await record(tx, 'broadcast scheduled', { ...given, now })
    return true
  })
}

/** Makes a draft of it again. False: it has begun. */
export async function unscheduleBroadcast(parts: Sending, act: Act): Promise<boolean> {
  return change(parts, act, 'broadcast unscheduled', async (tx) => {
    await dropStartReminder(tx, act)
    return unschedule(tx, act)
  })
}

export async function pauseBroadcast(parts: Sending, act: Act): Promise<boolean> {
  return change(parts, act, 'broadcast paused', (tx) => pause(tx, act))
}

export async function resumeBroadcast(parts: Sending, act: Act): Promise<boolean> {
  return change(parts, act, 'broadcast resumed', (tx) => resume(tx, act))
}

/** Ends what is going on for good, or cancels what is scheduled. False: it was over. */
export async function stopBroadcast(parts: Sending, act: Act): Promise<boolean> {
  return change(parts, act, 'broadcast stopped', async (tx, now) => {
    await dropStartReminder(tx, act)
    const because = null
    return (
      (await stop(tx, { ...act, because, now })) || (await cancelBroadcast(tx, { ...act, because }))
    )
  })
}

/** Sends once more what is in doubt, each once. Returns how many there are. */
export async function repeatDoubtful(parts: Sending, act: Act): Promise<number> {
  let count = 0
  await change(parts, act, 'broadcast repeated', async (tx, now) => {
    count = await planDoubtful(tx, { ...act, now })
    return count > 0
  })
  return count
}

/** A draft that puts these words in the place of those that were sent; null where there are none, or they are too long. */
export async function correctBroadcast(
  { pool, clock }: Sending,
  { broadcastId, personId, said }: Act & { said: Words },
): Promise<number | null> {
  const broadcast = await findBroadcast(pool, { id: broadcastId })
  const correction = correctionOf(contentsOf(broadcast), said)
  if (!broadcast || !isSent(broadcast) || !correction) return null
  const draft = { broadcast, ...correction, authorId: personId, now: clock() }
  return createCorrectionDraft(pool, draft)
}

/** A draft that deletes what was sent; null where nothing was. */
export async function removeBroadcast(
  { pool, clock }: Sending,
  { broadcastId, personId }: Act,
): Promise<number | null> {
  const broadcast = await findBroadcast(pool, { id: broadcastId })
  if (!broadcast || !isSent(broadcast)) return null
  const draft = { broadcast, contents: REMOVAL, authorId: personId, now: clock() }
  return createRemovalDraft(pool, draft)
}

function isSent({ act, started_at }: Broadcast): boolean {
  return act === 'send' && started_at !== null
}

/** What the bot wrote there itself. */
function contentsOf(broadcast: Broadcast | null): Content[] {
  return (broadcast?.contents ?? []) as Content[]
}

async function change(
  { pool, clock }: Sending,
  act: Act,
  name: PrivilegedAct,
  work: (tx: Db, now: Date) => Promise<boolean>,
): Promise<boolean> {
  const now = clock()
  return transaction(pool, async (tx) => {
    if (!(await work(tx, now))) return false
    await record(tx, name, { ...act, now })
    return true
  })
}

async function record(
  tx: Db,
  act: PrivilegedAct,
  { broadcastId, personId, now }: Act & { now: Date },
): Promise<void> {
  const broadcast = await findBroadcast(tx, { id: broadcastId })
  const details = broadcast?.of_id
    ? { broadcast: broadcast.of_id, act: broadcast.act }
    : { broadcast: broadcastId }
  await recordAct(tx, { actorId: personId, act, details, now })
}

async function planStartReminder(
  tx: Db,
  { outbox, centre }: Sending,
  { broadcastId, startsAt, now }: Act & { startsAt: Date; now: Date },
): Promise<void> {
  const dueAt = new Date(startsAt.getTime() - REMINDED_BEFORE_MS)
  const broadcast = await findBroadcast(tx, { id: broadcastId })
  if (!broadcast?.created_by || dueAt <= now) return
  const author = await findPersonById(tx, broadcast.created_by)
  if (!author) return
  const text = broadcastProgressTexts.soon(broadcast, startsAt, centre.calendar.zone)
  const key = `broadcast:${broadcastId}:soon:${startsAt.getTime()}`
  for (const [part, content] of textMessages(text).entries()) {
    const delivery = { key: `${key}:${part}`, kind: 'reminder', content, dueAt } as const
    const terms = { priority: PRIORITY.reminder, pointlessAt: startsAt }
    await outbox.plan(tx, { ...delivery, ...ownChat(author), ...terms })
  }
}
