/** No update whatsoever stops the program, stays in the inbox, or puts anybody's words into the log. */
import { existsSync } from 'node:fs'
import { inspect } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { answered, routed, startBot } from '../helpers/bot.ts'
import { randomUpdates } from '../helpers/random-updates.ts'
import { sharedPath } from '../helpers/shared.ts'

const DESCRIPTION = sharedPath('telegram-bot-api-spec.json')
const COUNT = Number(process.env.RANDOM_UPDATES ?? 300)
const OWN = 'ЛИЧНОЕ'

const TEXTS = [
  ...`/start|/start i_AAAA|/docs|/invite|/people|/my|/tutor|/tutor ${OWN}|/cancel|/privacy|/help|/delete_me|${OWN} с ответом`.split(
    '|',
  ),
  ...[
    `${OWN}\u0000`,
    `${OWN}\ud83d`,
    `${OWN} <b>&`,
    '',
    ' ',
    '\u200f\u202e',
    `${OWN} `.repeat(800),
  ],
  ...'claim:1|reply:1|return:1|send:1:1|change:1:1|discard:1:1|agree:x:y|details:|withdraw|erase|erase-no'.split(
    '|',
  ),
  ...'clause:1:0|helped:1|useless:2|ask-tutor:1|choose:1:0:0|resolved:1|continue:1|questions:5|people:0'.split(
    '|',
  ),
  ...'attachments:1|invite:tutor|revoke:1:tutor|document-save:1|document-drop:1'.split('|'),
]

describe.skipIf(!existsSync(DESCRIPTION))('updates made at random from the description', () => {
  let group = 0
  const opening = startBot({
    admins: [5_000_000_102],
    group: (telegram) => {
      const made = telegram.group({ title: 'Тьюторы', members: [telegram.person({ name: OWN })] })
      group = made.id
      return made
    },
  })
  afterAll(async () => (await opening).close())

  it.each(['next', 'broken'] as const)(
    'are handled or given up, and never logged: %s',
    async (kind) => {
      const app = await opening
      app.when('', routed())
      app.when('с ответом', answered())
      const people = await Promise.all([
        app.person(`${OWN} А`, 'tutor'),
        app.person(`${OWN} Б`, 'methodist'),
        app.person(`${OWN} В`),
      ])
      const ids = [...people.map(({ id }) => id), group, 777_000, 5]
      const made = randomUpdates(DESCRIPTION, {
        seed: 20261122,
        firstUpdateId: kind === 'next' ? 1e9 : 2e9,
        texts: TEXTS,
        ids,
      })
      for (let sent = 0; sent < COUNT; sent += 50) {
        await app.receives(Array.from({ length: 50 }, () => made[kind]()))
      }
      await expect.poll(() => waiting(app), { timeout: 60_000, interval: 300 }).toBe(0)
      expect(inspect(app.logged, { depth: 9 })).not.toContain(OWN)
    },
    300_000,
  )
})

async function waiting({ database }: Awaited<ReturnType<typeof startBot>>): Promise<number> {
  const { rows } = await database.pool.query('select count(*)::int as count from inbox')
  return rows[0].count
}
