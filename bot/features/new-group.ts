/** An administrator adds the bot to another group: asked whether it is the tutors', which it then becomes. */
import { Composer } from 'grammy'
import { recordAct } from '../../db/audit.ts'
import { setTutorGroup } from '../../db/desk-chat.ts'
import { findPerson } from '../../db/people.ts'
import { transaction } from '../../db/transaction.ts'
import { chatIdOf, chatKeyOf } from '../chat-key.ts'
import { type Context, hasRole, type Parts, type PersonContext } from '../context.ts'
import { ownChat } from '../desk-chats.ts'
import { button, keyboard } from '../keyboards.ts'
import { rolesOf } from '../middleware/identify.ts'
import { takeButtonsOff } from '../paging.ts'
import { onPress } from '../presses.ts'
import { buttons } from '../texts/buttons.ts'
import { groupTexts } from '../texts/group.ts'
import { peopleTexts } from '../texts/people.ts'
import { planText } from '../ticketing.ts'

/** In private chats of administrators. */
export function newGroupFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onPress(composer, 'tutor-group', async (ctx, { chat }) => {
    if (!hasRole(ctx, 'administrator')) return ctx.toast(peopleTexts.administratorsOnly)
    const { person, now } = ctx
    await transaction(parts.pool, async (tx) => {
      await setTutorGroup(tx, { chatKey: chatKeyOf(chat), now })
      await recordAct(tx, { actorId: person.id, act: 'tutors’ group set', details: { chat }, now })
    })
    await ctx.toast(groupTexts.isTutors)
    await takeButtonsOff(ctx)
    await parts.queues.enqueue('watch-desk', {}, { jobId: 'only' })
  })
  return composer
}

/** Strangers may add the bot anywhere; they are not asked, and nobody is asked for them. */
export async function askWhetherTutors(ctx: Context, parts: Parts): Promise<void> {
  const { pool, clock, outbox, adminIds } = parts
  const externalId = String(ctx.from?.id)
  const person = await findPerson(pool, { messenger: 'telegram', externalId })
  if (!person?.consented || !rolesOf(person, adminIds).includes('administrator')) return
  const chat = chatIdOf(chatKeyOf(ctx.chat?.id ?? 0))
  const ids = await planText(pool, parts, {
    key: `new-group:${ctx.update.update_id}`,
    ...ownChat(person),
    text: groupTexts.whetherTutors(ctx.chat?.title ?? ''),
    keyboard: keyboard([button(buttons.tutorGroup, 'tutor-group', { chat })]),
    now: clock(),
  })
  await outbox.flush(ids)
}
