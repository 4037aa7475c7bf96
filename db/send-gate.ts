/**
 * The row through which every counted call of every process passes, so that together they keep the messenger's rate.
 * It works by the database's clock: the limit is the messenger's and does not move with the program's time.
 */
import type { Db } from './db.ts'

/** Telegram takes 30 messages a second; this is 29.4. */
export const SPACING_MS = 34

const SPACING = `interval '${SPACING_MS} milliseconds'`

/** Takes the next free place, and as many more as the call counts for. Returns the milliseconds until it may leave. */
export async function reserveSend(
  db: Db,
  { messenger, count }: { messenger: string; count: number },
): Promise<number> {
  const { rows } = await db.query<{ wait: number }>(
    `insert into send_gate as gate (messenger, next_at)
     values ($1, clock_timestamp() + $2 * ${SPACING})
     on conflict (messenger) do update
       set next_at = greatest(gate.next_at, gate.paused_until, clock_timestamp()) + $2 * ${SPACING}
     returning (extract(epoch from next_at - $2 * ${SPACING} - clock_timestamp()) * 1000)::float8 as wait`,
    [messenger, count],
  )
  return Math.max(0, rows[0]?.wait ?? 0)
}

/** The messenger asked to wait: no counted call leaves for so many seconds. */
export async function pauseSends(
  db: Db,
  { messenger, seconds }: { messenger: string; seconds: number },
): Promise<void> {
  await db.query(
    `insert into send_gate as gate (messenger, next_at, paused_until)
     values ($1, clock_timestamp(), clock_timestamp() + $2 * interval '1 second')
     on conflict (messenger) do update
       set paused_until = greatest(gate.paused_until, excluded.paused_until)`,
    [messenger, seconds],
  )
}
