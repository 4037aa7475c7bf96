/** Entries of the knowledge base as messages: who sees which buttons under which words. */
import type { InlineKeyboardMarkup } from 'grammy/types'
import { DateTime } from 'luxon'
import type { Db } from '../db/db.ts'
import type { Version } from '../db/knowledge.ts'
import { listDeciders } from '../db/knowledge-decisions.ts'
import { type Centre, hasRole, type Parts, type PersonContext } from './context.ts'
import type { Html } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { buttons } from './texts/buttons.ts'
import { knowledgeTexts } from './texts/knowledge.ts'
import { formatDay } from './texts/moments.ts'

export interface EntryMessage {
  text: Html
  keyboard: InlineKeyboardMarkup
}

/** The person's own draft, with what was taken out of it and what exists already. */
export async function draftMessage(
  { memory }: Pick<Parts, 'memory'>,
  version: Version,
  { hasFiles = false } = {},
): Promise<EntryMessage> {
  const seen = { version: version.id, revision: version.revision }
  return {
    text: knowledgeTexts.draft(version, await similarTo(memory, version), hasFiles),
    keyboard: keyboard([
      button(buttons.change, 'entry-change', seen),
      button(buttons.save, 'entry-save', seen),
      button(buttons.cancel, 'entry-drop', { version: version.id }),
    ]),
  }
}

/** The entry for somebody who may approve it, or for its author, who may not. */
export async function waitingMessage(
  { memory, centre }: Pick<Parts, 'memory' | 'centre'>,
  version: Version,
  { mayDecide }: { mayDecide: boolean },
): Promise<EntryMessage> {
  const seen = { version: version.id, revision: version.revision }
  const decision = [
    button(buttons.approve, 'entry-approve', seen),
    button(buttons.reject, 'entry-reject', seen),
  ]
  return {
    text: knowledgeTexts.entry(version, await similarTo(memory, version), centre.calendar.zone),
    keyboard: keyboard(mayDecide ? decision : [], [button(buttons.change, 'entry-change', seen)]),
  }
}

/** An entry in force or expired, whole. */
export function standingMessage({ centre }: Pick<Parts, 'centre'>, version: Version): EntryMessage {
  const entry = { entry: version.knowledge_id }
  return {
    text: knowledgeTexts.entry(version, [], centre.calendar.zone),
    keyboard: keyboard([
      ...(version.entry_status === 'expired'
        ? [button(buttons.prolong, 'entry-prolong', entry)]
        : []),
      button(buttons.change, 'entry-correct', entry),
      button(buttons.takeOut, 'entry-remove', entry),
    ]),
  }
}

/** Somebody else than who proposed it, unless there is nobody else. */
export async function mayDecide(
  db: Db,
  { person }: PersonContext,
  { proposed_by }: Version,
): Promise<boolean> {
  if (proposed_by !== person.id) return true
  const deciders = await listDeciders(db, { personId: person.id })
  return deciders.every(({ id }) => id === person.id)
}

/** Methodists look after what is in force; where there are none, the tutors do. */
export async function mayReview(db: Db, ctx: PersonContext): Promise<boolean> {
  if (hasRole(ctx, 'methodist')) return true
  const deciders = await listDeciders(db, { personId: null })
  return hasRole(ctx, 'tutor') && deciders.some(({ id }) => id === ctx.person.id)
}

/** A year from now: the midnight from which an entry is not cited, and the last day (ISO) on which it is. */
export function expiryOf(
  { calendar }: Centre,
  now: Date,
): { expiresAt: Date; lastDay: string; until: string } {
  const end = DateTime.fromJSDate(now, { zone: calendar.zone }).plus({ years: 1 }).startOf('day')
  const expiresAt = end.toJSDate()
  const lastDay = end.minus({ days: 1 }).toFormat('yyyy-MM-dd')
  return { expiresAt, lastDay, until: formatDay(expiresAt, calendar.zone) }
}

async function similarTo(memory: Parts['memory'], version: Version): Promise<Version[]> {
  return memory.similar({ question: version.question, except: version.knowledge_id })
}
