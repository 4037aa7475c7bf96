/** The first meeting: greeting, consent, and invitations to a role. */
import { Composer } from 'grammy'
import { recordAct } from '../../db/audit.ts'
import { findConsent, giveConsent } from '../../db/consents.ts'
import { hasDocuments } from '../../db/in-force.ts'
import { useInvite } from '../../db/invites.ts'
import { grantRole, registerPerson } from '../../db/people.ts'
import { transaction } from '../../db/transaction.ts'
import { consentButtons } from '../consent-buttons.ts'
import { type Context, hasRole, type Parts } from '../context.ts'
import { type Html, html, shorten } from '../html.ts'
import { showCommands } from '../menu.ts'
import { findConsenting } from '../middleware/identify.ts'
import { onPress } from '../presses.ts'
import { documentTexts } from '../texts/documents.ts'
import { startTexts } from '../texts/start.ts'

/** Works without a consent in force, in private chats. */
export function startFeature(parts: Parts): Composer<Context> {
  const { centre, consent } = parts
  const composer = new Composer<Context>()
  composer.command('start', async (ctx) => {
    const invite = inviteIn(ctx.match)
    if (!ctx.person) {
      await ctx.say(startTexts.greeting(centre.name), { keyboard: consentButtons(consent, invite) })
    } else if (invite) await acceptInvite(ctx, parts, invite)
    else {
      await welcome(ctx, parts, startTexts.welcomeBack)
      await showCommands(ctx)
    }
  })
  onPress(composer, 'details', async (ctx, { invite }) => {
    await ctx.toast()
    await ctx.say(html`${consent.body}`, { keyboard: consentButtons(consent, invite) })
  })
  onPress(composer, 'agree', async (ctx, { version, invite }) => {
    if (version !== consent.version) return showNewText(ctx, parts, invite)
    const isNew = !ctx.person
    if (isNew) await registerConsent(ctx, parts)
    await ctx.toast(isNew ? undefined : startTexts.alreadyAgreed)
    await welcome(ctx, parts, startTexts.agreed, await keyOfWelcome(ctx, parts))
    if (invite) await acceptInvite(ctx, parts, invite)
    await showCommands(ctx)
  })
  return composer
}

/** The code of a deep link `i_<code>`; '' for other links, such as `site`. */
function inviteIn(payload: string): string {
  return payload.match(/^i_([A-Za-z0-9_-]{1,32})$/)?.[1] ?? ''
}

/** Administrators hear at once that there is nothing to answer from. */
async function welcome(ctx: Context, { pool }: Parts, text: Html, key?: string): Promise<void> {
  await ctx.say(text, key ? { key } : {})
  if (hasRole(ctx, 'administrator') && !(await hasDocuments(pool))) {
    await ctx.say(documentTexts.empty, key ? { key: `${key}:empty` } : {})
  }
}

/** One welcome for each consent: it may be withdrawn, and given again by the same button. */
async function keyOfWelcome({ person }: Context, { pool }: Parts): Promise<string> {
  const consent = person && (await findConsent(pool, { personId: person.id }))
  return `agreed:${person?.id}:${consent?.id}`
}

async function showNewText(ctx: Context, { consent }: Parts, invite: string): Promise<void> {
  await ctx.toast(startTexts.textChanged)
  await ctx.say(startTexts.newText)
  await ctx.say(html`${consent.body}`, { keyboard: consentButtons(consent, invite) })
}

async function registerConsent(ctx: Context, parts: Parts): Promise<void> {
  const { from } = ctx
  if (!from) return
  const name = [from.first_name, from.last_name].filter(Boolean).join(' ')
  const account = { messenger: 'telegram', externalId: String(from.id) }
  await transaction(parts.pool, async (tx) => {
    const username = from.username ?? null
    const person = { ...account, name: shorten(name, 100), username, now: ctx.now }
    const personId = await registerPerson(tx, person)
    await giveConsent(tx, { personId, text: parts.consent, now: ctx.now })
  })
  ctx.person = await findConsenting(parts, ctx)
}

async function acceptInvite(ctx: Context, parts: Parts, code: string): Promise<void> {
  const { person, now } = ctx
  if (!person) return
  const role = await transaction(parts.pool, async (tx) => {
    const invite = await useInvite(tx, { code, personId: person.id, now })
    if (!invite) return null
    if (invite.fresh) {
      const grant = { personId: person.id, role: invite.role, grantedBy: invite.created_by, now }
      await grantRole(tx, grant)
      const details = { role: invite.role }
      await recordAct(tx, { actorId: person.id, act: 'invite used', details, now })
    }
    return invite.role
  })
  ctx.person = await findConsenting(parts, ctx)
  // Whose role was taken away does not get it back by the link that once gave it.
  const isHeld = role !== null && hasRole(ctx, role)
  await ctx.say(isHeld ? startTexts.roleGranted(role) : startTexts.inviteUseless)
  await showCommands(ctx)
}
