/** After the first answer a person is asked once whether they want to say where and what they teach. */
import type { Db } from '../db/db.ts'
import { offerProfile } from '../db/profiles.ts'
import type { QuestionRow } from '../db/questions.ts'
import { PRIORITY, textMessages } from './content.ts'
import type { Parts } from './context.ts'
import { button, keyboard } from './keyboards.ts'
import { buttons } from './texts/buttons.ts'
import { settingsTexts } from './texts/settings.ts'

/** First the answer is read; and where a thousand ask at once, nobody's answer waits for it. */
const AFTER_MS = 60_000

/** Plans the offer in the transaction of the answer; it leaves by itself when there is nothing more urgent. */
export async function planProfileOffer(
  tx: Db,
  { outbox }: Pick<Parts, 'outbox'>,
  { question, now }: { question: QuestionRow; now: Date },
): Promise<void> {
  const { person_id: personId, chat_key: chatKey } = question
  if (personId === null || !(await offerProfile(tx, { personId, now }))) return
  const begin = keyboard([button(buttons.fillIn, 'profile-begin', {})])
  for (const [part, content] of textMessages(settingsTexts.offer, { keyboard: begin }).entries()) {
    await outbox.plan(tx, {
      key: `profile-offer:${personId}:${part}`,
      kind: 'reply',
      ...{ chatKey, personId, content },
      priority: PRIORITY.offer,
      dueAt: new Date(now.getTime() + AFTER_MS),
    })
  }
}
