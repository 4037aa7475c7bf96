/** Saved audiences in the picker: one is taken in the place of what was chosen, or deleted. */
import { Composer } from 'grammy'
import {
  findSavedAudience,
  listSavedAudiences,
  removeSavedAudience,
} from '../db/saved-audiences.ts'
import { type Find, type Found, openAudience } from './audience-picker.ts'
import { audienceWords } from './audience-words.ts'
import type { Parts, PersonContext } from './context.ts'
import { button, keyboard } from './keyboards.ts'
import { pageButtons, showPage } from './paging.ts'
import { onPress } from './presses.ts'
import { audienceTexts, ticked } from './texts/audience.ts'
import { buttons } from './texts/buttons.ts'

const PAGE = 6

export function savedAudiences(parts: Parts, find: Find): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onPress(composer, 'audience-saved', async (ctx, { offset, ...at }) => {
    const chosen = await find(ctx, at)
    if (!chosen) return ctx.toast(audienceTexts.late)
    await showSaved(ctx, parts, chosen, offset)
  })
  onPress(composer, 'audience-take', async (ctx, { saved: savedId, ...at }) => {
    const chosen = await find(ctx, at)
    if (!chosen) return ctx.toast(audienceTexts.late)
    const saved = await findSavedAudience(parts.pool, { id: savedId })
    if (!saved) return ctx.toast(audienceTexts.goneSaved)
    const { of, id, owner } = chosen
    const { audience } = saved
    if (!(await owner.save(ctx, id, audience))) return ctx.toast(audienceTexts.late)
    await openAudience(ctx, parts, { of, id, audience })
  })
  onPress(composer, 'audience-weed', async (ctx, { offset, ...at }) => {
    const chosen = await find(ctx, at)
    if (!chosen) return ctx.toast(audienceTexts.late)
    await showWeeding(ctx, parts, chosen, offset)
  })
  onPress(composer, 'audience-drop', async (ctx, { saved, ...at }) => {
    const chosen = await find(ctx, at)
    if (!chosen) return ctx.toast(audienceTexts.late)
    await removeSavedAudience(parts.pool, { id: saved })
    await showWeeding(ctx, parts, chosen, 0)
  })
  return composer
}

async function showSaved(
  ctx: PersonContext,
  { pool }: Parts,
  { of, id }: Found,
  offset: number,
): Promise<void> {
  const found = await listSavedAudiences(pool, { offset, limit: PAGE })
  const page = found.slice(0, PAGE)
  const lines = await Promise.all(page.map(({ audience }) => audienceWords(pool, audience)))
  await showPage(
    ctx,
    audienceTexts.savedList(page, lines),
    keyboard(
      ...page.map(({ id: saved, name }) => [
        button(ticked(name, false), 'audience-take', { of, id, saved }),
      ]),
      pageButtons('audience-saved', { offset, size: PAGE, found: found.length }, { of, id }),
      page.length > 0
        ? [button(audienceTexts.removeSaved, 'audience-weed', { of, id, offset })]
        : [],
      [button(buttons.back, 'audience', { of, id })],
    ),
  )
}

async function showWeeding(
  ctx: PersonContext,
  { pool }: Parts,
  { of, id }: Found,
  offset: number,
): Promise<void> {
  const found = await listSavedAudiences(pool, { offset, limit: PAGE })
  const page = found.slice(0, PAGE)
  await showPage(
    ctx,
    page.length === 0 ? audienceTexts.savedList([], []) : audienceTexts.removeWhich,
    keyboard(
      ...page.map(({ id: saved, name }) => [
        button(`✕ ${ticked(name, false)}`, 'audience-drop', { of, id, saved }),
      ]),
      pageButtons('audience-weed', { offset, size: PAGE, found: found.length }, { of, id }),
      [button(buttons.back, 'audience-saved', { of, id, offset: 0 })],
    ),
  )
}
