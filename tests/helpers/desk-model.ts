/** A small model of the tutors' desk: what each press has to do and to say, written without looking at the database. */
import { deskTexts } from '../../bot/texts/desk.ts'
import { formatBy, formatMoment } from '../../bot/texts/moments.ts'
import { moveTexts } from '../../bot/texts/moves.ts'
import { ticketTexts } from '../../bot/texts/tickets.ts'
import { addWorkingHours, type Calendar, isWorkingTime } from '../../jobs/working-hours.ts'

export interface ModelTicket {
  id: number
  asker: string
  status: 'open' | 'claimed' | 'answered' | 'closed'
  tutor: string | null
  lease: Date | null
  since: Date
  promise: Date
  remindAt: Date
  reminded: boolean
  overdue: boolean
  answeredAt: Date | null
  closedAt: Date | null
  rejected: boolean
  history: string[]
  /** Messages that its asker has to get: how many of each kind. */
  told: { taken: number; answered: number; late: number; rejected: number }
}

export interface Model {
  now: Date
  tickets: Map<number, ModelTicket>
  /** Who holds the role, and who blocks the bot. */
  tutors: Set<string>
  blocked: Set<string>
  /** In a group also those answer who block the bot. */
  hasGroup: boolean
}

/** What one person does with one ticket. */
export type Act =
  | {
      kind: 'claim' | 'reply' | 'return' | 'prolong' | 'answer' | 'reject'
      who: string
      ticket: number
    }
  | { kind: 'pass'; who: string; ticket: number; to: string }
  | { kind: 'resolve' | 'clarify'; who: string; ticket: number }

const SLA = 24
const WEEK_MS = 7 * 24 * 60 * 60_000
const ZONE = 'Europe/Moscow'

export function createModel(given: { now: Date; tutors: string[]; hasGroup: boolean }): Model {
  return { ...given, tickets: new Map(), tutors: new Set(given.tutors), blocked: new Set() }
}

/** A copy that can be tried on. */
export function copyOf(model: Model): Model {
  return structuredClone(model)
}

export function open(
  model: Model,
  calendar: Calendar,
  { id, asker }: { id: number; asker: string },
): void {
  const hours = (count: number) => addWorkingHours(calendar, model.now, count)
  model.tickets.set(id, {
    id,
    asker,
    status: 'open',
    tutor: null,
    lease: null,
    since: model.now,
    promise: hours(SLA),
    remindAt: hours(SLA / 4),
    reminded: false,
    overdue: false,
    answeredAt: null,
    closedAt: null,
    rejected: false,
    history: ['opened'],
    told: { taken: 0, answered: 0, late: 0, rejected: 0 },
  })
}

/** Does it, and returns what the press is answered with; an act of several steps is answered at its last one. */
export function act(model: Model, calendar: Calendar, done: Act): string | undefined {
  const ticket = model.tickets.get(done.ticket)
  if (!ticket) throw new Error(`the model has no ticket ${done.ticket}`)
  if (done.kind === 'resolve') return resolve(model, ticket, done.who)
  if (done.kind === 'clarify') return clarify(model, calendar, ticket)
  if (!model.tutors.has(done.who)) return deskTexts.tutorsOnly
  const isHeld = ticket.status === 'claimed' && ticket.tutor === done.who
  const lease = addWorkingHours(calendar, model.now, SLA / 2)
  switch (done.kind) {
    case 'claim':
      return take(ticket, done.who, lease, [
        deskTexts.yours(ticket.id),
        deskTexts.alreadyYours(ticket.id),
      ])
    case 'reply':
      return take(ticket, done.who, lease, [undefined, undefined])
    case 'answer': {
      const refusal = take(ticket, done.who, lease, [undefined, undefined])
      if (refusal !== undefined) return refusal
      move(ticket, 'answered', { status: 'answered', lease: null, answeredAt: model.now })
      ticket.told.answered += 1
      return deskTexts.sent(ticket.id)
    }
    case 'return':
      if (!isHeld) return deskTexts.notYours(ticket.id)
      requeue(ticket, 'returned')
      return deskTexts.returned(ticket.id)
    case 'prolong':
      if (!isHeld || !ticket.lease) return deskTexts.notYours(ticket.id)
      if (ticket.lease >= ticket.promise) return moveTexts.notProlonged(ticket.id)
      move(ticket, 'prolonged', { lease: ticket.promise })
      return moveTexts.prolonged(ticket.id, formatBy(ticket.promise, ZONE))
    case 'pass': {
      if (!isHeld) return deskTexts.notYours(ticket.id)
      if (done.to === done.who || !serves(model, done.to)) return moveTexts.cannotTake
      move(ticket, 'handed over', { tutor: done.to, lease })
      ticket.told.taken += 1
      return moveTexts.passed(ticket.id, done.to)
    }
    case 'reject':
      if (!isHeld) return deskTexts.notYours(ticket.id)
      move(ticket, 'rejected', {
        status: 'closed',
        lease: null,
        closedAt: model.now,
        rejected: true,
      })
      ticket.told.rejected += 1
      return moveTexts.rejected(ticket.id)
  }
}

