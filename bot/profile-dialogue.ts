/** Asks a person about themselves, one thing at a time, and writes down what they say. */
import { DateTime } from 'luxon'
import type { Db } from '../db/db.ts'
import { type Institution, listInstitutions } from '../db/institutions.ts'
import { findPersonById, type Person } from '../db/people.ts'
import {
  noteAskerChanged,
  sayInstitution,
  sayPosition,
  saySubject,
  sayYearsOfService,
} from '../db/profiles.ts'
import { countSubscriptions } from '../db/sites.ts'
import { transaction } from '../db/transaction.ts'
import { matchInstitutions } from '../rag/institutions/match.ts'
import { readYearsOfService } from '../rag/years-of-service.ts'
import type { Parts, PersonContext } from './context.ts'
import { atStep, enterStep, leaveDialogue } from './dialogue.ts'
import { type Html, join, shorten } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { showPage } from './paging.ts'
import { refreshCards } from './refresh-cards.ts'
import { buttons } from './texts/buttons.ts'
import { type ProfileField, settingsTexts, yearsText } from './texts/settings.ts'

/** In the order in which they are asked. */
const PROFILE_FIELDS: readonly ProfileField[] = ['institution', 'position', 'subject', 'years']

export function readProfileField(name: string): ProfileField | null {
  return PROFILE_FIELDS.find((field) => field === name) ?? null
}

const MOST_CANDIDATES = 5
const LONGEST = 120

/** Asks for one field; `walk`: the others follow. `before` is said above the question. */
export async function askProfile(
  ctx: PersonContext,
  parts: Parts,
  { field, walk, before = null }: { field: ProfileField; walk: boolean; before?: Html | null },
): Promise<void> {
  const by = ctx.update.update_id
  await enterStep(ctx, parts, 'profile', { field, walk, by })
  const person = await findPersonById(parts.pool, ctx.person.id)
  const now = person && said(person, field)
  const question = join([before, settingsTexts.ask(field, now)], '\n\n')
  await showPage(ctx, question, keyboard(...waysOut(field, walk, now !== null)))
}

/** Writes down what was typed for the field that is asked; false when nothing is asked. */
export async function takeProfileWords(
  ctx: PersonContext,
  parts: Parts,
  text: string,
): Promise<boolean> {
  const asked = atStep(ctx, 'profile')
  const field = asked && readProfileField(asked.field)
  if (!asked || !field) return false
  // Handled once more after a crash: what it said is written down, and what followed is shown if it was not yet.
  if (asked.by === ctx.update.update_id) {
    if (asked.words === undefined) await askProfile(ctx, parts, { field, walk: asked.walk })
    else await offerInstitutions(ctx, parts, asked.words)
    return true
  }
  const words = text.replace(/\s+/g, ' ').trim()
  if (words.length > LONGEST) await ctx.say(settingsTexts.tooLong(LONGEST))
  else if (field === 'institution') await offerInstitutions(ctx, parts, words)
  else if (field === 'years') await takeYears(ctx, parts, words)
  else {
    const { id: personId } = ctx.person
    await write(ctx, parts, (tx) =>
      field === 'position'
        ? sayPosition(tx, { personId, position: words })
        : saySubject(tx, { personId, subject: words }),
    )
    await goOn(ctx, parts)
  }
  return true
}

/** One of the institutions offered, or null for the words as they were typed. False when there was nothing offered. */
export async function chooseInstitution(
  ctx: PersonContext,
  parts: Parts,
  institutionId: number | null,
): Promise<boolean> {
  const asked = atStep(ctx, 'profile')
  if (asked?.words === undefined) return false
  if (institutionId !== null && !asked.candidates?.includes(institutionId)) return false
  const words = institutionId === null ? asked.words : null
  await write(ctx, parts, (tx) =>
    sayInstitution(tx, { personId: ctx.person.id, institutionId, words }),
  )
  await goOn(ctx, parts)
  return true
}

/** Forgets what was said. */
export async function clearProfile(
  ctx: PersonContext,
  parts: Parts,
  field: ProfileField,
): Promise<void> {
  const { id: personId } = ctx.person
  await write(ctx, parts, (tx) => {
    switch (field) {
      case 'institution':
        return sayInstitution(tx, { personId, institutionId: null, words: null })
      case 'position':
        return sayPosition(tx, { personId, position: null })
      case 'subject':
        return saySubject(tx, { personId, subject: null })
      case 'years':
        return sayYearsOfService(tx, { personId, years: null })
    }
  })
}

