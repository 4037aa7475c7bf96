/** Another title or link of a published diagnostics: asked, confirmed, and shown in what was sent of it. */
import { changeWords, type Diagnostics } from '../db/diagnostics.ts'
import { countToTell } from '../db/diagnostics-people.ts'
import type { Parts, PersonContext } from './context.ts'
import { readWords } from './diagnostics-draft.ts'
import { changed, goingOn, tellDone } from './diagnostics-managing.ts'
import { atStep, enterStep, leaveDialogue } from './dialogue.ts'
import type { Html } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { showPage } from './paging.ts'
import { buttons } from './texts/buttons.ts'
import { diagnosticsTexts } from './texts/diagnostics.ts'

type Field = 'title' | 'link'

export async function askWords(
  ctx: PersonContext,
  parts: Parts,
  { diagnostics: id, field }: { diagnostics: number; field: string },
): Promise<void> {
  const one = await goingOn(ctx, parts, id)
  if (!one || (field !== 'title' && field !== 'link')) return ctx.toast(diagnosticsTexts.stale)
  await enterStep(ctx, parts, 'diagnostics-words', { diagnostics: id, field })
  await showPage(
    ctx,
    diagnosticsTexts.askWords(one, field),
    keyboard([button(buttons.back, 'diagnostics-card', { diagnostics: id })]),
  )
}

/** Shows what was typed beside what it takes the place of, and how many learn of it; false when none is asked. */
export async function takeWords(ctx: PersonContext, parts: Parts, text: string): Promise<boolean> {
  const asked = atStep(ctx, 'diagnostics-words')
  if (!asked) return false
  const { diagnostics: id, field } = asked
  const one = await goingOn(ctx, parts, id)
  const read = one ? readValue(one, field, text, ctx.now) : { refusal: diagnosticsTexts.notGoingOn }
  if (!one || 'refusal' in read) {
    await ctx.say('refusal' in read ? read.refusal : diagnosticsTexts.notGoingOn)
    return true
  }
  const { value } = read
  const by = ctx.update.update_id
  const seen = one.words_revision
  await enterStep(ctx, parts, 'diagnostics-words', { diagnostics: id, field, value, seen, by })
  const told = await countToTell(parts.pool, { diagnosticsId: id, all: false })
  await ctx.say(diagnosticsTexts.wordsSure(one, field, value, told), {
    keyboard: keyboard([
      button(buttons.save, 'diagnostics-words-yes', { diagnostics: id, by }),
      button(buttons.cancel, 'diagnostics-keep', { diagnostics: id }),
    ]),
  })
  return true
}

/** What waits under the pressed button becomes its title or link. */
export async function saveWords(
  ctx: PersonContext,
  parts: Parts,
  { diagnostics: id, by }: { diagnostics: number; by: number },
): Promise<void> {
  const waiting = atStep(ctx, 'diagnostics-words')
  if (waiting?.by !== by || waiting.diagnostics !== id || waiting.value === undefined) {
    return ctx.toast(diagnosticsTexts.stale)
  }
  const { field, value, seen = 0 } = waiting
  const words = field === 'title' ? { title: value } : { link: value }
  const { now } = ctx
  const one = await changed(ctx, parts, 'diagnostics changed', (tx) =>
    changeWords(tx, { id, words, told: field === 'link', seen, now }),
  )
  await leaveDialogue(ctx, parts)
  await tellDone(ctx, one, (saved) => diagnosticsTexts.wordsChanged(saved, field))
}

function readValue(
  one: Diagnostics,
  field: Field,
  text: string,
  now: Date,
): { value: string } | { refusal: Html } {
  const read = readWords(field, text, { draft: one, now })
  if ('refusal' in read) return field === 'link' ? { refusal: diagnosticsTexts.notLink } : read
  const value = read.change[field] ?? ''
  return value === one[field] ? { refusal: diagnosticsTexts.sameWords } : { value }
}
