/** What a person says about themselves, whether they are reminded, and when they are not to be written to: /settings. */
import { Composer } from 'grammy'
import { findPersonById } from '../../db/people.ts'
import { setQuietHours, switchReminders } from '../../db/profiles.ts'
import { forgetReminders, reconsiderQuietHours } from '../../db/reminders.ts'
import { transaction } from '../../db/transaction.ts'
import { readQuietHours } from '../../jobs/quiet-hours.ts'
import type { Parts, PersonContext } from '../context.ts'
import { atStep, enterStep, leaveDialogue } from '../dialogue.ts'
import { button, keyboard } from '../keyboards.ts'
import { showPage } from '../paging.ts'
import { onPress } from '../presses.ts'
import {
  askProfile,
  chooseInstitution,
  clearProfile,
  goOn,
  isBlank,
  readProfileField,
  showSettings,
  takeProfileWords,
} from '../profile-dialogue.ts'
import { buttons } from '../texts/buttons.ts'
import { quietText, settingsTexts } from '../texts/settings.ts'

export function settingsFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.command('settings', async (ctx) =>
    (await isBlank(parts, ctx.person.id)) ? begin(ctx, parts) : open(ctx, parts),
  )
  onPress(composer, 'settings', (ctx) => open(ctx, parts))
  addProfilePresses(composer, parts)
  addQuietPresses(composer, parts)
  composer.on('message:text', async (ctx, next) => {
    const { text } = ctx.message
    if (isMeantOtherwise(ctx, text)) return next()
    if (await takeProfileWords(ctx, parts, text)) return
    if (!atStep(ctx, 'quiet-hours')) return next()
    const hours = readQuietHours(text)
    if (hours === null) return ctx.say(settingsTexts.wrongQuiet)
    await keepQuietHours(ctx, parts, hours)
  })
  return composer
}

/** Whoever asks something in the middle of it is answered: these questions never stand in the way. */
function isMeantOtherwise({ message }: PersonContext, text: string): boolean {
  const replied = message?.reply_to_message
  const presses = replied?.reply_markup?.inline_keyboard.flat() ?? []
  const isOurs = presses.some(
    (each) => 'callback_data' in each && /^(?:profile|quiet)-/.test(each.callback_data),
  )
  return text.startsWith('/') || text.includes('?') || (replied !== undefined && !isOurs)
}

function addProfilePresses(composer: Composer<PersonContext>, parts: Parts): void {
  onPress(composer, 'profile-begin', (ctx) => begin(ctx, parts))
  onPress(composer, 'profile-edit', async (ctx, { field: name }) => {
    const field = readProfileField(name)
    if (!field) return ctx.toast(settingsTexts.passed)
    await askProfile(ctx, parts, { field, walk: false })
  })
  const onAsked = (name: 'profile-skip' | 'profile-back', step: number) =>
    onPress(composer, name, async (ctx, { field }) => {
      const asked = atStep(ctx, 'profile')
      if (asked?.field !== field || !asked.walk) return ctx.toast(settingsTexts.passed)
      await goOn(ctx, parts, step)
    })
  onAsked('profile-skip', 1)
  onAsked('profile-back', -1)
  onPress(composer, 'profile-clear', async (ctx, { field: name }) => {
    const field = readProfileField(name)
    if (!field || atStep(ctx, 'profile')?.field !== field) return ctx.toast(settingsTexts.passed)
    await clearProfile(ctx, parts, field)
    await ctx.toast(settingsTexts.cleared(field))
    await open(ctx, parts)
  })
  onPress(composer, 'profile-institution', async (ctx, { institution }) => {
    if (!(await chooseInstitution(ctx, parts, institution))) await ctx.toast(settingsTexts.passed)
  })
  onPress(composer, 'profile-words', async (ctx) => {
    if (!(await chooseInstitution(ctx, parts, null))) await ctx.toast(settingsTexts.passed)
  })
}

function addQuietPresses(composer: Composer<PersonContext>, parts: Parts): void {
  onPress(composer, 'reminders', async (ctx, { on }) => {
    const wanted = on === 'yes'
    await transaction(parts.pool, async (tx) => {
      await switchReminders(tx, { personId: ctx.person.id, on: wanted })
      await forgetReminders(tx, { personIds: [ctx.person.id], now: ctx.now })
    })
    await ctx.toast(settingsTexts.remindersAre(wanted))
    await open(ctx, parts)
  })
  onPress(composer, 'quiet-edit', async (ctx) => {
    const person = await findPersonById(parts.pool, ctx.person.id)
    await enterStep(ctx, parts, 'quiet-hours', {})
    const now = quietText(person?.quiet_hours ?? null, parts.centre.quietHours)
    const choices = [
      [
        button(buttons.asCentre, 'quiet-centre', {}),
        button(buttons.noQuietHours, 'quiet-none', {}),
      ],
      [button(buttons.toSettings, 'settings', {})],
    ]
    await showPage(ctx, settingsTexts.askQuiet(now), keyboard(...choices))
  })
  onPress(composer, 'quiet-centre', (ctx) => keepQuietHours(ctx, parts, null))
  onPress(composer, 'quiet-none', (ctx) => keepQuietHours(ctx, parts, 'none'))
}

async function begin(ctx: PersonContext, parts: Parts): Promise<void> {
  await askProfile(ctx, parts, { field: 'institution', walk: true, before: settingsTexts.first })
}

async function open(ctx: PersonContext, parts: Parts): Promise<void> {
  if (atStep(ctx, 'profile') || atStep(ctx, 'quiet-hours')) await leaveDialogue(ctx, parts)
  await showSettings(ctx, parts)
}

async function keepQuietHours(
  ctx: PersonContext,
  parts: Parts,
  quietHours: string | null,
): Promise<void> {
  await transaction(parts.pool, async (tx) => {
    await setQuietHours(tx, { personId: ctx.person.id, quietHours })
    await reconsiderQuietHours(tx, { personId: ctx.person.id })
  })
  await ctx.toast(settingsTexts.quietIs(quietText(quietHours, parts.centre.quietHours)))
  await open(ctx, parts)
}