/** To the next question of a walk, or to what is known now. */
export async function goOn(ctx: PersonContext, parts: Parts, step = 1): Promise<void> {
  const asked = atStep(ctx, 'profile')
  const field = asked?.walk ? readProfileField(asked.field) : null
  const next = field && PROFILE_FIELDS[Math.max(0, PROFILE_FIELDS.indexOf(field) + step)]
  if (next) return askProfile(ctx, parts, { field: next, walk: true })
  await showSettings(ctx, parts, settingsTexts.thanks)
  await leaveDialogue(ctx, parts)
}

/** What is known, with a button to change each. */
export async function showSettings(
  ctx: PersonContext,
  { pool, centre }: Parts,
  before: Html | null = null,
): Promise<void> {
  const person = await findPersonById(pool, ctx.person.id)
  if (!person) return
  const change = (field: ProfileField) =>
    button(settingsTexts.change(field), 'profile-edit', { field })
  const isWhole = PROFILE_FIELDS.every((field) => said(person, field) !== null)
  const { reminders } = person
  const { quietHours } = centre
  const subscriptions = await countSubscriptions(pool, { personId: person.id })
  await showPage(
    ctx,
    join([before, settingsTexts.summary(person, { quietHours, subscriptions })], '\n\n'),
    keyboard(
      [change('institution'), change('position')],
      [change('subject'), change('years')],
      [button(settingsTexts.changeQuiet, 'quiet-edit', {})],
      [
        button(reminders ? settingsTexts.remindersOff : settingsTexts.remindersOn, 'reminders', {
          on: reminders ? 'no' : 'yes',
        }),
      ],
      [button(buttons.sites, 'sites', { offset: 0 })],
      isWhole ? [] : [button(buttons.fillIn, 'profile-begin', {})],
    ),
  )
}

/** Whether the person has told anything yet. */
export async function isBlank({ pool }: Parts, personId: number): Promise<boolean> {
  const person = await findPersonById(pool, personId)
  return person !== null && PROFILE_FIELDS.every((field) => said(person, field) === null)
}

async function offerInstitutions(ctx: PersonContext, parts: Parts, words: string): Promise<void> {
  const known = await listInstitutions(parts.pool)
  const candidates = matchInstitutions(words, known, { limit: MOST_CANDIDATES })
  const { walk } = atStep(ctx, 'profile') ?? { walk: false }
  const by = ctx.update.update_id
  const found = { words, candidates: candidates.map(({ id }) => id) }
  await enterStep(ctx, parts, 'profile', { field: 'institution', walk, by, ...found })
  if (known.length === 0) return void (await chooseInstitution(ctx, parts, null))
  const rows = candidates.map((one) => [
    button(labelOf(one, parts), 'profile-institution', { institution: one.id }),
  ])
  const text = rows.length > 0 ? settingsTexts.which(words) : settingsTexts.notFound(words)
  const others = [
    [button(buttons.notListed, 'profile-words', {})],
    ...waysOut('institution', walk, false),
  ]
  await ctx.say(text, { keyboard: keyboard(...rows, ...others) })
}

/** Those of other municipalities are told from the centre's own. */
function labelOf({ name, territory }: Institution, { centre }: Parts): string {
  return shorten(territory === centre.municipality ? name : `${territory}: ${name}`, 90)
}

async function takeYears(ctx: PersonContext, parts: Parts, words: string): Promise<void> {
  const { zone } = parts.centre.calendar
  const years = readYearsOfService(words, DateTime.fromJSDate(ctx.now, { zone }).year)
  if (years === null) return ctx.say(settingsTexts.noYears)
  await write(ctx, parts, (tx) => sayYearsOfService(tx, { personId: ctx.person.id, years }))
  await goOn(ctx, parts)
}

/** The cards of the person's unfinished tickets tell of the asker. */
async function write(
  ctx: PersonContext,
  parts: Parts,
  change: (tx: Db) => Promise<void>,
): Promise<void> {
  const changed = await transaction(parts.pool, async (tx) => {
    await change(tx)
    return noteAskerChanged(tx, { personId: ctx.person.id })
  })
  await refreshCards(parts, changed)
}

function said(person: Person, field: ProfileField): string | null {
  if (field !== 'years') return person[field]
  return person.years_of_service === null ? null : yearsText(person.years_of_service)
}

function waysOut(field: ProfileField, walk: boolean, isKnown: boolean) {
  if (!walk) {
    const clear = button(buttons.clear, 'profile-clear', { field })
    return [isKnown ? [clear] : [], [button(buttons.toSettings, 'settings', {})]]
  }
  const skip = button(buttons.skip, 'profile-skip', { field })
  if (field !== 'institution') return [[button(buttons.back, 'profile-back', { field }), skip]]
  return [[skip], [button(buttons.allSettings, 'settings', {})]]
}
