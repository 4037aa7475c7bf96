/** The same claims as in the fast tests, where they can really collide: connections of their own to a server. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../../db/connect.ts'
import type { Database } from '../../db/database.ts'
import { planDelivery } from '../../db/deliveries.ts'
import { finishUpdates, storeUpdates, takeUpdates } from '../../db/inbox.ts'
import { holdPolling } from '../../db/polling.ts'
import { reserveSend } from '../../db/send-gate.ts'
import { claimDelivery } from '../../db/sending.ts'
import { aDelivery } from '../helpers/deliveries.ts'
import { now } from '../helpers/people.ts'
import { createDatabase, describeWith } from '../helpers/servers.ts'

const PROCESSES = 5
const CHATS = 6
const UPDATES = 300

describeWith('TEST_DATABASE_URL', (server) => {
  const processes: Database[] = []
  let drop: () => Promise<void>
  beforeAll(async () => {
    const database = await createDatabase(server)
    drop = database.drop
    for (let count = 0; count < PROCESSES; count += 1) {
      processes.push(await openDatabase({ url: database.url, folder: '' }))
    }
  })
  afterAll(async () => {
    await Promise.all(processes.map((database) => database.close()))
    await drop()
  })

  const chatOf = (updateId: number) => `chat ${updateId % CHATS}`

  /** Takes and finishes until nothing is left; `began` and `ended` see every update. */
  async function work({ pool }: Database, owner: string, log: string[]): Promise<void> {
    for (;;) {
      const taken = await takeUpdates(pool, { owner, leaseSeconds: 15, limit: 4 })
      const { rows } = await pool.query('select 1 from inbox limit 1')
      if (rows.length === 0) return
      await Promise.all(
        taken.map(async ({ update_id: updateId, chat_key }) => {
          log.push(`${chat_key} begins ${updateId}`)
          await sleep(Math.random() * 4)
          log.push(`${chat_key} ends ${updateId}`)
          await finishUpdates(pool, { updateIds: [updateId], owner })
        }),
      )
    }
  }

  it('handles every update once and those of a chat one after the other, in order', async () => {
    const ids = Array.from({ length: UPDATES }, (_, index) => index)
    const updates = ids.map((updateId) => ({
      updateId,
      chatKey: chatOf(updateId),
      press: false,
      body: {},
    }))
    const log: string[] = []
    await storeUpdates(processes[0]!.pool, { updates: updates.slice(0, 100), now })
    await Promise.all([
      ...processes.map((database, index) => work(database, `process ${index}`, log)),
      storeUpdates(processes[0]!.pool, { updates, now }),
      storeUpdates(processes[1]!.pool, { updates, now }),
    ])
    await work(processes[0]!, 'last', log)
    const expected = ids.flatMap((id) => [`begins ${id}`, `ends ${id}`])
    const ofChat = (lines: string[], chat: string) =>
      lines.filter((line) => line.startsWith(`${chat} `))
    const inOrder = ids.flatMap((id) => [`${chatOf(id)} begins ${id}`, `${chatOf(id)} ends ${id}`])
    expect(log).toHaveLength(expected.length)
    const chats = Array.from({ length: CHATS }, (_, index) => `chat ${index}`)
    expect(chats.map((chat) => ofChat(log, chat))).toEqual(
      chats.map((chat) => ofChat(inOrder, chat)),
    )
  })

  it('gives each delivery to one of many', async () => {
    const ids = await Promise.all(
      Array.from({ length: 50 }, () => planDelivery(processes[0]!.pool, { ...aDelivery(), now })),
    )
    const claims = await Promise.all(
      processes.flatMap(({ pool }, owner) =>
        ids.map(({ id }) =>
          claimDelivery(pool, { id, owner: String(owner), leaseSeconds: 60, now }),
        ),
      ),
    )
    const won = claims.filter((claim) => claim !== null).map(({ id }) => id)
    expect(won.toSorted((a, b) => a - b)).toEqual(ids.map(({ id }) => id).toSorted((a, b) => a - b))
  })

  it('plans a thing once when many plan it at once', async () => {
    const delivery = { ...aDelivery(), now }
    const planned = await Promise.all(
      processes.flatMap(({ pool }) => [planDelivery(pool, delivery), planDelivery(pool, delivery)]),
    )
    expect(new Set(planned.map(({ id }) => id)).size).toBe(1)
  })

  it('gives out places at the gate one after the other, thirty a second', async () => {
    const waits = await Promise.all(
      processes.flatMap(({ pool }) =>
        Array.from({ length: 10 }, async () => {
          const asked = performance.now()
          const place = { messenger: 'test', count: 1 }
          const { milliseconds: wait } = await reserveSend(pool, place)
          return { earliest: asked + wait, latest: performance.now() + wait }
        }),
      ),
    )
    const latest = waits.map((wait) => wait.latest).toSorted((a, b) => a - b)
    expect(latest.at(-1)! - latest[0]!).toBeGreaterThan(49 * 33 - 50)
  })

  it('lets one process poll', async () => {
    const held = await Promise.all(
      processes.map(({ pool }, index) =>
        holdPolling(pool, { messenger: 'test', holder: String(index), leaseSeconds: 10 }),
      ),
    )
    expect(held.filter(Boolean)).toHaveLength(1)
  })
})
