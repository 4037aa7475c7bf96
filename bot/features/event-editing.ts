/** Methodists change, move and cancel events that people know of, from the event's card. */
import { Composer } from 'grammy'
import type { PlannedEvent } from '../../db/events.ts'
import type { ButtonName, Fields } from '../callbacks.ts'
import type { Parts, PersonContext } from '../context.ts'
import { atStep, leaveDialogue } from '../dialogue.ts'
import { applyChange, keepEvent } from '../event-applying.ts'
import { askReason, cancelConfirmed, takeReason } from '../event-cancelling.ts'
import { hasHadEffect, mayHoldEvents } from '../event-dialogue.ts'
import {
  askChange,
  chooseChange,
  clearChange,
  findAhead,
  takeChangeWords,
} from '../event-editing.ts'
import { readEventField } from '../event-fields.ts'
import { askSite, chooseInvited, pressSite, takeSiteWords, turnSites } from '../event-inviting.ts'
import { onPress } from '../presses.ts'
import { eventEditingTexts } from '../texts/event-editing.ts'

export function eventEditingFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.use(changing(parts), cancelling(parts))
  composer.on('message:text', async (ctx, next) => {
    const { text } = ctx.message
    if (text.startsWith('/') || !mayHoldEvents(ctx)) return next()
    const asked = atStep(ctx, 'event-change') ?? atStep(ctx, 'event-cancel')
    if (!asked) return next()
    const event = await findAhead(ctx, parts, asked.event)
    if (!event) return void (await leaveDialogue(ctx, parts))
    if (atStep(ctx, 'event-change')?.field === 'site') {
      return takeSiteWords(ctx, parts, event, text)
    }
    if (atStep(ctx, 'event-change')) return takeChangeWords(ctx, parts, event, text)
    await takeReason(ctx, parts, event, text.trim())
  })
  return composer
}

function changing(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onEvent(composer, parts, 'event-edit', (ctx, event) => chooseChange(ctx, parts, event))
  onEvent(composer, parts, 'event-field', async (ctx, event, { field: name }) => {
    const field = readEventField(name)
    if (!field) return ctx.toast(eventEditingTexts.passed)
    if (field === 'site') return askSite(ctx, parts, event)
    if (field === 'audience') return chooseInvited(ctx, parts, event)
    await askChange(ctx, parts, event, field)
  })
  onEvent(composer, parts, 'event-sites', (ctx, event, { offset }) =>
    turnSites(ctx, parts, event, offset),
  )
  onEvent(composer, parts, 'event-site', (ctx, event, { site }) =>
    pressSite(ctx, parts, event, site === 0 ? null : site),
  )
  onEvent(composer, parts, 'event-clear', async (ctx, event, { field: name }) => {
    const field = readEventField(name)
    if (!field) return ctx.toast(eventEditingTexts.passed)
    await clearChange(ctx, parts, event, field)
  })
  onEvent(composer, parts, 'event-apply', (ctx, _event, seen) => applyChange(ctx, parts, seen))
  onPress(composer, 'event-keep', (ctx) => keepEvent(ctx, parts))
  return composer
}

function cancelling(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onEvent(composer, parts, 'event-cancel', (ctx, event) => askReason(ctx, parts, event))
  onEvent(composer, parts, 'event-no-reason', (ctx, event) => takeReason(ctx, parts, event, null))
  onEvent(composer, parts, 'event-cancel-yes', (ctx, _event, seen) =>
    cancelConfirmed(ctx, parts, seen),
  )
  return composer
}

type OnEvent = Extract<
  ButtonName,
  `event-${'edit' | 'field' | 'clear' | 'sites' | 'site' | 'apply' | 'cancel' | 'no-reason' | 'cancel-yes'}`
>

/** Calls the handler when a methodist pressed it, and the event is published and not over; else says why not. */
function onEvent<Name extends OnEvent>(
  composer: Composer<PersonContext>,
  parts: Parts,
  name: Name,
  handler: (ctx: PersonContext, event: PlannedEvent, fields: Fields<Name>) => Promise<unknown>,
): void {
  onPress(composer, name, async (ctx, fields) => {
    if (!mayHoldEvents(ctx)) return ctx.toast(eventEditingTexts.methodistsOnly)
    if (hasHadEffect(ctx)) return ctx.toast()
    // Each of these buttons names its event.
    const event = await findAhead(ctx, parts, Number(fields.event))
    if (event) await handler(ctx, event, fields)
  })
}
