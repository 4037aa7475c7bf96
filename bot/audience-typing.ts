/** What is typed while an audience is chosen: an institution to look for, a subject, a range of years, a name. */
import type { Audience } from '../db/audiences.ts'
import { saveAudience } from '../db/saved-audiences.ts'
import { readYearsRange, withSubject, withYears } from './audience-changes.ts'
import { showAudiencePart, showFoundForAudience } from './audience-pages.ts'
import { type AudienceOf, type AudienceOwner, openAudience } from './audience-picker.ts'
import type { Parts, PersonContext } from './context.ts'
import { enterChoosing } from './dialogue.ts'
import { audienceTexts } from './texts/audience.ts'

export const TYPED = ['institution', 'subject', 'years', 'name'] as const

export type Typed = (typeof TYPED)[number]

interface Asked {
  of: AudienceOf
  id: number
  owner: AudienceOwner
}

const QUESTIONS = {
  institution: [audienceTexts.findInstitution, audienceTexts.findField],
  subject: [audienceTexts.writeSubject, audienceTexts.subjectField],
  years: [audienceTexts.writeYears, audienceTexts.yearsField],
  name: [audienceTexts.askName, audienceTexts.nameField],
} as const

const LONGEST = 60
const MOST_SUBJECTS = 10

/** Asks for it, and answers the press. */
export async function askTyped(
  ctx: PersonContext,
  parts: Parts,
  { of, id, asked }: { of: AudienceOf; id: number; asked: Typed },
): Promise<void> {
  await enterChoosing(ctx, parts, { of, id, asked })
  await ctx.toast()
  const [question, forceReply] = QUESTIONS[asked]
  await ctx.say(question, { forceReply })
}

/** Takes the words; where they are no answer the question stays asked. */
export async function takeTyped(
  ctx: PersonContext,
  parts: Parts,
  { asked, audience, ...place }: Asked & { asked: Typed; audience: Audience },
  text: string,
): Promise<void> {
  const words = text.replace(/\s+/g, ' ').trim()
  switch (asked) {
    case 'institution':
      return findInstitutions(ctx, parts, { ...place, audience }, words)
    case 'subject':
      return addSubjects(ctx, parts, { ...place, audience }, words)
    case 'years':
      return setYears(ctx, parts, { ...place, audience }, words)
    case 'name':
      return keep(ctx, parts, { ...place, audience }, words)
  }
}

type Choosing = Asked & { audience: Audience }

async function findInstitutions(
  ctx: PersonContext,
  parts: Parts,
  { of, id, audience }: Choosing,
  words: string,
): Promise<void> {
  await showFoundForAudience(ctx, parts, { of, id, audience }, words)
  await enterChoosing(ctx, parts, {
    ...{ of, id, asked: null, words, by: ctx.update.update_id },
  })
}

async function addSubjects(
  ctx: PersonContext,
  parts: Parts,
  choosing: Choosing,
  words: string,
): Promise<void> {
  const subjects = words.split(/\s*[,;]\s*/).filter((each) => each !== '')
  const isShort = subjects.every((each) => each.length <= LONGEST)
  if (!isShort || subjects.length > MOST_SUBJECTS) return ctx.say(audienceTexts.wrongSubject)
  const audience = subjects.reduce(
    (whole, subject) => withSubject(whole, subject, true),
    choosing.audience,
  )
  if ((audience.subjects?.length ?? 0) > MOST_SUBJECTS) return ctx.say(audienceTexts.wrongSubject)
  await keepPart(ctx, parts, { ...choosing, audience }, 'subject')
}

async function setYears(
  ctx: PersonContext,
  parts: Parts,
  choosing: Choosing,
  words: string,
): Promise<void> {
  const years = readYearsRange(words)
  if (!years) return ctx.say(audienceTexts.wrongYears)
  const audience = withYears(choosing.audience, years)
  await keepPart(ctx, parts, { ...choosing, audience }, 'years')
}

async function keepPart(
  ctx: PersonContext,
  parts: Parts,
  { of, id, owner, audience }: Choosing,
  part: 'subject' | 'years',
): Promise<void> {
  if (await owner.save(ctx, id, audience)) {
    await showAudiencePart(ctx, parts, { of, id, audience }, { part, offset: 0 })
  }
  await enterChoosing(ctx, parts, { of, id, asked: null, by: ctx.update.update_id })
}

async function keep(
  ctx: PersonContext,
  parts: Parts,
  { of, id, audience }: Choosing,
  name: string,
): Promise<void> {
  if (name.length > LONGEST) return ctx.say(audienceTexts.wrongName)
  const { person, now } = ctx
  const isKept = await saveAudience(parts.pool, { name, audience, personId: person.id, now })
  if (!isKept) return ctx.say(audienceTexts.nameTaken(name))
  await openAudience(ctx, parts, { of, id, audience }, audienceTexts.kept(name))
}
