import { expect, it } from 'vitest'
import { createBroadcastNews } from '../../bot/broadcast-news.ts'
import type { Person } from '../../db/people.ts'
import type { Outbox } from '../../jobs/outbox.ts'

const news = createBroadcastNews({ outbox: {} as Outbox, clock: () => new Date(), adminIds: ['7'] })
const person = (externalId: string, ...roles: Person['roles']) =>
  ({ external_id: externalId, roles }) as Person

it('lets methodists and administrators broadcast, those of the settings too', () => {
  expect(news.mayBroadcast(person('1', 'methodist'))).toBe(true)
  expect(news.mayBroadcast(person('1', 'administrator'))).toBe(true)
  expect(news.mayBroadcast(person('7'))).toBe(true)
  expect(news.mayBroadcast(person('1', 'tutor'))).toBe(false)
})
