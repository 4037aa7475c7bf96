/** Whether what people have got of a broadcast, its ledger and its report agree. */
import { expect } from 'vitest'
import { linesOf, reportOf } from '../../../db/broadcast-report.ts'
import { openDatabase } from '../../../db/connect.ts'
import type { Mailing, Where } from './mailing.ts'

/** By what people have seen, and by the ledger. Returns the places of those who are in doubt. */
export async function judge(
  { received, broadcastId, author, people: { length: size } }: Mailing,
  where: Where,
): Promise<Set<number>> {
  const { pool, close } = await openDatabase(where)
  const lines = await linesOf(pool, { broadcastId })
  const sums = await reportOf(pool, { broadcastId })
  await close()
  const doubtful = new Set(
    lines.filter(({ state }) => state === 'inDoubt').map(({ place }) => place),
  )
  const counts = received()
  const wrong = lines.filter(({ place, state }) => {
    const count = counts[place - 1] ?? 0
    return state === 'inDoubt' ? count > 1 : state !== 'sent' || count !== 1
  })
  expect(wrong).toEqual([])
  expect(sums).toMatchObject({ audience: size, sent: size - doubtful.size, inDoubt: doubtful.size })
  const report = author.inbox().find(({ text = '' }) => /Получателей:/.test(text))
  expect(report?.text).toContain(`Доставлено: ${size - doubtful.size}`)
  expect(report?.text).toContain(`Сомнительные: ${doubtful.size}`)
  return doubtful
}
