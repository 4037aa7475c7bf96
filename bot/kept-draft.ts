/** What stays when /cancel interrupts the making of something: its draft. «Отмена» under a draft deletes it. */
import { findDraft as findEventDraft } from '../db/event-drafts.ts'
import { findDraft as findBroadcastDraft } from './broadcast-drafts.ts'
import type { Parts, PersonContext } from './context.ts'
import { findOwnDraft } from './diagnostics-asking.ts'
import { atStep } from './dialogue.ts'

/** The command with which the person goes on with it; null when the dialogue has no draft, or nothing is in it yet. */
export async function keptDraft(ctx: PersonContext, parts: Parts): Promise<string | null> {
  const choosing = atStep(ctx, 'audience')
  const chosenFor = (of: string) => (choosing?.of === of ? choosing.id : null)
  const event = atStep(ctx, 'event-field')?.event ?? chosenFor('event')
  if (event !== null) {
    const draft = await findEventDraft(parts.pool, { personId: ctx.person.id })
    return draft?.id === event && draft.revision > 0 ? '/event_new' : null
  }
  const asked = atStep(ctx, 'diagnostics-field') ?? atStep(ctx, 'diagnostics-preview')
  const diagnostics = asked?.diagnostics ?? chosenFor('diagnostics')
  if (diagnostics !== null) {
    const draft = await findOwnDraft(ctx, parts, diagnostics)
    return draft && draft.title !== '' ? '/diagnostics_new' : null
  }
  const broadcast = atStep(ctx, 'broadcast')?.broadcast ?? chosenFor('broadcast')
  if (broadcast === null) return null
  return (await findBroadcastDraft(ctx, parts, broadcast)) ? '/broadcasts' : null
}
