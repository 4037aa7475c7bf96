/** What the desk says when something is due, in the messenger's words. */
import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types'
import type { Db } from '../db/db.ts'
import { listDeskChats, listTutors } from '../db/duty.ts'
import { findPersonById, type Person, peopleWithRole } from '../db/people.ts'
import { listAskers } from '../db/ticket-askers.ts'
import { findCardMessage } from '../db/ticket-cards.ts'
import type { EndedLease } from '../db/ticket-times.ts'
import type { Ticket } from '../db/tickets.ts'
import type { DeskNews } from '../jobs/watch-desk.ts'
import { planCard } from './card-places.ts'
import type { Parts } from './context.ts'
import { administrators, ownChat } from './desk-chats.ts'
import { planGroupGone } from './group-gone.ts'
import { button, keyboard } from './keyboards.ts'
import { buttons } from './texts/buttons.ts'
import { deskTexts } from './texts/desk.ts'
import { type DueTicket, deskTimeTexts } from './texts/desk-times.ts'
import { planText } from './ticketing.ts'

type Speaking = Pick<Parts, 'outbox' | 'centre' | 'adminIds' | 'clock'>

/** More numbers are not offered as buttons: the queue's list has them all. */
const MOST_BUTTONS = 8
const BUTTONS_IN_ROW = 4

/** Those on duty who are named in the digest. */
const MOST_NAMES = 20

export function createDeskNews(parts: Speaking): DeskNews {
  const { centre, clock } = parts
  const { zone } = centre.calendar
  return {
    cards: async (tx, missing) => {
      const ids = await planGroupGone(tx, parts)
      for (const { ticketId, ...chat } of missing) {
        const now = clock()
        ids.push(...(await planCard(tx, parts, { ticketId, chat, nth: `${now.getTime()}`, now })))
      }
      return ids
    },

    leasesEnded: async (tx, leases) => {
      const ids: number[] = []
      for (const [tutorId, ended] of Map.groupBy(leases, ({ tutor_id }) => tutor_id)) {
        const tutor = await findPersonById(tx, tutorId)
        if (tutor) ids.push(...(await planLeasesEnded(tx, parts, tutor, ended)))
      }
      return ids
    },

    reminder: async (tx, tickets) => {
      const text = deskTimeTexts.reminder(await dueTickets(tx, tickets), zone)
      const single = tickets.length === 1 ? tickets[0] : undefined
      const ids: number[] = []
      for (const chat of await listDeskChats(tx)) {
        const place = single && { ticketId: single.id, chatKey: chat.chatKey }
        const message = {
          key: keyOf('reminder', tickets, chat.personId ?? 'group'),
          ...chat,
          replyTo: place ? await findCardMessage(tx, place) : null,
          keyboard: takingButtons(tickets),
          text,
          now: clock(),
        }
        ids.push(...(await planText(tx, parts, message)))
      }
      return ids
    },

    overdue: async (tx, tickets) => {
      const text = deskTimeTexts.overdue(await dueTickets(tx, tickets), zone)
      const ids: number[] = []
      for (const person of await overseers(tx, parts)) {
        const message = {
          key: keyOf('overdue', tickets, person.id),
          ...ownChat(person),
          keyboard: showingButtons(tickets),
          text,
          now: clock(),
        }
        ids.push(...(await planText(tx, parts, message)))
      }
      for (const ticket of tickets) ids.push(...(await planApology(tx, parts, ticket)))
      return ids
    },

    digest: async (tx, { since, ...figures }) => {
      if (Object.values(figures).every((figure) => figure === 0)) return []
      const onDuty = await listTutors(tx, { offset: 0, limit: MOST_NAMES })
      const names = onDuty.filter(({ on_duty }) => on_duty).map(({ name }) => name ?? '')
      const text = deskTimeTexts.digest(
        figures,
        { since, now: clock() },
        names.filter(Boolean),
        zone,
      )
      const ids: number[] = []
      for (const chat of await listDeskChats(tx)) {
        const key = `desk:digest:${clock().toISOString()}:${chat.personId ?? 'group'}`
        ids.push(...(await planText(tx, parts, { key, ...chat, text, now: clock() })))
      }
      return ids
    },
  }
}

async function planLeasesEnded(
  tx: Db,
  parts: Speaking,
  tutor: Person,
  ended: EndedLease[],
): Promise<number[]> {
  return planText(tx, parts, {
    key: keyOf('lease', ended, tutor.id),
    ...ownChat(tutor),
    keyboard: takingButtons(ended),
    text: deskTimeTexts.leasesEnded(ended.map(({ id }) => id)),
    now: parts.clock(),
  })
}

/** Everyone who waits for the answer is told that it is late. */
async function planApology(tx: Db, parts: Speaking, ticket: Ticket): Promise<number[]> {
  const ids: number[] = []
  for (const asker of await listAskers(tx, ticket.id)) {
    const message = {
      key: `ticket:${asker.ticket_id}:late:${ticket.revision}`,
      chatKey: asker.chat_key,
      personId: asker.person_id,
      replyTo: asker.message_id,
      text: deskTimeTexts.late(asker.ticket_id),
      now: parts.clock(),
    }
    ids.push(...(await planText(tx, parts, message)))
  }
  return ids
}

/** About one ticket the key says which: a reply to the message is about it. A change of a ticket is told once. */
function keyOf(
  about: string,
  tickets: readonly { id: number; revision: number }[],
  to: string | number,
): string {
  const [first] = tickets
  const which = tickets.length === 1 ? `ticket:${first?.id}:${about}` : `desk:${about}:${first?.id}`
  return `${which}:${first?.revision}:${to}`
}

/** Methodists; where there are none, administrators. */
async function overseers(tx: Db, parts: Speaking): Promise<Person[]> {
  const methodists = await peopleWithRole(tx, { role: 'methodist' })
  return methodists.length > 0 ? methodists : administrators(tx, parts)
}

async function dueTickets(tx: Db, tickets: readonly Ticket[]): Promise<DueTicket[]> {
  const due: DueTicket[] = []
  for (const ticket of tickets) {
    const tutor = ticket.tutor_id === null ? null : await findPersonById(tx, ticket.tutor_id)
    const name = ticket.tutor_id === null ? null : (tutor?.name ?? deskTexts.noName)
    due.push({ ...ticket, tutor: name })
  }
  return due
}

function takingButtons(tickets: readonly { id: number }[]): InlineKeyboardMarkup {
  const [first] = tickets
  if (first && tickets.length === 1) {
    const ticket = first.id
    return keyboard([
      button(buttons.claim, 'claim', { ticket }),
      button(buttons.reply, 'reply', { ticket }),
    ])
  }
  return inRows(tickets, ({ id }) => button(deskTimeTexts.takeNumber(id), 'claim', { ticket: id }))
}

function showingButtons(tickets: readonly { id: number }[]): InlineKeyboardMarkup {
  return inRows(tickets, ({ id }) => button(deskTimeTexts.showNumber(id), 'card', { ticket: id }))
}

function inRows<Row>(
  rows: readonly Row[],
  make: (row: Row) => InlineKeyboardButton,
): InlineKeyboardMarkup {
  const made = rows.slice(0, MOST_BUTTONS).map(make)
  return keyboard(
    ...Array.from({ length: Math.ceil(made.length / BUTTONS_IN_ROW) }, (_, row) =>
      made.slice(row * BUTTONS_IN_ROW, (row + 1) * BUTTONS_IN_ROW),
    ),
  )
}
