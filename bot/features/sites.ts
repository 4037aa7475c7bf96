/** Networking sites: everyone browses them and subscribes, methodists keep them: /sites. */
import { Composer } from 'grammy'
import { leaveSite } from '../../db/reminders.ts'
import { findStanding, subscribe } from '../../db/sites.ts'
import { transaction } from '../../db/transaction.ts'
import type { Parts, PersonContext } from '../context.ts'
import { atStep, leaveDialogue } from '../dialogue.ts'
import { onPress } from '../presses.ts'
import {
  addByName,
  archive,
  askField,
  askName,
  askToArchive,
  chooseField,
  chooseHost,
  clearField,
  readSiteField,
  takeFieldWords,
} from '../site-editing.ts'
import { mayKeepSites, showSite, showSites } from '../site-pages.ts'
import { siteTexts } from '../texts/sites.ts'

export function sitesFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.command('sites', (ctx) => showSites(ctx, parts, 0))
  onPress(composer, 'sites', (ctx, { offset }) => showSites(ctx, parts, offset))
  onPress(composer, 'site', async (ctx, at) => {
    if (atStep(ctx, 'site-field')) await leaveDialogue(ctx, parts)
    await showSite(ctx, parts, at)
  })
  onPress(composer, 'site-follow', async (ctx, at) => {
    const wanted = { siteId: at.site, personId: ctx.person.id, now: ctx.now }
    const isNew = await subscribe(parts.pool, wanted)
    const site = await findStanding(parts.pool, wanted)
    if (isNew && site) await ctx.toast(siteTexts.followed(site.name))
    await showSite(ctx, parts, at)
  })
  onPress(composer, 'site-unfollow', async (ctx, at) => {
    await leave(ctx, parts, at.site, siteTexts.unfollowed)
    await showSite(ctx, parts, at)
  })
  onPress(composer, 'site-leave', async (ctx, { site }) => {
    await leave(ctx, parts, site, siteTexts.left)
    await ctx.toast()
  })
  composer.use(keeping(parts))
  composer.on('message:text', async (ctx, next) => {
    const { text } = ctx.message
    if (text.startsWith('/') || !mayKeepSites(ctx)) return next()
    if (hasHadEffect(ctx)) return
    if (atStep(ctx, 'site-name')) return addByName(ctx, parts, text)
    const asked = atStep(ctx, 'site-field')
    const field = asked && readSiteField(asked.field)
    if (!field) return next()
    await takeFieldWords(ctx, parts, { site: asked.site, field, text })
  })
  return composer
}

/** For methodists: the role is looked at with every press. */
function keeping(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  const presses = new Composer<PersonContext>()
  onPress(presses, 'site-add', (ctx) => askName(ctx, parts))
  onPress(presses, 'site-change', (ctx, at) => chooseField(ctx, parts, at))
  onPress(presses, 'site-field', async (ctx, { site, field: name }) => {
    const field = readSiteField(name)
    if (!field) return ctx.toast(siteTexts.gone)
    await askField(ctx, parts, { site, field })
  })
  onPress(presses, 'site-clear', async (ctx, { site, field: name }) => {
    const field = readSiteField(name)
    if (!field) return ctx.toast(siteTexts.gone)
    await clearField(ctx, parts, { site, field })
  })
  onPress(presses, 'site-host', (ctx, chosen) => chooseHost(ctx, parts, chosen))
  onPress(presses, 'site-host-words', (ctx, { site }) =>
    chooseHost(ctx, parts, { site, institution: null }),
  )
  onPress(presses, 'site-archive', (ctx, at) => askToArchive(ctx, parts, at))
  onPress(presses, 'site-archive-yes', (ctx, at) => archive(ctx, parts, at))
  composer
    .filter((ctx) => ctx.callbackQuery?.data?.startsWith('site-') ?? false)
    .use((ctx, next) => (mayKeepSites(ctx) ? next() : ctx.toast(siteTexts.methodistsOnly)))
    .use((ctx, next) => (hasHadEffect(ctx) ? ctx.toast() : next()))
    .use(presses)
  return composer
}

/** Whether this very update has had its effect already, as after a crash. */
function hasHadEffect(ctx: PersonContext): boolean {
  return atStep(ctx, 'site-done')?.by === ctx.update.update_id
}

/** Ends the subscription and the reminders of the site's events, also of somebody who was invited without one; says so. */
async function leave(
  ctx: PersonContext,
  parts: Parts,
  siteId: number,
  words: (name: string) => string,
): Promise<void> {
  const { person, now } = ctx
  const wanted = { siteId, personId: person.id, now }
  const site = await findStanding(parts.pool, wanted)
  if (!site || (site.left && !site.subscribed)) return
  await transaction(parts.pool, (tx) => leaveSite(tx, wanted))
  await ctx.toast(words(site.name))
}
