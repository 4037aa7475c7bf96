/** A networking site added, changed or archived by a methodist. */
import { recordAct } from '../db/audit.ts'
import { countComing } from '../db/events.ts'
import { type Institution, listInstitutions } from '../db/institutions.ts'
import { addSite, archiveSite, changeSite, findSite, type SiteFacts } from '../db/sites.ts'
import { transaction } from '../db/transaction.ts'
import { matchInstitutions } from '../rag/institutions/match.ts'
import type { Parts, PersonContext } from './context.ts'
import { atStep, enterStep, leaveDialogue } from './dialogue.ts'
import { shorten } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { changeButtons, replacePage, showPage } from './paging.ts'
import { goneIn, showSite, showSites } from './site-pages.ts'
import { buttons } from './texts/buttons.ts'
import { type SiteField, siteTexts } from './texts/sites.ts'

const FIELDS: readonly SiteField[] = ['name', 'head', 'host', 'about']

/** So that a card with all of them fits a message. */
const LONGEST: Record<SiteField, number> = { name: 120, head: 200, host: 200, about: 1500 }

const MOST_CANDIDATES = 5

interface At {
  site: number
  offset: number
}

export function readSiteField(name: string): SiteField | null {
  return FIELDS.find((field) => field === name) ?? null
}

export async function askName(ctx: PersonContext, parts: Parts): Promise<void> {
  await enterStep(ctx, parts, 'site-name', {})
  await ctx.toast()
  await ctx.say(siteTexts.addWhat, { forceReply: siteTexts.addField })
}

/** Adds one of this name, unless there is one. */
export async function addByName(ctx: PersonContext, parts: Parts, text: string): Promise<void> {
  const name = oneLine(text)
  if (name.length > LONGEST.name) return ctx.say(siteTexts.tooLong(LONGEST.name))
  const { person, now } = ctx
  const id = await transaction(parts.pool, async (tx) => {
    const siteId = await addSite(tx, { name, personId: person.id, now })
    if (siteId === null) return null
    const details = { siteId, name }
    await recordAct(tx, { actorId: person.id, act: 'site added', details, now })
    return siteId
  })
  if (id === null) return ctx.say(siteTexts.taken(name))
  await endStep(ctx, parts)
  await showSite(ctx, parts, { site: id, offset: 0 }, siteTexts.added)
}

/** Puts a button for each field under the pressed message. */
export async function chooseField(ctx: PersonContext, parts: Parts, at: At): Promise<void> {
  const { site } = at
  if (!(await findSite(parts.pool, { id: site, personId: ctx.person.id }))) return goneIn(ctx)
  await ctx.toast()
  const fields = FIELDS.map((field) =>
    button(siteTexts.fields[field], 'site-field', { site, field }),
  )
  const back = [button(buttons.back, 'site', at)]
  await changeButtons(ctx, keyboard(fields.slice(0, 2), fields.slice(2), back))
}

export async function askField(
  ctx: PersonContext,
  parts: Parts,
  { site: id, field }: { site: number; field: SiteField },
): Promise<void> {
  const site = await findSite(parts.pool, { id, personId: ctx.person.id })
  if (!site) return goneIn(ctx)
  await enterStep(ctx, parts, 'site-field', { site: id, field })
  const clear = field === 'name' ? [] : [button(buttons.clear, 'site-clear', { site: id, field })]
  const back = [button(buttons.back, 'site', { site: id, offset: 0 })]
  await showPage(ctx, siteTexts.ask(field, site), keyboard(clear, back))
}

/** Takes what was typed as the field's value. */
export async function takeFieldWords(
  ctx: PersonContext,
  parts: Parts,
  { site, field, text }: { site: number; field: SiteField; text: string },
): Promise<void> {
  const words = field === 'about' ? text.trim() : oneLine(text)
  const most = LONGEST[field]
  if (words.length > most) return ctx.say(siteTexts.tooLong(most))
  if (field === 'host') return offerHosts(ctx, parts, { site, words })
  await change(ctx, parts, { site, field, facts: { [field]: words } })
}

/** One of the institutions offered, or null for the words as they were typed. */
export async function chooseHost(
  ctx: PersonContext,
  parts: Parts,
  { site, institution }: { site: number; institution: number | null },
): Promise<void> {
  const asked = atStep(ctx, 'site-field')
  const isOffered = institution === null || asked?.candidates?.includes(institution)
  if (asked?.site !== site || asked.words === undefined || !isOffered) {
    return ctx.toast(siteTexts.passed)
  }
  const host_words = institution === null ? asked.words : ''
  const facts = { host_institution_id: institution, host_words }
  await change(ctx, parts, { site, field: 'host', facts })
}

