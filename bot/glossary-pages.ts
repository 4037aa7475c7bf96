/** What methodists see of the glossary: pages of it, one entry, what a word finds, and all of it as a file. */
import { InputFile } from 'grammy'
import {
  countGlossary,
  findGlossaryEntry,
  type GlossaryEntry,
  listGlossary,
  searchGlossary,
} from '../db/glossary.ts'
import { readAbbreviations } from '../db/search.ts'
import { glossaryText } from '../rag/glossary.ts'
import { readThesaurus } from '../rag/thesaurus.ts'
import { words } from '../rag/words.ts'
import type { Parts, PersonContext } from './context.ts'
import { shorten } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { pageButtons, showPage } from './paging.ts'
import { buttons } from './texts/buttons.ts'
import { glossaryTexts } from './texts/glossary.ts'

type Shelf = Pick<Parts, 'pool'>

const PAGE = 8
/** A word that finds more than this says too little. */
const MOST_FOUND = 15

/** The page that begins at `offset`, or the last one where the list has become shorter. */
export async function showGlossary(
  ctx: PersonContext,
  { pool }: Shelf,
  wanted: number,
): Promise<void> {
  const count = await countGlossary(pool)
  const offset = Math.min(wanted, Math.max(0, count - 1 - ((count - 1) % PAGE)))
  const page = await listGlossary(pool, { offset, limit: PAGE })
  const place = { offset, size: PAGE, count }
  const turn = pageButtons('glossary', { ...place, found: count - offset }, {})
  await showPage(
    ctx,
    count === 0 ? glossaryTexts.empty : glossaryTexts.list(page, place),
    keyboard(
      ...entryButtons(page, offset),
      turn,
      [button(buttons.add, 'glossary-add', {}), button(buttons.find, 'glossary-find', {})],
      [
        button(buttons.learned, 'glossary-learned', { offset: 0 }),
        ...(count > 0 ? [button(buttons.asText, 'glossary-text', {})] : []),
      ],
    ),
  )
}

/** What the documents in force call for short. */
export async function showLearned(
  ctx: PersonContext,
  { pool }: Shelf,
  offset: number,
): Promise<void> {
  const learned = await readAbbreviations(pool)
  const place = { offset, size: LEARNED_PAGE, count: learned.length }
  const turn = pageButtons('glossary-learned', { ...place, found: learned.length - offset }, {})
  const page = learned.slice(offset, offset + LEARNED_PAGE)
  const back = [button(buttons.toList, 'glossary', { offset: 0 })]
  await showPage(ctx, glossaryTexts.learned(page, place), keyboard(turn, back))
}

/** These have no buttons of their own. */
const LEARNED_PAGE = 12

/** The entry with what can be done with it. */
export async function showEntry(
  ctx: PersonContext,
  { pool }: Shelf,
  place: { entry: number; offset: number },
): Promise<void> {
  const entry = await findGlossaryEntry(pool, place.entry)
  if (!entry) return ctx.toast(glossaryTexts.gone)
  await showPage(
    ctx,
    glossaryTexts.entry(entry),
    keyboard(
      [
        button(buttons.change, 'glossary-change', place),
        button(buttons.remove, 'glossary-remove', place),
      ],
      [button(buttons.toList, 'glossary', { offset: place.offset })],
    ),
  )
}

/** What the words find: in the centre's glossary, in the documents' abbreviations and in what ships with the project. */
export async function showFound(ctx: PersonContext, { pool }: Shelf, text: string): Promise<void> {
  const wanted = words(text)
  const fits = ({ term, meaning }: Sides) => {
    const said = words(`${term} ${meaning}`)
    return wanted.every((word) => said.some((other) => other.startsWith(word)))
  }
  const learned = (await readAbbreviations(pool)).map(sidesOf).filter(fits)
  const common = readThesaurus().abbreviations.map(sidesOf).filter(fits)
  const own =
    wanted.length === 0 ? [] : await searchGlossary(pool, { words: wanted, limit: MOST_FOUND + 1 })
  const list = [button(buttons.toList, 'glossary', { offset: 0 })]
  if (wanted.length === 0 || own.length + learned.length + common.length === 0) {
    return ctx.say(glossaryTexts.notFound(text), { keyboard: keyboard(list) })
  }
  const shown = own.slice(0, MOST_FOUND)
  const found = {
    own: shown,
    learned: learned.slice(0, MOST_FOUND),
    common: common.slice(0, MOST_FOUND),
    more: own.length > MOST_FOUND,
  }
  await ctx.say(glossaryTexts.found(text, found), {
    keyboard: keyboard(...entryButtons(shown, 0), list),
  })
}

/** All entries as a file that can be read again. */
export async function sendAsText(ctx: PersonContext, { pool }: Shelf): Promise<void> {
  const entries = await listGlossary(pool)
  if (entries.length === 0) return ctx.toast(glossaryTexts.nothingToExport)
  await ctx.toast()
  const file = new InputFile(Buffer.from(glossaryText(entries)), glossaryTexts.file)
  await ctx.replyWithDocument(file, { caption: glossaryTexts.fileCaption(entries.length) })
}

type Sides = Pick<GlossaryEntry, 'term' | 'meaning'>

function sidesOf({ short, long }: { short: string; long: string }): Sides {
  return { term: short, meaning: long }
}

/** Two in a row: short words fit, and a page is not taller than a screen. */
function entryButtons(entries: readonly GlossaryEntry[], offset: number) {
  const all = entries.map(({ id, term }) =>
    button(shorten(term, 24), 'glossary-entry', { entry: id, offset }),
  )
  return Array.from({ length: Math.ceil(all.length / 2) }, (_, row) =>
    all.slice(2 * row, 2 * row + 2),
  )
}
