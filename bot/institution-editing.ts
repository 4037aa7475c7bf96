/** One institution added, corrected or removed by hand. */
import { recordAct } from '../db/audit.ts'
import {
  addInstitution,
  correctInstitution,
  findInstitution,
  type Institution,
  type InstitutionFacts,
  listInstitutions,
  removeInstitution,
} from '../db/institutions.ts'
import { transaction } from '../db/transaction.ts'
import { keyOf, territoryOf } from '../rag/institutions/changes.ts'
import { readCount, readShortNames } from '../rag/institutions/table.ts'
import type { Parts, PersonContext } from './context.ts'
import { enterStep, leaveDialogue } from './dialogue.ts'
import { showInstitution, showInstitutions } from './institution-pages.ts'
import { settlePeople } from './institution-people.ts'
import { button, keyboard } from './keyboards.ts'
import { changeButtons, replacePage } from './paging.ts'
import { refreshCards } from './refresh-cards.ts'
import { buttons } from './texts/buttons.ts'
import { type InstitutionField, institutionTexts } from './texts/institutions.ts'

const FIELDS: readonly InstitutionField[] = ['name', 'short_names', 'territory', 'staff', 'heads']
const LONGEST_NAME = 300

interface At {
  institution: number
  offset: number
}

export function readInstitutionField(name: string): InstitutionField | null {
  return FIELDS.find((field) => field === name) ?? null
}

/** Adds one of this name in the centre's own municipality, unless there is one. */
export async function addByName(ctx: PersonContext, parts: Parts, text: string): Promise<void> {
  const name = text.replace(/\s+/g, ' ').trim()
  if (name.length > LONGEST_NAME) return ctx.say(institutionTexts.wrongValue('name'))
  const { municipality: territory } = parts.centre
  const facts = { name, short_names: [], territory, staff: 0, heads: 0 }
  const taken = await findNamesake(parts, { id: 0, ...facts })
  if (taken) return ctx.say(institutionTexts.taken(taken.name))
  const { person, now } = ctx
  const { id, tickets } = await transaction(parts.pool, async (tx) => {
    const institutionId = await addInstitution(tx, facts)
    const details = { institutionId, name }
    await recordAct(tx, { actorId: person.id, act: 'institution added', details, now })
    return { id: institutionId, ...(await settlePeople(tx)) }
  })
  await refreshCards(parts, tickets)
  await showInstitution(ctx, parts, { institution: id, offset: 0 }, institutionTexts.added(name))
  await endStep(ctx, parts)
}

/** Puts a button for each field under the pressed message. */
export async function chooseField(ctx: PersonContext, parts: Parts, at: At): Promise<void> {
  if (!(await findInstitution(parts.pool, at.institution))) return ctx.toast(institutionTexts.gone)
  await ctx.toast()
  const { institution } = at
  const fields = FIELDS.map((field) =>
    button(institutionTexts.fields[field], 'institution-field', { institution, field }),
  )
  const back = [button(buttons.back, 'institution', at)]
  await changeButtons(ctx, keyboard(fields.slice(0, 2), fields.slice(2), back))
}

export async function askField(
  ctx: PersonContext,
  parts: Parts,
  { institution, field }: { institution: number; field: InstitutionField },
): Promise<void> {
  const one = await findInstitution(parts.pool, institution)
  if (!one) return ctx.toast(institutionTexts.gone)
  await ctx.toast()
  await enterStep(ctx, parts, 'institution-field', { institution, field })
  await ctx.say(institutionTexts.ask(field, one), { forceReply: institutionTexts.fields[field] })
}

/** Takes what was typed as the field's value. */
export async function correctField(
  ctx: PersonContext,
  parts: Parts,
  { institution, field, text }: { institution: number; field: InstitutionField; text: string },
): Promise<void> {
  const before = await findInstitution(parts.pool, institution)
  if (!before) {
    await leaveDialogue(ctx, parts)
    return ctx.say(institutionTexts.goneLine)
  }
  const value = readValue(field, text, parts.centre.municipality)
  if (value === null) return ctx.say(institutionTexts.wrongValue(field))
  const { people: _counted, ...facts } = before
  const after = { ...facts, ...value }
  const taken = await findNamesake(parts, after)
  if (taken) return ctx.say(institutionTexts.taken(taken.name))
  const { person, now } = ctx
  const settled = await transaction(parts.pool, async (tx) => {
    if (!(await correctInstitution(tx, after))) return null
    const details = { institutionId: institution, name: after.name }
    await recordAct(tx, { actorId: person.id, act: 'institution corrected', details, now })
    return settlePeople(tx)
  })
  await refreshCards(parts, settled?.tickets ?? [])
  const said = settled ? institutionTexts.corrected(field) : institutionTexts.sameAlready
  await showInstitution(ctx, parts, { institution, offset: 0 }, said)
  await endStep(ctx, parts)
}

/** Asks whether it shall really go; says how many people belong to it where that forbids it. */
export async function askToRemove(ctx: PersonContext, parts: Parts, at: At): Promise<void> {
  const one = await findInstitution(parts.pool, at.institution)
  if (!one) return ctx.toast(institutionTexts.gone)
  if (one.people > 0) return ctx.toast(institutionTexts.hasPeople(one.people))
  await ctx.toast()
  const choice = [
    button(buttons.remove, 'institution-remove-yes', at),
    button(buttons.cancel, 'institution', at),
  ]
  await replacePage(ctx, institutionTexts.removeSure(one.name), keyboard(choice))
}

export async function remove(ctx: PersonContext, parts: Parts, at: At): Promise<void> {
  const { person, now } = ctx
  const removed = await transaction(parts.pool, async (tx) => {
    const one = await removeInstitution(tx, { id: at.institution })
    if (!one) return null
    const details = { institutionId: one.id, name: one.name }
    await recordAct(tx, { actorId: person.id, act: 'institution removed', details, now })
    return one
  })
  const left = removed ? null : await findInstitution(parts.pool, at.institution)
  if (left) {
    await ctx.toast(institutionTexts.hasPeople(left.people))
    return showInstitution(ctx, parts, at)
  }
  await ctx.toast(removed ? institutionTexts.removed(removed.name) : institutionTexts.gone)
  await showInstitutions(ctx, parts, at.offset)
}

/** What was asked is answered: this message says nothing more, even if it is handled once more after a crash. */
export async function endStep(ctx: PersonContext, parts: Parts): Promise<void> {
  await enterStep(ctx, parts, 'institutions-file', { by: ctx.update.update_id })
}

/** Another one that is called the same. */
async function findNamesake({ pool }: Parts, one: Institution): Promise<Institution | null> {
  const key = keyOf(one.name, one.territory)
  const all = await listInstitutions(pool)
  return (
    all.find((other) => other.id !== one.id && keyOf(other.name, other.territory) === key) ?? null
  )
}

/** Null where the words are no such value. */
function readValue(
  field: InstitutionField,
  text: string,
  municipality: string,
): Partial<InstitutionFacts> | null {
  const words = text.replace(/[^\S\n]+/g, ' ').trim()
  switch (field) {
    case 'short_names': {
      const names = readShortNames(/^(?:нет|-|—)$/i.test(words) ? '' : words)
      return names === null || names === 'too-long' ? null : { short_names: names }
    }
    case 'staff':
    case 'heads': {
      const count = readCount(words)
      return typeof count === 'number' ? { [field]: count } : null
    }
    case 'name':
      return words.length > LONGEST_NAME ? null : { name: words.replaceAll('\n', ' ') }
    case 'territory':
      return words.length > LONGEST_NAME ? null : { territory: territoryOf(words, municipality) }
  }
}
