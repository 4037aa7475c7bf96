/** «Показать вложения»: the files of a ticket, into the chat of the tutor who asks, which costs the group nothing. */
import { Composer } from 'grammy'
import type { Attachment } from '../../db/said.ts'
import { listAttachments } from '../../db/ticket-words.ts'
import { chatKeyOf } from '../chat-key.ts'
import { PRIORITY, saidMessages } from '../content.ts'
import type { Parts, PersonContext } from '../context.ts'
import { Html, join } from '../html.ts'
import { onPress } from '../presses.ts'
import { isTutor } from '../taking.ts'
import { attachmentTexts } from '../texts/attachments.ts'
import { formatMoment } from '../texts/moments.ts'

/** In the tutors' group and in a tutor's own chat. */
export function attachmentsFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onPress(composer, 'attachments', async (ctx, { ticket: ticketId }) => {
    if (!(await isTutor(ctx))) return
    const said = await listAttachments(parts.pool, ticketId)
    if (said.length === 0) return ctx.toast(attachmentTexts.none(ticketId))
    await ctx.toast(ctx.chat?.type === 'private' ? undefined : attachmentTexts.shown(ticketId))
    const { zone } = parts.centre.calendar
    for (const [index, { side, said_at, attachments }] of said.entries()) {
      const label = attachmentTexts.label(ticketId, side, formatMoment(said_at, zone))
      await send(ctx, parts, `ticket:${ticketId}:files:${ctx.update.update_id}:${index}`, {
        label,
        attachments,
      })
    }
  })
  return composer
}

async function send(
  { person, now }: PersonContext,
  { outbox }: Parts,
  key: string,
  { label, attachments }: { label: Html; attachments: Attachment[] },
): Promise<void> {
  const [only, ...others] = attachments
  const words = others.length === 0 && only?.caption ? new Html(only.caption) : null
  const contents = saidMessages(join([words, label], '\n\n'), attachments)
  for (const [part, content] of contents.entries()) {
    await outbox.post({
      key: `${key}:${part}`,
      kind: 'reply',
      chatKey: chatKeyOf(person.external_id),
      personId: person.id,
      content,
      priority: PRIORITY.reply,
      dueAt: now,
    })
  }
}
