/** Changes of the glossary: what was written is read, shown, and saved or removed when a methodist says so. */
import { recordAct } from '../db/audit.ts'
import type { Db } from '../db/db.ts'
import {
  countGlossary,
  findGlossaryEntry,
  findGlossaryKeys,
  type NewGlossaryEntry,
  removeGlossaryEntry,
  saveGlossaryEntry,
} from '../db/glossary.ts'
import { transaction } from '../db/transaction.ts'
import { glossaryEntry, looksLikeEntry, readGlossaryText } from '../rag/glossary.ts'
import type { Parts, PersonContext } from './context.ts'
import { atStep, enterStep, leaveDialogue } from './dialogue.ts'
import { button, keyboard } from './keyboards.ts'
import { showPage, takeButtonsOff } from './paging.ts'
import { buttons } from './texts/buttons.ts'
import { glossaryTexts } from './texts/glossary.ts'

type Shelf = Pick<Parts, 'pool'>

/** So many entries of a message, so many in all: each costs every question a look. */
const MOST_AT_ONCE = 50
const MOST = 2_000

/** Shows what was understood of the text, with «Сохранить»; `entryId` is the entry that it corrects. */
export async function previewEntries(
  ctx: PersonContext,
  parts: Shelf,
  { text, entryId }: { text: string; entryId: number | null },
): Promise<void> {
  const { pool } = parts
  const old = entryId === null ? null : await findGlossaryEntry(pool, entryId)
  if (entryId !== null && !old) return ctx.say(glossaryTexts.entryGone)
  const { entries, faults } = readGlossaryText(
    old && !looksLikeEntry(text) ? `${old.term} = ${text}` : text,
  )
  if (entries.length === 0) return ctx.say(glossaryTexts.nothingRead(faults))
  if (old && entries.length > 1) return ctx.say(glossaryTexts.oneOnly)
  if (entries.length > MOST_AT_ONCE) return ctx.say(glossaryTexts.tooMany(MOST_AT_ONCE))
  const known = await findGlossaryKeys(pool, { keys: entries.map(({ key }) => key) })
  const taken = old && known.get(entries[0]?.key ?? '')
  if (old && taken && taken.id !== old.id) return ctx.say(glossaryTexts.taken(taken))
  if ((await countGlossary(pool)) + entries.length - known.size > MOST) {
    return ctx.say(glossaryTexts.full(MOST))
  }
  const draft = ctx.update.update_id
  await enterStep(ctx, parts, 'glossary-draft', {
    draft,
    replaces: old?.id ?? null,
    entries: entries.map(({ term, meaning }) => ({ term, meaning })),
  })
  const shown = entries.map((entry) => {
    const before = old ?? known.get(entry.key) ?? null
    const same = before?.term === entry.term && before.meaning === entry.meaning
    return { entry, before, is: same ? ('known' as const) : ('changed' as const) }
  })
  await ctx.say(glossaryTexts.preview(shown, faults), {
    keyboard: keyboard([
      button(buttons.save, 'glossary-save', { draft }),
      button(buttons.cancel, 'glossary-drop', { draft }),
    ]),
  })
}

/** Saves what waits under the pressed button; says so when there is none. */
export async function saveDraft(ctx: PersonContext, parts: Shelf, draft: number): Promise<void> {
  const waiting = atStep(ctx, 'glossary-draft')
  if (waiting?.draft !== draft) return ctx.toast(glossaryTexts.stale)
  const entries = waiting.entries.flatMap(({ term, meaning }) => {
    const entry = glossaryEntry(term, meaning)
    return 'fault' in entry ? [] : [entry]
  })
  await ctx.toast(glossaryTexts.saving)
  const { person, now } = ctx
  const counts = await transaction(parts.pool, (tx) =>
    saveAll(tx, { entries, replaces: waiting.replaces, actorId: person.id, now }),
  )
  await ctx.say(glossaryTexts.saved(counts))
  await leaveDialogue(ctx, parts)
  await takeButtonsOff(ctx)
}

/** Forgets what waits under the pressed button. */
export async function dropDraft(ctx: PersonContext, parts: Shelf, draft: number): Promise<void> {
  if (atStep(ctx, 'glossary-draft')?.draft !== draft) return ctx.toast(glossaryTexts.stale)
  await leaveDialogue(ctx, parts)
  await ctx.toast(glossaryTexts.dropped)
  await takeButtonsOff(ctx)
}

/** Asks whether the entry shall really go. */
export async function askToRemove(
  ctx: PersonContext,
  { pool }: Shelf,
  place: { entry: number; offset: number },
): Promise<void> {
  const entry = await findGlossaryEntry(pool, place.entry)
  if (!entry) return ctx.toast(glossaryTexts.gone)
  const choice = [
    button(buttons.remove, 'glossary-remove-yes', place),
    button(buttons.cancel, 'glossary-entry', place),
  ]
  await showPage(ctx, glossaryTexts.removeSure(entry), keyboard(choice))
}

/** Removes the entry; false when it was gone already. */
export async function removeEntry(
  ctx: PersonContext,
  { pool }: Shelf,
  id: number,
): Promise<boolean> {
  const removed = await transaction(pool, (tx) => remove(tx, { id, ...actOf(ctx) }))
  await ctx.toast(removed ? glossaryTexts.removed(removed) : glossaryTexts.gone)
  return removed !== null
}

interface Act {
  actorId: number
  now: Date
}

function actOf({ person, now }: PersonContext): Act {
  return { actorId: person.id, now }
}

async function saveAll(
  tx: Db,
  {
    entries,
    replaces,
    actorId,
    now,
  }: { entries: NewGlossaryEntry[]; replaces: number | null } & Act,
): Promise<{ added: number; corrected: number }> {
  const counts = { added: 0, corrected: 0 }
  for (const entry of entries) {
    const saved = await saveGlossaryEntry(tx, { entry, now })
    if (!saved) continue
    const renamed = replaces !== null && saved.id !== replaces
    if (renamed) await removeGlossaryEntry(tx, { id: replaces })
    const change = renamed ? 'corrected' : saved.change
    counts[change] += 1
    const details = { entryId: saved.id, term: entry.term }
    await recordAct(tx, { actorId, act: `glossary entry ${change}`, details, now })
  }
  return counts
}

async function remove(tx: Db, { id, actorId, now }: { id: number } & Act) {
  const removed = await removeGlossaryEntry(tx, { id })
  if (removed) {
    const details = { entryId: id, term: removed.term }
    await recordAct(tx, { actorId, act: 'glossary entry removed', details, now })
  }
  return removed
}
