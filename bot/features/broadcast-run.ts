/** The buttons of a broadcast on its way and of its report: pause, go on, stop, repeat what is in doubt, the list. */
import { Composer } from 'grammy'
import { recordAct } from '../../db/audit.ts'
import { linesOf } from '../../db/broadcast-report.ts'
import { findBroadcast } from '../../db/broadcasts.ts'
import { broadcastTable } from '../broadcast-list-file.ts'
import { pauseBroadcast, repeatDoubtful, resumeBroadcast, stopBroadcast } from '../broadcasting.ts'
import { PRIORITY } from '../content.ts'
import { hasRole, type Parts, type PersonContext } from '../context.ts'
import { ownChat } from '../desk-chats.ts'
import { button, keyboard } from '../keyboards.ts'
import { onPress } from '../presses.ts'
import { broadcastProgressTexts } from '../texts/broadcast-progress.ts'
import { buttons } from '../texts/buttons.ts'

/** In private chats. The message of the progress follows by itself. */
export function broadcastRunFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  const acts = [
    ['broadcast-pause', pauseBroadcast, 'paused'],
    ['broadcast-resume', resumeBroadcast, 'running'],
    ['broadcast-stop', stopBroadcast, 'stopped'],
  ] as const
  for (const [name, act, wanted] of acts) {
    onPress(composer, name, async (ctx, { broadcast: id }) => {
      if (!(await mayAct(ctx))) return
      await act(parts, { broadcastId: id, personId: ctx.person.id })
      const status = (await findBroadcast(parts.pool, { id }))?.status
      const isDone = status === wanted || (wanted === 'stopped' && status === 'cancelled')
      await ctx.toast(isDone ? broadcastProgressTexts.done[status] : broadcastProgressTexts.late)
    })
  }
  onPress(composer, 'broadcast-repeat', async (ctx, { broadcast }) => {
    if (!(await mayAct(ctx))) return
    const act = { broadcastId: broadcast, personId: ctx.person.id }
    const count = await repeatDoubtful(parts, act)
    const { repeated, nothingToRepeat } = broadcastProgressTexts
    await ctx.toast(count > 0 ? repeated(count) : nothingToRepeat)
  })
  onPress(composer, 'broadcast-csv', async (ctx, { broadcast }) => {
    if (await mayAct(ctx)) await sendList(ctx, parts, { broadcastId: broadcast, names: false })
  })
  onPress(composer, 'broadcast-names', async (ctx, { broadcast }) => {
    if (await mayAct(ctx)) await sendList(ctx, parts, { broadcastId: broadcast, names: true })
  })
  return composer
}

async function mayAct(ctx: PersonContext): Promise<boolean> {
  if (hasRole(ctx, 'methodist', 'administrator')) return true
  await ctx.toast(broadcastProgressTexts.notAllowed)
  return false
}

/** The list as a file; names only on request of their own, which is written down. */
async function sendList(
  ctx: PersonContext,
  { pool, outbox, centre }: Parts,
  { broadcastId, names }: { broadcastId: number; names: boolean },
): Promise<void> {
  const { now, person, update } = ctx
  const broadcast = await findBroadcast(pool, { id: broadcastId })
  if (!broadcast?.started_at) return ctx.toast(broadcastProgressTexts.late)
  await ctx.toast()
  if (names) {
    const details = { broadcast: broadcastId }
    await recordAct(pool, { actorId: person.id, act: 'broadcast names shown', details, now })
  }
  const lines = await linesOf(pool, { broadcastId })
  const table = broadcastTable(lines, { names, zone: centre.calendar.zone })
  const { markup } = broadcastProgressTexts.listCaption(broadcastId, names)
  const more = keyboard([button(buttons.withNames, 'broadcast-names', { broadcast: broadcastId })])
  const content = {
    method: 'sendDocument',
    payload: { caption: markup, parse_mode: 'HTML', ...(names ? {} : { reply_markup: more }) },
    file: { name: broadcastProgressTexts.listName(broadcastId), text: table },
  }
  await outbox.post({
    key: `update:${update.update_id}:list`,
    kind: 'reply',
    ...ownChat(person),
    content,
    priority: PRIORITY.reply,
    dueAt: now,
  })
}
