/** The presses and words of choosing an audience; what is chosen belongs to the feature that asked for it. */
import { Composer } from 'grammy'
import { subjectsToChoose } from '../../db/audience-choices.ts'
import type { Audience } from '../../db/audiences.ts'
import {
  readAudiencePart,
  subjectCode,
  unpackYears,
  withEvent,
  withInstitution,
  withMark,
  without,
  withRole,
  withSite,
  withSubject,
  withYears,
} from '../audience-changes.ts'
import { showAudiencePart, showFoundForAudience } from '../audience-pages.ts'
import { type AudienceOwners, createFinder, type Find, openAudience } from '../audience-picker.ts'
import { askTyped, TYPED, takeTyped } from '../audience-typing.ts'
import { hasRole, type Parts, type PersonContext } from '../context.ts'
import { atStep } from '../dialogue.ts'
import { onPress } from '../presses.ts'
import { savedAudiences } from '../saved-audiences.ts'
import { audienceTexts } from '../texts/audience.ts'

export function audienceFeature(parts: Parts, owners: AudienceOwners): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  const found = createFinder(owners)
  composer
    .filter((ctx) => ctx.callbackQuery?.data?.startsWith('audience') ?? false)
    .use((ctx, next) => (mayChoose(ctx) ? next() : ctx.toast(audienceTexts.notAllowed)))
    .use(conditions(parts, found), waysThrough(parts, found), savedAudiences(parts, found))
  composer.on('message:text', async (ctx, next) => {
    const step = atStep(ctx, 'audience')
    if (!step || !mayChoose(ctx)) return next()
    if (step.by === ctx.update.update_id) return
    const asked = TYPED.find((each) => each === step.asked)
    if (!asked || ctx.message.text.startsWith('/')) return next()
    const chosen = await found(ctx, step)
    if (chosen) await takeTyped(ctx, parts, { ...chosen, asked }, ctx.message.text)
    else await ctx.say(audienceTexts.lateLine)
  })
  return composer
}

function mayChoose(ctx: PersonContext): boolean {
  return hasRole(ctx, 'methodist', 'administrator')
}

function conditions(parts: Parts, find: Find): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  const change = async (
    ctx: PersonContext,
    at: { of: string; id: number; part: string; offset: number },
    changed: (audience: Audience) => Audience | Promise<Audience>,
  ) => {
    const chosen = await find(ctx, at)
    if (!chosen) return ctx.toast(audienceTexts.late)
    const audience = await changed(chosen.audience)
    if (!(await chosen.owner.save(ctx, chosen.id, audience))) return ctx.toast(audienceTexts.late)
    const { of, id } = chosen
    if (at.part === 'all' || (at.part === 'mark' && !audience.event)) {
      return openAudience(ctx, parts, { of, id, audience })
    }
    const part = at.part === 'mark' ? 'event' : (readAudiencePart(at.part) ?? 'role')
    await showAudiencePart(ctx, parts, { of, id, audience }, { part, offset: at.offset })
  }
  for (const [name, on] of [
    ['audience-with', true],
    ['audience-without', false],
  ] as const) {
    onPress(composer, name, (ctx, at) =>
      change(ctx, at, (audience) => withValue(parts, audience, { ...at, on })),
    )
  }
  onPress(composer, 'audience-clear', (ctx, at) =>
    change(ctx, { ...at, offset: 0 }, (audience) => cleared(audience, at.part)),
  )
  for (const [name, on] of [
    ['audience-find', true],
    ['audience-unfind', false],
  ] as const) {
    onPress(composer, name, async (ctx, { of: ofName, id: draft, institution }) => {
      const chosen = await find(ctx, { of: ofName, id: draft })
      if (!chosen) return ctx.toast(audienceTexts.late)
      const { of, id, owner } = chosen
      const audience = withInstitution(chosen.audience, institution, on)
      if (!(await owner.save(ctx, id, audience))) return ctx.toast(audienceTexts.late)
      const { words } = atStep(ctx, 'audience') ?? {}
      if (words) return showFoundForAudience(ctx, parts, { of, id, audience }, words)
      await showAudiencePart(ctx, parts, { of, id, audience }, { part: 'institution', offset: 0 })
    })
  }
  return composer
}

function waysThrough(parts: Parts, find: Find): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onPress(composer, 'audience', async (ctx, at) => {
    const chosen = await find(ctx, at)
    if (!chosen) return ctx.toast(audienceTexts.late)
    await openAudience(ctx, parts, chosen)
  })
  onPress(composer, 'audience-part', async (ctx, { part: name, offset, ...at }) => {
    const part = readAudiencePart(name)
    const chosen = part && (await find(ctx, at))
    if (!chosen) return ctx.toast(audienceTexts.late)
    await showAudiencePart(ctx, parts, chosen, { part, offset })
  })
  onPress(composer, 'audience-ask', async (ctx, { what, ...at }) => {
    const asked = TYPED.find((each) => each === what)
    const chosen = asked && (await find(ctx, at))
    if (!chosen) return ctx.toast(audienceTexts.late)
    if (asked === 'name' && Object.keys(chosen.audience).length === 0) {
      return ctx.toast(audienceTexts.nothingToKeep)
    }
    await askTyped(ctx, parts, { ...chosen, asked })
  })
  onPress(composer, 'audience-done', async (ctx, at) => {
    const chosen = await find(ctx, at)
    if (!chosen) return ctx.toast(audienceTexts.late)
    await chosen.owner.show(ctx, chosen.id)
  })
  return composer
}

async function withValue(
  { pool }: Parts,
  audience: Audience,
  { part, value, on }: { part: string; value: string; on: boolean },
): Promise<Audience> {
  switch (part) {
    case 'role':
      return withRole(audience, value, on)
    case 'institution':
      return withInstitution(audience, Number(value), on)
    case 'site':
      return withSite(audience, Number(value), on)
    case 'subject': {
      const used = await subjectsToChoose(pool, { limit: MOST_SUBJECTS })
      const known = [...(audience.subjects ?? []), ...used.map(({ subject }) => subject)]
      const subject = known.find((each) => subjectCode(each) === value)
      return subject === undefined ? audience : withSubject(audience, subject, on)
    }
    case 'years': {
      const years = unpackYears(value)
      if (!on) return without(audience, 'years')
      return years ? withYears(audience, years) : audience
    }
    case 'event':
      return withEvent(audience, Number(value))
    case 'mark':
      return withMark(audience, value, on)
    default:
      return audience
  }
}

/** Long enough for the one whose button was shown to be still among them. */
const MOST_SUBJECTS = 200

function cleared(audience: Audience, part: string): Audience {
  if (part === 'all') return {}
  if (part === 'mark') return without(audience, 'event')
  const known = readAudiencePart(part)
  return known ? without(audience, known) : audience
}
