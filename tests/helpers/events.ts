/** Events made straight in the database, for tests that begin after they were drafted. */

import { giveConsent } from '../../db/consents.ts'
import type { Db, Pool } from '../../db/db.ts'
import { notePreview, publishEvent, reviseDraft, startDraft } from '../../db/event-drafts.ts'
import { announceEvent } from '../../db/event-people.ts'
import type { EventFacts, PlannedEvent } from '../../db/events.ts'
import { registerPerson } from '../../db/people.ts'
import { saySubject } from '../../db/profiles.ts'
import { transaction } from '../../db/transaction.ts'
import { makeCodeWord } from '../../jobs/code-words.ts'
import { consentText, now } from './people.ts'
import type { Person, Telegram } from './telegram.ts'

const ZONE = 'Europe/Moscow'

/** Published and still to be announced by the watch. It begins on Wednesday, 25 November 2026, 15:00 in Moscow. */
export async function makeEvent(
  pool: Pool,
  { personId, at = now, ...facts }: { personId: number; at?: Date } & Partial<EventFacts>,
): Promise<PlannedEvent> {
  return transaction(pool, async (tx) => {
    const { id } = await startDraft(tx, { personId, zone: ZONE, now: at })
    const said = {
      title: 'Урок с нейросетями',
      starts_local: '2026-11-25T15:00',
      starts_at: new Date('2026-11-25T12:00:00Z'),
      minutes: 90,
      place: 'Дом учителя, кабинет 5',
      ...facts,
    }
    const { revision } = (await reviseDraft(tx, { id, personId, facts: said }))!
    await notePreview(tx, { id, revision })
    const codeWord = await makeCodeWord(tx, { eventId: id })
    const event = await publishEvent(tx, { id, personId, revision, codeWord, now: at })
    await announceEvent(tx, { eventId: id, now: at })
    return event!
  })
}

/** So many people of this Telegram who have consented without talking to the bot; their subject is «толпа». */
export async function makeCrowd(db: Db, telegram: Telegram, count: number): Promise<Person[]> {
  const crowd = Array.from({ length: count }, (_, n) =>
    telegram.person({ name: `Педагог ${String(n + 1).padStart(3, '0')}` }),
  )
  for (const { id, name } of crowd) {
    const account = { messenger: 'telegram', externalId: String(id), username: null }
    const personId = await registerPerson(db, { ...account, name, now })
    await giveConsent(db, { personId, text: consentText, now })
    await saySubject(db, { personId, subject: 'толпа' })
    telegram.api.send(id, id, '/start')
  }
  return crowd
}
