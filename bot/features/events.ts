/** /events for everyone; for methodists an event's card, its participants as a table, and materials for those who came. */
import { Composer, InputFile } from 'grammy'
import { recordAct } from '../../db/audit.ts'
import { addMaterial, listMaterials, listParticipants } from '../../db/event-attendance.ts'
import { type EventRow, findEvent } from '../../db/events.ts'
import { transaction } from '../../db/transaction.ts'
import type { Parts, PersonContext } from '../context.ts'
import { atStep, enterStep, leaveDialogue } from '../dialogue.ts'
import { mayManage, showEventCard } from '../event-cards.ts'
import { readEventFilter, showEvent, showEvents } from '../event-pages.ts'
import { participantTable } from '../event-participants.ts'
import { join } from '../html.ts'
import { button, keyboard } from '../keyboards.ts'
import { takeButtonsOff } from '../paging.ts'
import { onPress } from '../presses.ts'
import { filesOf, saidIn, wordsOf } from '../said.ts'
import { buttons } from '../texts/buttons.ts'
import { eventListTexts } from '../texts/event-lists.ts'
import { eventPeopleTexts } from '../texts/event-people.ts'

/** Before the features that take files as documents. */
export function eventsFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.command('events', (ctx) => showEvents(ctx, parts, { filter: 'ahead', offset: 0 }))
  onPress(composer, 'events', async (ctx, { filter: name, offset }) => {
    const filter = readEventFilter(name)
    if (!filter) return ctx.toast(eventPeopleTexts.unknown)
    await showEvents(ctx, parts, { filter, offset })
  })
  onPress(composer, 'event', async (ctx, { event, filter: name, offset }) => {
    await showEvent(ctx, parts, { event, filter: readEventFilter(name) ?? 'ahead', offset })
  })
  onPress(composer, 'event-card', async (ctx, { event }) => {
    if (await mayManage(ctx)) await showEventCard(ctx, parts, event)
  })
  onPress(composer, 'event-people', async (ctx, { event }) => {
    const found = await managed(ctx, parts, event)
    if (found) await sendParticipants(ctx, parts, found)
  })
  addMaterialSteps(composer, parts)
  return composer
}

function addMaterialSteps(composer: Composer<PersonContext>, parts: Parts): void {
  onPress(composer, 'event-materials', async (ctx, { event: id }) => {
    const event = await managed(ctx, parts, id)
    if (!event) return
    await ctx.toast()
    await enterStep(ctx, parts, 'event-materials', { event: id })
    const known = await listMaterials(parts.pool, { eventId: id, after: 0 })
    await ctx.say(eventListTexts.askMaterials(event.title, known.length), {
      forceReply: eventListTexts.materialsField,
    })
  })
  composer.on('message', async (ctx, next) => {
    const draft = ctx.update.update_id
    const asked = atStep(ctx, 'event-materials')
    const again = atStep(ctx, 'event-material')
    const event = asked?.event ?? (again?.draft === draft ? again.event : null)
    if (event === null || ctx.message.text?.startsWith('/')) return next()
    if (!(await mayManage(ctx))) return next()
    await previewMaterial(ctx, parts, event)
  })
  onPress(composer, 'event-material-send', (ctx, at) => sendMaterial(ctx, parts, at))
  onPress(composer, 'event-material-drop', async (ctx, { draft }) => {
    const waits = atStep(ctx, 'event-material')?.draft === draft
    if (waits) await leaveDialogue(ctx, parts)
    await ctx.toast(waits ? eventListTexts.materialDropped : eventListTexts.materialStale)
    if (waits) await takeButtonsOff(ctx)
  })
}

/** The published event, or null after saying why there is nothing to be done. */
async function managed(
  ctx: PersonContext,
  { pool }: Parts,
  eventId: number,
): Promise<EventRow | null> {
  if (!(await mayManage(ctx))) return null
  const event = await findEvent(pool, { id: eventId })
  if (event && event.status !== 'draft') return event
  await ctx.toast(eventListTexts.noEvent)
  return null
}

/** Made only when it is asked for, and noted: it holds names. */
async function sendParticipants(
  ctx: PersonContext,
  { pool }: Parts,
  event: EventRow,
): Promise<void> {
  await ctx.toast()
  const participants = await listParticipants(pool, { eventId: event.id })
  const { person, now } = ctx
  const details = { event: event.id, name: event.title }
  await recordAct(pool, { actorId: person.id, act: 'event participants listed', details, now })
  const name = eventListTexts.participantsFile(event.id)
  const file = new InputFile(await participantTable(participants), name)
  const { markup: caption } = eventListTexts.participantsCaption(event, participants.length)
  await ctx.replyWithDocument(file, { caption, parse_mode: 'HTML' })
}

async function previewMaterial(ctx: PersonContext, parts: Parts, eventId: number): Promise<void> {
  const event = await findEvent(parts.pool, { id: eventId })
  const said = saidIn(ctx.messages)
  if (!event || !said) return ctx.say(eventListTexts.askMaterials(event?.title ?? '', 0))
  const draft = ctx.update.update_id
  await enterStep(ctx, parts, 'event-material', { event: eventId, draft, said })
  const fields = { event: eventId, draft }
  const shown = [wordsOf(said), eventListTexts.materialPreview(event.title)]
  await ctx.say(join(shown, '\n\n'), {
    attachments: filesOf(said),
    keyboard: keyboard([
      button(buttons.send, 'event-material-send', fields),
      button(buttons.cancel, 'event-material-drop', fields),
    ]),
  })
}

async function sendMaterial(
  ctx: PersonContext,
  parts: Parts,
  { event: eventId, draft }: { event: number; draft: number },
): Promise<void> {
  if (!(await mayManage(ctx))) return
  const waiting = atStep(ctx, 'event-material')
  if (waiting?.event !== eventId || waiting.draft !== draft) {
    return ctx.toast(eventListTexts.materialStale)
  }
  const { person, now } = ctx
  const sent = await transaction(parts.pool, async (tx) => {
    const origin = `telegram:${draft}`
    const material = { eventId, origin, content: waiting.said, addedBy: person.id, now }
    const count = await addMaterial(tx, material)
    if (count === null) return null
    const event = await findEvent(tx, { id: eventId })
    const details = { event: eventId, name: event?.title ?? '' }
    await recordAct(tx, { actorId: person.id, act: 'event materials sent', details, now })
    return count
  })
  await leaveDialogue(ctx, parts)
  await ctx.toast(sent === null ? eventListTexts.materialStale : undefined)
  await takeButtonsOff(ctx)
  if (sent !== null) await ctx.say(eventListTexts.materialSent(sent))
}
