/** What methodists see of the institutions: pages of the list, one of them, what words find, and all as a table. */
import { InputFile } from 'grammy'
import {
  findInstitution,
  type InstitutionWithPeople,
  listInstitutions,
} from '../db/institutions.ts'
import { matchInstitutions } from '../rag/institutions/match.ts'
import type { Parts, PersonContext } from './context.ts'
import { enterStep } from './dialogue.ts'
import { type Html, join } from './html.ts'
import { tableOf } from './institution-table.ts'
import { button, keyboard } from './keyboards.ts'
import { pageButtons, showPage } from './paging.ts'
import { buttons } from './texts/buttons.ts'
import { institutionTexts } from './texts/institutions.ts'

type Shelf = Pick<Parts, 'pool'>

const PAGE = 8
const BUTTONS_IN_ROW = 4

/** The page that begins at `wanted`, or the last one; a table that is sent next is the list. */
export async function showInstitutions(
  ctx: PersonContext,
  parts: Shelf,
  wanted: number,
): Promise<void> {
  const all = await listInstitutions(parts.pool)
  const count = all.length
  const offset = Math.min(wanted, Math.max(0, Math.ceil(count / PAGE) - 1) * PAGE)
  const shown = all.slice(offset, offset + PAGE)
  const sum = (number: (one: InstitutionWithPeople) => number) =>
    all.reduce((total, one) => total + number(one), 0)
  const place = { offset, size: PAGE, count }
  const figures = { staff: sum(({ staff }) => staff), heads: sum(({ heads }) => heads) }
  await enterStep(ctx, parts, 'institutions-file', {})
  await showPage(
    ctx,
    count === 0 ? institutionTexts.empty : institutionTexts.list(shown, { ...place, ...figures }),
    keyboard(
      ...numbersOf(shown, offset),
      pageButtons('institutions', { ...place, found: count - offset }, {}),
      [
        button(buttons.add, 'institution-add', {}),
        ...(count > 0 ? [button(buttons.find, 'institutions-find', {})] : []),
        button(buttons.asText, 'institutions-table', {}),
      ],
    ),
  )
}

/** One institution with what can be done with it; `before` is said above it. */
export async function showInstitution(
  ctx: PersonContext,
  { pool }: Shelf,
  place: { institution: number; offset: number },
  before: Html | null = null,
): Promise<void> {
  const one = await findInstitution(pool, place.institution)
  if (!one) return ctx.toast(institutionTexts.gone)
  await showPage(
    ctx,
    join([before, institutionTexts.card(one)], '\n\n'),
    keyboard(
      [
        button(buttons.change, 'institution-change', place),
        button(buttons.remove, 'institution-remove', place),
      ],
      [button(buttons.toList, 'institutions', { offset: place.offset })],
    ),
  )
}

/** What the words find. */
export async function showFoundInstitutions(
  ctx: PersonContext,
  { pool }: Shelf,
  words: string,
): Promise<void> {
  const found = matchInstitutions(words, await listInstitutions(pool), { limit: PAGE })
  await ctx.say(institutionTexts.found(words, found), {
    keyboard: keyboard(...numbersOf(found, 0), [
      button(buttons.find, 'institutions-find', {}),
      button(buttons.toList, 'institutions', { offset: 0 }),
    ]),
  })
}

/** All of them as a table that can be corrected and sent back; an empty one is a pattern. */
export async function sendInstitutionTable(ctx: PersonContext, { pool }: Shelf): Promise<void> {
  await ctx.toast()
  const all = await listInstitutions(pool)
  const file = new InputFile(await tableOf(all), institutionTexts.file)
  await ctx.replyWithDocument(file, { caption: institutionTexts.fileCaption(all.length) })
}

function numbersOf(shown: readonly InstitutionWithPeople[], offset: number) {
  const numbers = shown.map(({ id }, index) =>
    button(`${offset + index + 1}`, 'institution', { institution: id, offset }),
  )
  return [numbers.slice(0, BUTTONS_IN_ROW), numbers.slice(BUTTONS_IN_ROW)]
}
