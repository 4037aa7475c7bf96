/** What people are told of events, in the messenger's words. */
import type { InlineKeyboardMarkup } from 'grammy/types'
import type { Db } from '../db/db.ts'
import { listMaterials } from '../db/event-attendance.ts'
import type { News } from '../db/event-news.ts'
import type { EventRow } from '../db/events.ts'
import type { EventNews, Reachable } from '../jobs/tell-events.ts'
import { PRIORITY, saidMessages, textMessages, textPayload } from './content.ts'
import type { Parts } from './context.ts'
import { calendarButton, markButton, ratingButtons } from './event-buttons.ts'
import { calendarFile } from './event-calendar.ts'
import { planCardEdit } from './event-cards.ts'
import { copyContent, planCopy } from './event-copies.ts'
import { type Html, html, join, widthOf } from './html.ts'
import { keyboard } from './keyboards.ts'
import type { Content } from './notifier.ts'
import { filesOf, LONGEST_CAPTION, wordsOf } from './said.ts'
import { eventPeopleTexts } from './texts/event-people.ts'

/** `username` is the bot's: part of what an event is called in people's calendars. */
export function createEventNews(
  parts: Pick<Parts, 'outbox' | 'centre' | 'clock'> & { username: () => string },
): EventNews {
  const { outbox, centre, clock } = parts
  return {
    announce: (tx, event, to, times) =>
      outbox.plan(tx, {
        // Who was told of nothing because it changed in time may be told after another change.
        key: `event:${event.id}:announced:${to.person_id}:${event.sequence}`,
        kind: 'announcement',
        chatKey: to.chat_key,
        personId: to.person_id,
        content: copyContent(event, to, { centre, now: clock() }),
        priority: PRIORITY.announcement,
        ...times,
      }),

    tell: async (tx, event, to, times) => {
      const { text, buttons } = newsOf(event, to, centre)
      const ids: number[] = []
      for (const [part, content] of withFile(text, buttons, fileFor(event, to, parts)).entries()) {
        const delivery = {
          key: `event:${event.id}:${to.to_tell}:${to.person_id}:${to.revision}:${part}`,
          kind: 'announcement',
          chatKey: to.chat_key,
          personId: to.person_id,
          content,
          priority: PRIORITY.reminder,
          ...times,
        } as const
        ids.push(await outbox.plan(tx, delivery))
      }
      const [first] = ids
      if (first === undefined) throw new Error('the news of an event has no words')
      return first
    },

    askOpinion: async (tx, event, to, times) => {
      const text = eventPeopleTexts.askOpinion(event.title)
      const [content] = textMessages(text, { keyboard: ratingButtons(event.id) })
      if (!content) return
      await outbox.plan(tx, {
        key: `event:${event.id}:opinion:${to.person_id}`,
        kind: 'reminder',
        chatKey: to.chat_key,
        personId: to.person_id,
        content,
        priority: PRIORITY.reminder,
        ...times,
      })
    },

    sendMaterials: async (tx, event, to, times) => {
      await planMaterials(tx, parts, { event, to, after: to.material_id, run: '', ...times })
    },

    refreshCopy: async (tx, event, copy) => {
      await planCopy(tx, parts, { event, copy, priority: PRIORITY.announcement })
    },

    refreshCard: (tx, event, card) => planCardEdit(tx, parts, { event, card }),
  }
}

/** Plans what was added after the given material. `run` tells a sending that was asked for from the first one. */
export async function planMaterials(
  tx: Db,
  { outbox }: Pick<Parts, 'outbox'>,
  given: {
    event: EventRow
    to: { person_id: number; chat_key: string }
    after: number
    run: string
    dueAt: Date
    pointlessAt?: Date
  },
): Promise<number[]> {
  const { event, to, after, run, ...times } = given
  const ids: number[] = []
  for (const { id, content: said } of await listMaterials(tx, { eventId: event.id, after })) {
    const words = join([eventPeopleTexts.materialsOf(event.title), wordsOf(said)], '\n\n')
    for (const [part, content] of saidMessages(words, filesOf(said)).entries()) {
      const delivery = {
        key: `event:${event.id}:material:${id}:${to.person_id}${run}:${part}`,
        kind: 'announcement',
        chatKey: to.chat_key,
        personId: to.person_id,
        content,
        priority: PRIORITY.announcement,
        ...times,
      } as const
      ids.push(await outbox.plan(tx, delivery))
    }
  }
  return ids
}

/** A text with a file under it, where Telegram lets them stand together; else one after the other. */
function withFile(
  text: Html,
  buttons: InlineKeyboardMarkup,
  file: { name: string; text: string } | null,
): Content[] {
  if (!file) return textMessages(text, { keyboard: buttons })
  if (widthOf(text) > LONGEST_CAPTION) {
    return [...textMessages(text, { keyboard: buttons }), ...withFile(html``, keyboard(), file)]
  }
  const { text: caption, parse_mode } = textPayload(text)
  const payload = { caption, parse_mode, reply_markup: buttons }
  return [{ method: 'sendDocument', payload, file }]
}

/** Whoever goes, or has it in the calendar, gets it changed there. */
function fileFor(
  event: EventRow,
  { mark, calendar_at, to_tell }: News,
  { clock, username }: Pick<Parts, 'clock'> & { username: () => string },
): { name: string; text: string } | null {
  const isKept = calendar_at !== null || (mark === 'going' && to_tell !== 'place')
  return isKept ? calendarFile(event, { username: username(), now: clock() }) : null
}

function newsOf(
  event: EventRow,
  to: Reachable<News>,
  centre: Parts['centre'],
): { text: Html; buttons: InlineKeyboardMarkup } {
  const { id } = event
  const isComing = to.mark === 'going' || to.mark === 'waiting'
  const again = isComing
    ? keyboard([markButton(id, 'going', 'note'), markButton(id, 'declined', 'note')])
    : keyboard()
  switch (to.to_tell) {
    case 'place':
      return {
        text: eventPeopleTexts.place(event, centre),
        buttons: keyboard([markButton(id, 'declined', 'note'), calendarButton(id)]),
      }
    case 'moved':
      return { text: eventPeopleTexts.moved(event, to, centre), buttons: again }
    case 'changed':
      return { text: eventPeopleTexts.changed(event, to, centre), buttons: again }
    case 'cancelled':
      return { text: eventPeopleTexts.cancelledNews(event, centre), buttons: keyboard() }
    case 'event':
      throw new Error('an announcement is no news of an event')
  }
}
