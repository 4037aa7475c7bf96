/** Finds out who acts and where, and gives handlers the ways to answer. */
import type { Middleware } from 'grammy'
import { findPerson, noteContact, type Person, type Role } from '../../db/people.ts'
import { endWaiting } from '../../db/undelivered.ts'
import { chatKeyOf } from '../chat-key.ts'
import type { Context, Parts } from '../context.ts'
import { findDialogue } from '../dialogue.ts'
import { createSay, createToast } from '../speaking.ts'

/** Updates that nobody stands behind (channels, other bots) go no further. */
export function identify(parts: Parts): Middleware<Context> {
  return async (ctx, next) => {
    if (!ctx.from || ctx.from.is_bot || !ctx.chat) return
    ctx.now = parts.clock()
    ctx.chatKey = chatKeyOf(ctx.chat.id)
    ctx.person = await findConsenting(parts, ctx)
    ctx.conversation = await findDialogue(parts, ctx)
    ctx.say = createSay(ctx, parts)
    ctx.toast = createToast(ctx)
    await next()
  }
}

/** The person, if a consent is in force; with the administrator's role when the settings give it. */
export async function findConsenting(
  { pool, adminIds }: Pick<Parts, 'pool' | 'adminIds'>,
  ctx: Context,
): Promise<Person | null> {
  if (!ctx.from) return null
  const account = { messenger: 'telegram', externalId: String(ctx.from.id) }
  const person = await findPerson(pool, account)
  if (!person?.consented) return null
  const username = ctx.from.username ?? null
  // Who has blocked the bot can still press its buttons in a group.
  const isBack = person.blocked_at !== null && ctx.chat?.type === 'private'
  if (isBack || (person.username !== username && person.blocked_at === null)) {
    await noteContact(pool, { ...account, username })
  }
  if (isBack) await endWaiting(pool, { chatKey: ctx.chatKey, now: ctx.now })
  return { ...person, username, roles: rolesOf(person, adminIds) }
}

/** The roles that were given, and those that the settings give. */
export function rolesOf(person: Person, adminIds: readonly string[]): Role[] {
  const isAdministrator = adminIds.includes(person.external_id)
  if (!isAdministrator || person.roles.includes('administrator')) return person.roles
  return [...person.roles, 'administrator']
}
