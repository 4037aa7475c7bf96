/** Administrators invite people to roles, see who holds them, and take them away. */
import { createHmac } from 'node:crypto'
import { Composer } from 'grammy'
import { recordAct } from '../../db/audit.ts'
import { createInvite, endInvitesOf } from '../../db/invites.ts'
import { findPersonById, listRoleHolders, ROLES, type Role, revokeRole } from '../../db/people.ts'
import { transaction } from '../../db/transaction.ts'
import { originOf } from '../asking.ts'
import { hasRole, type Parts, type PersonContext } from '../context.ts'
import { html, shorten } from '../html.ts'
import { button, keyboard } from '../keyboards.ts'
import { type Released, releaseFor } from '../leaving.ts'
import { commandsOf } from '../menu.ts'
import { rolesOf } from '../middleware/identify.ts'
import { pageButtons, showPage } from '../paging.ts'
import { onPress } from '../presses.ts'
import { refreshCards } from '../refresh-cards.ts'
import { peopleTexts } from '../texts/people.ts'
import { formatUntil } from '../texts/time.ts'

const PAGE = 10
const INVITE_MS = 7 * 24 * 60 * 60_000

export function peopleFeature(parts: Parts & { token: string }): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.command('invite', async (ctx) => {
    if (!(await isAdministrator(ctx))) return
    const roles = ROLES.map((role) => [button(peopleTexts.role(role), 'invite', { role })])
    await ctx.say(peopleTexts.inviteWhom, { keyboard: keyboard(...roles) })
  })
  onPress(composer, 'invite', async (ctx, fields) => {
    const role = readRole(fields.role)
    if (!(await isAdministrator(ctx)) || !role) return
    await ctx.toast()
    await invite(ctx, parts, role)
  })
  composer.command('people', async (ctx) => {
    if (await isAdministrator(ctx)) await showPeople(ctx, parts, 0)
  })
  onPress(composer, 'people', async (ctx, { offset }) => {
    if (await isAdministrator(ctx)) await showPeople(ctx, parts, offset)
  })
  onPress(composer, 'revoke', async (ctx, fields) => {
    const role = readRole(fields.role)
    if (!(await isAdministrator(ctx)) || !role) return
    const revoked = await revoke(ctx, parts, fields.person, role)
    await ctx.toast(revoked ? peopleTexts.taken(role) : peopleTexts.notHeld)
    if (!revoked) return
    await refreshCards(parts, revoked.changed)
    await parts.outbox.flush(revoked.planned)
    await showTheirCommands(ctx, parts, fields.person)
  })
  return composer
}

/** Says so when the person is not one. */
async function isAdministrator(ctx: PersonContext): Promise<boolean> {
  if (hasRole(ctx, 'administrator')) return true
  if (ctx.callbackQuery) await ctx.toast(peopleTexts.administratorsOnly)
  else await ctx.say(html`${peopleTexts.administratorsOnly}`)
  return false
}

function readRole(text: string): Role | null {
  return ROLES.find((role) => role === text) ?? null
}

async function invite(
  ctx: PersonContext,
  { pool, token, centre }: Parts & { token: string },
  role: Role,
): Promise<void> {
  const { now, person } = ctx
  const code = codeFor(token, ctx.update.update_id)
  const expiresAt = new Date(now.getTime() + INVITE_MS)
  await transaction(pool, async (tx) => {
    await createInvite(tx, { code, role, createdBy: person.id, now, expiresAt })
    await recordAct(tx, { actorId: person.id, act: 'invite created', details: { role }, now })
  })
  const link = `https://t.me/${ctx.me.username}?start=i_${code}`
  const text = peopleTexts.invite(role, link, formatUntil(expiresAt, now, centre.calendar.zone))
  // Not through the ledger: the code itself is never stored.
  await ctx.reply(text.markup, { parse_mode: 'HTML', link_preview_options: { is_disabled: true } })
}

/** Nobody without the token can guess it, and an update handled twice makes the same invitation. */
function codeFor(token: string, updateId: number): string {
  return createHmac('sha256', token).update(`invite:${updateId}`).digest('base64url').slice(0, 22)
}

async function showPeople(ctx: PersonContext, { pool }: Parts, offset: number): Promise<void> {
  const found = await listRoleHolders(pool, { offset, limit: PAGE })
  const page = found.slice(0, PAGE)
  const revoking = page.flatMap((person) =>
    person.roles.map((role) => [
      button(shorten(peopleTexts.take(person, role), 60), 'revoke', { person: person.id, role }),
    ]),
  )
  const turn = pageButtons('people', { offset, size: PAGE, found: found.length }, {})
  await showPage(ctx, peopleTexts.list(page), keyboard(...revoking, turn))
}

/** What went back to the queue; null when the person did not have the role. */
async function revoke(
  ctx: PersonContext,
  parts: Parts,
  personId: number,
  role: Role,
): Promise<Released | null> {
  return transaction(parts.pool, async (tx) => {
    if (!(await revokeRole(tx, { personId, role }))) return null
    if (role === 'administrator') await endInvitesOf(tx, { personId, now: ctx.now })
    const details = { personId, role }
    await recordAct(tx, { actorId: ctx.person.id, act: 'role revoked', details, now: ctx.now })
    const tutor = role === 'tutor' ? await findPersonById(tx, personId) : null
    if (!tutor) return { changed: [], planned: [] }
    return releaseFor(tx, parts, { tutor, by: originOf(ctx), now: ctx.now })
  })
}

/** A courtesy to somebody who may have blocked the bot. */
async function showTheirCommands(
  ctx: PersonContext,
  { pool, adminIds }: Parts,
  personId: number,
): Promise<void> {
  const person = await findPersonById(pool, personId)
  if (!person) return
  const scope = { type: 'chat', chat_id: person.external_id } as const
  await ctx.api
    .setMyCommands(commandsOf(rolesOf(person, adminIds)), { scope })
    .catch(() => undefined)
}
