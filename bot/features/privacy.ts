/** What is stored about a person, withdrawing consent, and being forgotten. Works without a consent in force. */
import { Composer } from 'grammy'
import { recordAct } from '../../db/audit.ts'
import { findConsent, withdrawConsent } from '../../db/consents.ts'
import { countStored, erasePerson, stopServing } from '../../db/erasure.ts'
import { findPerson, type Person } from '../../db/people.ts'
import { transaction } from '../../db/transaction.ts'
import type { Context, Parts } from '../context.ts'
import { button, keyboard } from '../keyboards.ts'
import { rolesOf } from '../middleware/identify.ts'
import { takeButtonsOff } from '../paging.ts'
import { onPress } from '../presses.ts'
import { refreshCards } from '../refresh-cards.ts'
import { buttons } from '../texts/buttons.ts'
import { ownTexts } from '../texts/own.ts'

export function privacyFeature(parts: Parts): Composer<Context> {
  const composer = new Composer<Context>()
  composer.command('privacy', async (ctx) => {
    const person = await storedPerson(ctx, parts)
    if (!person) return ctx.say(ownTexts.nothingStored)
    await showStored(ctx, parts, person)
  })
  onPress(composer, 'withdraw', async (ctx) => {
    const withdrawn = ctx.person && (await withdraw(ctx, parts, ctx.person.id))
    await ctx.toast(withdrawn ? undefined : ownTexts.alreadyWithdrawn)
    if (withdrawn) await ctx.say(ownTexts.withdrawn, { keyboard: keyboard([eraseButton()]) })
  })
  composer.command('delete_me', (ctx) => askWhetherSure(ctx, parts))
  onPress(composer, 'erase', async (ctx) => {
    await ctx.toast()
    await askWhetherSure(ctx, parts)
  })
  onPress(composer, 'erase-yes', async (ctx) => {
    await ctx.toast()
    await erase(ctx, parts)
    await takeButtonsOff(ctx)
  })
  onPress(composer, 'erase-no', async (ctx) => {
    await ctx.toast()
    await takeButtonsOff(ctx)
    await ctx.say(ownTexts.eraseKept)
  })
  return composer
}

/** The person behind the account, also after the consent was withdrawn. */
async function storedPerson(ctx: Context, { pool, adminIds }: Parts): Promise<Person | null> {
  const externalId = String(ctx.from?.id)
  const person = await findPerson(pool, { messenger: 'telegram', externalId })
  return person && { ...person, roles: rolesOf(person, adminIds) }
}

async function showStored(ctx: Context, { pool, centre }: Parts, person: Person): Promise<void> {
  const consent = await findConsent(pool, { personId: person.id })
  const stored = await countStored(pool, { personId: person.id })
  const withdrawing = consent ? [[button(buttons.withdraw, 'withdraw', {})]] : []
  await ctx.say(ownTexts.stored(person, consent, stored, centre.calendar.zone), {
    keyboard: keyboard(...withdrawing, [eraseButton()]),
  })
}

function eraseButton() {
  return button(buttons.erase, 'erase', {})
}

async function withdraw(ctx: Context, parts: Parts, personId: number): Promise<boolean> {
  const { now } = ctx
  const changed = await transaction(parts.pool, async (tx) => {
    if (!(await withdrawConsent(tx, { personId, now }))) return null
    await recordAct(tx, { actorId: personId, act: 'consent withdrawn', now })
    return stopServing(tx, { personId, now })
  })
  if (!changed) return false
  await refreshCards(parts, changed)
  ctx.person = null
  return true
}

async function askWhetherSure(ctx: Context, parts: Parts): Promise<void> {
  if (!(await storedPerson(ctx, parts))) return ctx.say(ownTexts.nothingStored)
  await ctx.say(ownTexts.eraseSure, {
    keyboard: keyboard([
      button(buttons.erase, 'erase-yes', {}),
      button(buttons.cancel, 'erase-no', {}),
    ]),
  })
}

async function erase(ctx: Context, parts: Parts): Promise<void> {
  const person = await storedPerson(ctx, parts)
  if (!person) return ctx.say(ownTexts.nothingStored)
  const { now } = ctx
  const changed = await transaction(parts.pool, async (tx) => {
    await recordAct(tx, { actorId: null, act: 'person erased', now })
    return erasePerson(tx, { personId: person.id, now })
  })
  ctx.person = null
  await refreshCards(parts, changed)
  await ctx.api.deleteMyCommands({ scope: { type: 'chat', chat_id: person.external_id } })
  await ctx.say(ownTexts.erased)
}
