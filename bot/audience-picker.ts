/** Chooses whom something is meant for: the menu of conditions, and who it is that keeps what was chosen. */
import { type Audience, countAudience } from '../db/audiences.ts'
import { AUDIENCE_PARTS, isAsked } from './audience-changes.ts'
import { audienceWords } from './audience-words.ts'
import type { Parts, PersonContext } from './context.ts'
import { enterChoosing } from './dialogue.ts'
import { type Html, join } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { showPage } from './paging.ts'
import { audienceTexts } from './texts/audience.ts'

/** «invited» is an event that is published, «event» its draft. */
const AUDIENCE_OF = ['event', 'invited', 'diagnostics', 'broadcast', 'measure'] as const

/** What has an audience. */
export type AudienceOf = (typeof AUDIENCE_OF)[number]

/** A feature whose drafts have an audience. */
export interface AudienceOwner {
  /** The draft's audience; null when the person has no right to it, or it is no draft any more. */
  find(ctx: PersonContext, id: number): Promise<Audience | null>
  /** False when it is too late for that. */
  save(ctx: PersonContext, id: number, audience: Audience): Promise<boolean>
  /** «Готово»: shows the draft again, in the place of the message that was pressed; answers the press. */
  show(ctx: PersonContext, id: number): Promise<void>
}

export type AudienceOwners = Record<AudienceOf, AudienceOwner>

/** Whose audience, and what it is now. */
export interface Chosen {
  of: AudienceOf
  id: number
  audience: Audience
}

/** The draft whose audience is chosen, of the person who presses. */
export interface Found extends Chosen {
  owner: AudienceOwner
}

/** Null when there is no such draft, or it is not theirs. */
export type Find = (ctx: PersonContext, place: { of: string; id: number }) => Promise<Found | null>

/**
 * Shows the menu, in the place of the pressed message or as a message, and answers the press. The caller has checked
 * the right and found the draft; `before` is said above it.
 */
export async function openAudience(
  ctx: PersonContext,
  parts: Pick<Parts, 'pool'>,
  { of, id, audience }: Chosen,
  before: Html | null = null,
): Promise<void> {
  const { words, count } = await inWords(parts, audience)
  const partButtons = AUDIENCE_PARTS.map((part) =>
    button(audienceTexts.partButton(part, isAsked(audience, part)), 'audience-part', {
      ...{ of, id, part, offset: 0 },
    }),
  )
  const isEveryone = Object.keys(audience).length === 0
  await showPage(
    ctx,
    join([before, audienceTexts.menu(words, count)], '\n\n'),
    keyboard(
      partButtons.slice(0, 2),
      partButtons.slice(2, 4),
      partButtons.slice(4),
      [
        button(audienceTexts.saved, 'audience-saved', { of, id, offset: 0 }),
        ...(isEveryone
          ? []
          : [button(audienceTexts.keep, 'audience-ask', { of, id, what: 'name' })]),
      ],
      [
        ...(isEveryone
          ? []
          : [button(audienceTexts.everyone, 'audience-clear', { of, id, part: 'all' })]),
        button(audienceTexts.done, 'audience-done', { of, id }),
      ],
    ),
  )
  // A message handled once more after a crash shows it if it was not shown yet.
  await enterChoosing(ctx, parts, { of, id, asked: null, by: ctx.update.update_id })
}

export function createFinder(owners: AudienceOwners): Find {
  return async (ctx, { of: name, id }) => {
    const of = AUDIENCE_OF.find((each) => each === name)
    if (!of) return null
    const owner = owners[of]
    const audience = await owner.find(ctx, id)
    return audience && { of, id, owner, audience }
  }
}

/** Who it is, and how many at the moment. */
export async function inWords(
  { pool }: Pick<Parts, 'pool'>,
  audience: Audience,
): Promise<{ words: string; count: number }> {
  const words = await audienceWords(pool, audience)
  return { words, count: await countAudience(pool, { audience }) }
}