/** Somebody blocks the bot: what they hold goes back. */
export function block(model: Model, who: string): void {
  model.blocked.add(who)
  for (const ticket of model.tickets.values()) {
    if (ticket.status === 'claimed' && ticket.tutor === who) leave(model, ticket)
  }
}

/** What the time does: first whoever cannot answer any more, then, in working hours, what is due. */
export function pass(model: Model, calendar: Calendar): void {
  const each = (work: (ticket: ModelTicket) => void) => model.tickets.forEach(work)
  const { now } = model
  each((ticket) => {
    if (ticket.status === 'claimed' && !serves(model, ticket.tutor ?? '')) leave(model, ticket)
  })
  if (!isWorkingTime(calendar, now)) return
  each((ticket) => {
    if (ticket.status === 'claimed' && ticket.lease && ticket.lease <= now)
      requeue(ticket, 'lease ended')
  })
  each((ticket) => {
    if (!isWaiting(ticket) || ticket.overdue || ticket.promise > now) return
    move(ticket, 'overdue', { overdue: true })
    ticket.told.late += 1
  })
  each((ticket) => {
    if (ticket.status !== 'open' || ticket.reminded || ticket.remindAt > now) return
    move(ticket, 'reminded', { reminded: true })
  })
  each((ticket) => {
    if (ticket.status !== 'answered' || !ticket.answeredAt) return
    if (now.getTime() - ticket.answeredAt.getTime() < WEEK_MS) return
    move(ticket, 'uncontested', { status: 'closed', closedAt: now })
  })
}

/** How the card of the ticket begins, what it says of the time, and the buttons it has. */
export function cardOf(ticket: ModelTicket): { title: string; late: boolean; buttons: string[] } {
  const tutor = ticket.tutor ?? ''
  const late = isWaiting(ticket) && ticket.overdue
  const card = (state: string, ...buttons: string[]) => ({
    title: `№ ${ticket.id} · ${state}\n`,
    late,
    buttons,
  })
  switch (ticket.status) {
    case 'open':
      return card(deskTexts.open(formatMoment(ticket.since, ZONE)), 'Взять', 'Ответить')
    case 'claimed': {
      const lease = ticket.lease ?? ticket.promise
      const prolong = lease < ticket.promise ? ['Продлить'] : []
      return card(
        deskTexts.claimed(tutor, formatBy(lease, ZONE)),
        ...['Ответить', 'Вернуть в очередь', 'Передать', ...prolong, 'Отклонить'],
      )
    }
    case 'answered':
      return card(deskTexts.answered(tutor))
    case 'closed':
      return card(ticket.rejected ? deskTexts.rejected(tutor) : deskTexts.closed)
  }
}

function take(
  ticket: ModelTicket,
  who: string,
  lease: Date,
  [now, before]: [string | undefined, string | undefined],
): string | undefined {
  if (ticket.status === 'open') {
    move(ticket, 'claimed', { status: 'claimed', tutor: who, lease })
    ticket.told.taken += 1
    return now
  }
  if (ticket.status === 'closed') return deskTexts.over(ticket.id)
  return ticket.tutor === who ? before : deskTexts.takenBy(ticket.id, ticket.tutor ?? '')
}

function resolve(model: Model, ticket: ModelTicket, who: string): string {
  if (ticket.asker !== who) return ticketTexts.notYours
  if (ticket.status === 'closed') return ticketTexts.alreadyResolved
  if (ticket.status !== 'answered') return ticketTexts.needsAnswerFirst
  move(ticket, 'resolved', { status: 'closed', closedAt: model.now })
  return ticketTexts.resolved(ticket.id)
}

/** By a reply, which is answered with a message of its own. */
function clarify(model: Model, calendar: Calendar, ticket: ModelTicket): undefined {
  const { now } = model
  if (ticket.closedAt && now.getTime() - ticket.closedAt.getTime() > 2 * WEEK_MS) return
  const hours = (count: number) => addWorkingHours(calendar, now, count)
  const isNew = !isWaiting(ticket)
  const stays = ticket.tutor !== null && serves(model, ticket.tutor)
  move(ticket, 'continued', {
    ...(isNew ? { since: now, promise: hours(SLA), remindAt: hours(SLA / 4) } : {}),
    ...(isNew ? { reminded: false, overdue: false } : {}),
    closedAt: null,
    rejected: false,
    lease: stays ? (ticket.status === 'claimed' ? ticket.lease : hours(SLA / 2)) : null,
    status: stays ? 'claimed' : 'open',
    tutor: stays ? ticket.tutor : null,
  })
}

function leave({ now }: Model, ticket: ModelTicket): void {
  requeue(ticket, 'tutor left')
  if (ticket.remindAt > now) ticket.remindAt = now
}

function requeue(ticket: ModelTicket, why: string): void {
  move(ticket, why, { status: 'open', tutor: null, lease: null, reminded: false })
}

function move(ticket: ModelTicket, what: string, change: Partial<ModelTicket>): void {
  ticket.history.push(what)
  Object.assign(ticket, change)
}

function serves({ tutors, blocked, hasGroup }: Model, who: string): boolean {
  return tutors.has(who) && (hasGroup || !blocked.has(who))
}

function isWaiting({ status }: ModelTicket): boolean {
  return status === 'open' || status === 'claimed'
}
