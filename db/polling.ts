/** Which process polls the messenger: one at a time, by a lease that the others wait for. */
import type { Db } from './db.ts'

/** Takes the polling, or prolongs it for who has it. False: another process has it. */
export async function holdPolling(
  db: Db,
  { messenger, holder, leaseSeconds }: { messenger: string; holder: string; leaseSeconds: number },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into polling (messenger, holder, lease_until)
     values ($1, $2, clock_timestamp() + $3 * interval '1 second')
     on conflict (messenger) do update
       set holder = excluded.holder, lease_until = excluded.lease_until
       where polling.holder = excluded.holder or polling.lease_until < clock_timestamp()`,
    [messenger, holder, leaseSeconds],
  )
  return rowCount === 1
}

/** Lets the next one have it at once. */
export async function releasePolling(
  db: Db,
  { messenger, holder }: { messenger: string; holder: string },
): Promise<void> {
  await db.query('delete from polling where messenger = $1 and holder = $2', [messenger, holder])
}

/** Ends the lease of whoever had it. Only for a start at which no other process can be alive. */
export async function endPollingLease(db: Db): Promise<void> {
  await db.query('delete from polling')
}
