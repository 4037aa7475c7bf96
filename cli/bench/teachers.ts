/** Teachers who have consented, written into a database before the program starts: a measurement is not about that. */
import { versionOf } from '../../bot/consent-version.ts'
import { consentTemplate } from '../../bot/texts/consent.ts'
import { giveConsent } from '../../db/consents.ts'
import type { Pool } from '../../db/db.ts'
import { registerPerson } from '../../db/people.ts'
import { transaction } from '../../db/transaction.ts'

/** What the program is told the centre is called: the consent is to a text that names it. */
export const CENTRE = 'Центр развития образования'

/** So many with Telegram's ids from `first` on. Returns the people's own ids, in that order. */
export async function addTeachers(
  pool: Pool,
  { first, count, now }: { first: number; count: number; now: Date },
): Promise<number[]> {
  const body = consentTemplate(CENTRE)
  const text = { version: versionOf(body), body }
  return transaction(pool, async (tx) => {
    const ids: number[] = []
    for (let index = 0; index < count; index++) {
      const account = { messenger: 'telegram', externalId: String(first + index) } as const
      const person = { ...account, name: `Педагог ${first + index}`, username: null, now }
      const personId = await registerPerson(tx, person)
      await giveConsent(tx, { personId, text, now })
      ids.push(personId)
    }
    return ids
  })
}