/** Forgets what was said. */
export async function clearField(
  ctx: PersonContext,
  parts: Parts,
  { site, field }: { site: number; field: SiteField },
): Promise<void> {
  const asked = atStep(ctx, 'site-field')
  if (asked?.site !== site || asked.field !== field || field === 'name') {
    return ctx.toast(siteTexts.passed)
  }
  const nothing = field === 'host' ? { host_institution_id: null, host_words: '' } : { [field]: '' }
  await change(ctx, parts, { site, field, facts: nothing })
}

/** Asks whether it shall really go. */
export async function askToArchive(ctx: PersonContext, parts: Parts, at: At): Promise<void> {
  const { pool } = parts
  const site = await findSite(pool, { id: at.site, personId: ctx.person.id })
  if (!site) return goneIn(ctx)
  const events = await countComing(pool, { siteId: site.id, now: ctx.now })
  await ctx.toast()
  const choice = [
    button(buttons.archive, 'site-archive-yes', at),
    button(buttons.cancel, 'site', at),
  ]
  await replacePage(ctx, siteTexts.archiveSure(site, events), keyboard(choice))
}

export async function archive(ctx: PersonContext, parts: Parts, at: At): Promise<void> {
  const { person, now } = ctx
  const name = await transaction(parts.pool, async (tx) => {
    const archived = await archiveSite(tx, { id: at.site, now })
    if (archived === null) return null
    const details = { siteId: at.site, name: archived }
    await recordAct(tx, { actorId: person.id, act: 'site archived', details, now })
    return archived
  })
  await endStep(ctx, parts)
  await ctx.toast(name === null ? siteTexts.gone : siteTexts.archived(name))
  await showSites(ctx, parts, at.offset)
}

async function change(
  ctx: PersonContext,
  parts: Parts,
  { site: id, field, facts }: { site: number; field: SiteField; facts: Partial<SiteFacts> },
): Promise<void> {
  const { person, now } = ctx
  const before = await findSite(parts.pool, { id, personId: person.id })
  if (!before) {
    await leaveDialogue(ctx, parts)
    return goneIn(ctx)
  }
  const after = { ...before, ...facts }
  const changed = await transaction(parts.pool, async (tx) => {
    const done = await changeSite(tx, { id, facts: after })
    if (done !== true) return done
    const details = { siteId: id, name: after.name }
    await recordAct(tx, { actorId: person.id, act: 'site changed', details, now })
    return true
  })
  if (changed === 'taken') return ctx.say(siteTexts.taken(after.name))
  await endStep(ctx, parts)
  const said = changed ? siteTexts.changed(field) : siteTexts.sameAlready
  await showSite(ctx, parts, { site: id, offset: 0 }, said)
}

async function offerHosts(
  ctx: PersonContext,
  parts: Parts,
  { site, words }: { site: number; words: string },
): Promise<void> {
  const known = await listInstitutions(parts.pool)
  const candidates = matchInstitutions(words, known, { limit: MOST_CANDIDATES })
  const found = { words, candidates: candidates.map(({ id }) => id) }
  await enterStep(ctx, parts, 'site-field', { site, field: 'host', ...found })
  if (known.length === 0) return chooseHost(ctx, parts, { site, institution: null })
  const rows = candidates.map((one) => [
    button(labelOf(one, parts), 'site-host', { site, institution: one.id }),
  ])
  const text = rows.length > 0 ? siteTexts.whichHost(words) : siteTexts.hostNotFound(words)
  const others = [
    button(buttons.notListed, 'site-host-words', { site }),
    button(buttons.back, 'site', { site, offset: 0 }),
  ]
  await ctx.say(text, { keyboard: keyboard(...rows, others) })
}

/** What was asked is answered: this message says nothing more, even if it is handled once more after a crash. */
async function endStep(ctx: PersonContext, parts: Parts): Promise<void> {
  await enterStep(ctx, parts, 'site-done', { by: ctx.update.update_id })
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** Those of other municipalities are told from the centre's own. */
function labelOf({ name, territory }: Institution, { centre }: Parts): string {
  return shorten(territory === centre.municipality ? name : `${territory}: ${name}`, 90)
}
