/** Who has passed, by institution: pages of numbers, a picture, a table; of one diagnostics, or of all that the indicator counts. */
import { InputFile } from 'grammy'
import { DateTime } from 'luxon'
import { findDiagnostics } from '../db/diagnostics.ts'
import { deficitsDiagnostics, progressOf } from '../db/diagnostics-list.ts'
import { drawBars } from './chart.ts'
import type { Parts, PersonContext } from './context.ts'
import { type InstitutionShare, type Share, shareOf } from './diagnostics-share.ts'
import { shareTable } from './diagnostics-tables.ts'
import { type Html, html, join } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { pageButtons, showPage } from './paging.ts'
import { buttons } from './texts/buttons.ts'
import { diagnosticsTexts } from './texts/diagnostics.ts'
import { progressTexts } from './texts/diagnostics-progress.ts'
import { whileTyping } from './typing.ts'

const PAGE = 12
/** More bars than this are no picture any more. */
const MOST_BARS = 40
/** With more the picture is more than twice as high as it is wide. */
const MOST_IN_PHOTO = 12

/** What the indicator is shown for. */
const DEFICITS_PERIODS = ['year', 'last', 'ever'] as const
export type DeficitsPeriod = (typeof DEFICITS_PERIODS)[number]

interface Progress {
  title: string
  /** What it is made of; null where the title says it. */
  made: Html | null
  share: Share
}

/** Of one diagnostics. */
export async function showProgress(
  ctx: PersonContext,
  parts: Parts,
  { diagnostics, offset }: { diagnostics: number; offset: number },
): Promise<void> {
  const progress = await progressOfOne(parts, diagnostics)
  if (!progress) return ctx.toast(diagnosticsTexts.gone)
  const place = { offset, size: PAGE, found: progress.share.institutions.length - offset }
  await showPage(
    ctx,
    textOf(progress, offset),
    keyboard(
      pageButtons('diagnostics-progress', place, { diagnostics }),
      [
        button(progressTexts.pictureButton, 'diagnostics-picture', { diagnostics }),
        button(progressTexts.tableButton, 'diagnostics-table', { diagnostics }),
      ],
      [button(buttons.back, 'diagnostics-card', { diagnostics })],
    ),
  )
}

/** Of all diagnostics of professional deficits: the municipality's indicator. */
export async function showDeficits(
  ctx: PersonContext,
  parts: Parts,
  { period: name, offset }: { period: string; offset: number },
): Promise<void> {
  const period = readPeriod(name)
  const progress = await progressOfDeficits(ctx, parts, period)
  const place = { offset, size: PAGE, found: progress.share.institutions.length - offset }
  const others = DEFICITS_PERIODS.filter((each) => each !== period).map((each) =>
    button(PERIOD_BUTTONS[each], 'deficits', { period: each, offset: 0 }),
  )
  await showPage(
    ctx,
    textOf(progress, offset),
    keyboard(
      pageButtons('deficits', place, { period }),
      [
        button(progressTexts.pictureButton, 'deficits-picture', { period }),
        button(progressTexts.tableButton, 'deficits-table', { period }),
      ],
      others,
      [button(buttons.toList, 'diagnostics', { offset: 0 })],
    ),
  )
}

/** Sends it as a picture or a table. */
export async function sendProgress(
  ctx: PersonContext,
  parts: Parts,
  of: { diagnostics: number } | { period: string },
  as: 'picture' | 'table',
): Promise<void> {
  const progress =
    'period' in of
      ? await progressOfDeficits(ctx, parts, readPeriod(of.period))
      : await progressOfOne(parts, of.diagnostics)
  if (!progress) return ctx.toast(diagnosticsTexts.gone)
  await ctx.toast()
  if (as === 'table') {
    const bytes = await whileTyping(ctx, shareTable(progress.title, progress.share))
    return void (await ctx.replyWithDocument(new InputFile(bytes, progressTexts.tableFile)))
  }
  const picture = await whileTyping(ctx, drawBars(chartOf(progress)))
  const file = new InputFile(picture, progressTexts.pictureFile)
  // A long photo would be squeezed until it cannot be read.
  if (progress.share.institutions.length > MOST_IN_PHOTO) await ctx.replyWithDocument(file)
  else await ctx.replyWithPhoto(file)
}

/** The picture's contents: of many institutions the lowest and the highest. */
export function chartOf({ title, share }: Progress): Parameters<typeof drawBars>[0] {
  const all = share.institutions.toSorted(byShare)
  const half = MOST_BARS / 2
  const shown = all.length <= MOST_BARS ? all : [...all.slice(0, half), ...all.slice(-half)]
  const notes = [
    ...progressTexts.plain(share),
    ...(shown.length < all.length ? [progressTexts.most(shown.length, all.length)] : []),
  ]
  const bars = shown.map((one) => ({
    name: one.name,
    share: one.share,
    label: progressTexts.label(one),
  }))
  return { title, notes, bars }
}

/** The highest first; those without numbers last. */
function byShare(one: InstitutionShare, other: InstitutionShare): number {
  return (other.share ?? -1) - (one.share ?? -1) || other.passed - one.passed
}

async function progressOfOne({ pool }: Parts, id: number): Promise<Progress | null> {
  const one = await findDiagnostics(pool, { id })
  if (!one || one.status === 'draft') return null
  const share = shareOf(await progressOf(pool, { ids: [id] }))
  return { title: progressTexts.title(one.title), made: null, share }
}

async function progressOfDeficits(
  { now }: PersonContext,
  { pool, centre }: Parts,
  period: DeficitsPeriod,
): Promise<Progress> {
  const today = DateTime.fromJSDate(now, { zone: centre.calendar.zone })
  const first = (today.month >= 9 ? today.year : today.year - 1) - (period === 'last' ? 1 : 0)
  const isEver = period === 'ever'
  const [from, to] = isEver
    ? ['2000-01-01', '9999-01-01']
    : [`${first}-09-01`, `${first + 1}-08-31`]
  const counted = await deficitsDiagnostics(pool, { from, to, now })
  const share = shareOf(await progressOf(pool, { ids: counted.map(({ id }) => id) }))
  return {
    title: progressTexts.indicator(isEver ? progressTexts.ever : progressTexts.year(first)),
    made: progressTexts.ofWhich(counted.map(({ title }) => title)),
    share,
  }
}

function textOf({ title, made, share }: Progress, offset: number): Html {
  const { institutions } = share
  const shown = institutions.slice(offset, offset + PAGE)
  const page = progressTexts.page(
    Math.floor(offset / PAGE) + 1,
    Math.ceil(institutions.length / PAGE),
  )
  return join(
    [
      html`<b>${title}</b>${page}`,
      made,
      progressTexts.summary(share),
      progressTexts.warnings(share),
      institutions.length === 0 ? progressTexts.noInstitutions : progressTexts.lines(shown, offset),
    ],
    '\n\n',
  )
}

function readPeriod(name: string): DeficitsPeriod {
  return DEFICITS_PERIODS.find((period) => period === name) ?? 'year'
}

const PERIOD_BUTTONS: Record<DeficitsPeriod, string> = {
  year: progressTexts.thisYear,
  last: progressTexts.lastYear,
  ever: progressTexts.everButton,
}
