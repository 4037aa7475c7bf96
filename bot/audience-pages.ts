/** The pages of the audience picker: one for each condition, with what is chosen ticked. */
import type { InlineKeyboardButton } from 'grammy/types'
import {
  eventsToChoose,
  namesOfAudience,
  sitesToChoose,
  subjectsToChoose,
} from '../db/audience-choices.ts'
import { listInstitutions } from '../db/institutions.ts'
import { matchInstitutions } from '../rag/institutions/match.ts'
import {
  AUDIENCE_MARKS,
  AUDIENCE_ROLES,
  type AudiencePart,
  isAsked,
  packYears,
  subjectCode,
  YEARS_OFFERED,
} from './audience-changes.ts'
import { type Chosen, inWords } from './audience-picker.ts'
import type { Parts, PersonContext } from './context.ts'
import { join } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { pageButtons, showPage } from './paging.ts'
import { audienceTexts, ticked } from './texts/audience.ts'
import { buttons } from './texts/buttons.ts'

type Shelf = Pick<Parts, 'pool'>
type Rows = InlineKeyboardButton[][]

const PAGE = 8
const MOST_SUBJECTS = 12

/** The page of a condition from `offset` on; of a chosen event, the marks. */
export async function showAudiencePart(
  ctx: PersonContext,
  parts: Shelf,
  chosen: Chosen,
  { part, offset }: { part: AudiencePart; offset: number },
): Promise<void> {
  const { of, id, audience } = chosen
  if (part === 'event' && audience.event) return showMarks(ctx, parts, chosen)
  const { words, count } = await inWords(parts, audience)
  const choices = (await choicesOf(parts, chosen, part, offset)).filter((row) => row.length > 0)
  const nothing = choices.length === 0 ? audienceTexts.nothing(part) : null
  await showPage(
    ctx,
    join([audienceTexts.part(part, words, count), nothing], '\n\n'),
    keyboard(...choices, ...waysOn(chosen, part, isAsked(audience, part)), [
      button(buttons.back, 'audience', { of, id }),
    ]),
  )
}

/** What the words find among the institutions, to be ticked. */
export async function showFoundForAudience(
  ctx: PersonContext,
  parts: Shelf,
  { of, id, audience }: Chosen,
  words: string,
): Promise<void> {
  const found = matchInstitutions(words, await listInstitutions(parts.pool), { limit: PAGE })
  const rows = found.map(({ id: institution, name }) => {
    const isChosen = audience.institutions?.includes(institution) ?? false
    const name_ = isChosen ? 'audience-unfind' : 'audience-find'
    return [button(ticked(name, isChosen), name_, { of, id, institution })]
  })
  const now = await inWords(parts, audience)
  await showPage(
    ctx,
    join(
      [
        audienceTexts.found(words, found.length > 0),
        found.length > 0 ? audienceTexts.menu(now.words, now.count) : null,
      ],
      '\n\n',
    ),
    keyboard(
      ...rows,
      [button(buttons.find, 'audience-ask', { of, id, what: 'institution' })],
      [button(buttons.back, 'audience-part', { of, id, part: 'institution', offset: 0 })],
    ),
  )
}

async function choicesOf(
  { pool }: Shelf,
  { of, id, audience }: Chosen,
  part: AudiencePart,
  offset: number,
): Promise<Rows> {
  const choice = (label: string, value: string | number, isChosen: boolean) =>
    button(ticked(label, isChosen), isChosen ? 'audience-without' : 'audience-with', {
      ...{ of, id, part, value: String(value), offset },
    })
  const turn = (found: number) =>
    pageButtons('audience-part', { offset, size: PAGE, found }, { of, id, part })
  switch (part) {
    case 'role':
      return inPairs(
        AUDIENCE_ROLES.map((role) =>
          choice(audienceTexts.role(role), role, audience.roles?.includes(role) ?? false),
        ),
      )
    case 'institution': {
      const all = await listInstitutions(pool)
      const shown = all.slice(offset, offset + PAGE)
      const rows = shown.map((one) => [
        choice(one.name, one.id, audience.institutions?.includes(one.id) ?? false),
      ])
      return [...rows, turn(all.length - offset)]
    }
    case 'subject': {
      const used = await subjectsToChoose(pool, { limit: MOST_SUBJECTS })
      const own = audience.subjects ?? []
      const others = used.map(({ subject }) => subject).filter((each) => !own.includes(each))
      return inPairs(
        [...own, ...others].map((subject) =>
          choice(subject, subjectCode(subject), own.includes(subject)),
        ),
      )
    }
    case 'site': {
      const all = await sitesToChoose(pool)
      const shown = all.slice(offset, offset + PAGE)
      const rows = shown.map((one) => [
        choice(one.name, one.id, audience.sites?.includes(one.id) ?? false),
      ])
      return [...rows, turn(all.length - offset)]
    }
    case 'years':
      return YEARS_OFFERED.map((years) => {
        const value = packYears(years)
        const isChosen = audience.years !== undefined && packYears(audience.years) === value
        return [choice(audienceTexts.years(years), value, isChosen)]
      })
    case 'event': {
      const found = await eventsToChoose(pool, { offset, limit: PAGE })
      const rows = found
        .slice(0, PAGE)
        .map((event) => [choice(audienceTexts.event(event), event.id, false)])
      return [...rows, turn(found.length)]
    }
  }
}

/** Search and words of one's own, and «Не важно» where something is chosen. */
function waysOn({ of, id }: Chosen, part: AudiencePart, isChosen: boolean): Rows {
  const ask = (label: string, what: string) => [button(label, 'audience-ask', { of, id, what })]
  return [
    part === 'institution' ? ask(buttons.find, part) : [],
    part === 'subject' || part === 'years' ? ask(audienceTexts.writeIn, part) : [],
    isChosen ? [button(audienceTexts.any, 'audience-clear', { of, id, part })] : [],
  ]
}

async function showMarks(ctx: PersonContext, parts: Shelf, chosen: Chosen): Promise<void> {
  const { of, id, audience } = chosen
  const { event: title } = await namesOfAudience(parts.pool, { audience })
  const { words, count } = await inWords(parts, audience)
  const marks = AUDIENCE_MARKS.map((mark) => {
    const isChosen = audience.event?.marks.includes(mark) ?? false
    const name = isChosen ? 'audience-without' : 'audience-with'
    const place = { of, id, part: 'mark', value: mark, offset: 0 }
    return button(ticked(audienceTexts.mark(mark), isChosen), name, place)
  })
  await showPage(
    ctx,
    audienceTexts.marks(title, words, count),
    keyboard(
      ...inPairs(marks),
      [
        button(audienceTexts.otherEvent, 'audience-clear', { of, id, part: 'event' }),
        button(audienceTexts.any, 'audience-clear', { of, id, part: 'mark' }),
      ],
      [button(buttons.back, 'audience', { of, id })],
    ),
  )
}

function inPairs(all: InlineKeyboardButton[]): Rows {
  return all.flatMap((_, index) => (index % 2 === 0 ? [all.slice(index, index + 2)] : []))
}
