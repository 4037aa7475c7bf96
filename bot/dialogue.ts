/** The dialogues of the bot: their steps, what each remembers, and going from one to another. */
import { z } from 'zod'
import {
  type Conversation,
  enterConversation,
  findConversation,
  leaveConversation,
} from '../db/conversations.ts'
import { dropLastDraft } from '../db/ticket-drafts.ts'
import type { Context, Parts } from './context.ts'

const id = z.number()

const STEPS = {
  /** The next message is a question to a tutor. */
  'tutor-question': z.object({}),
  /** The next message goes on with the ticket. */
  clarification: z.object({ ticketId: id }),
  /** The next message is a tutor's answer; in a group, the next reply. */
  answer: z.object({ ticketId: id }),
  /** The next message says why the ticket is rejected; in a group, the next reply. */
  rejection: z.object({ ticketId: id }),
  /** The reason waits for «Отклонить»; `draft` tells it from earlier ones. */
  'rejection-draft': z.object({ ticketId: id, draft: id, reason: z.string() }),
  /** The next message stands in the place of the entry's question or answer. */
  'entry-words': z.object({ version: id, revision: id, field: z.enum(['question', 'answer']) }),
  /** The next message says why the entry is rejected. */
  'entry-reason': z.object({ version: id, revision: id }),
  /** Files wait for «Сохранить»; `draft` is the update that brought each. The next message says what is asked of one. */
  documents: z.object({
    files: z.array(
      z.object({
        draft: id,
        fileId: z.string(),
        name: z.string(),
        corrections: z.record(z.string(), z.string().nullable()).optional(),
        /** Source of the edition in force whose place it takes, where a person said so. */
        replaces: z.string().nullish(),
      }),
    ),
    asking: z.object({ draft: id, field: z.string() }).nullish(),
  }),
  /** The next message is looked for in the glossary. */
  'glossary-search': z.object({}),
  /** The next message has new entries of the glossary, or what the entry shall say. */
  'glossary-entries': z.object({ entryId: id.nullable() }),
  /** Entries wait for «Сохранить»; `replaces` is the entry that they correct. */
  'glossary-draft': z.object({
    draft: id,
    replaces: id.nullable(),
    entries: z.array(z.object({ term: z.string(), meaning: z.string() })),
  }),
  /**
   * The next message says this about the person. `walk`: the fields are asked one after the other; `by` is the update
   * that led here and answers nothing more. `words` and `candidates` are what was typed as the institution, and those of
   * the list that it may mean.
   */
  profile: z.object({
    field: z.string(),
    walk: z.boolean(),
    by: id,
    words: z.string().optional(),
    candidates: z.array(id).optional(),
  }),
  /** The next message says when the person is not to be written to. */
  'quiet-hours': z.object({}),
  /** A table that is sent next is the list of institutions. `by` is the message that ended what was asked before. */
  'institutions-file': z.object({ by: id.optional() }),
  /** Rows of such a table wait for «Сохранить»; `faulty` are the names of rows that could not be read. */
  'institutions-draft': z.object({
    draft: id,
    rows: z.array(
      z.object({
        row: id,
        code: id.nullable(),
        name: z.string(),
        shortNames: z.array(z.string()).nullable(),
        territory: z.string().nullable(),
        staff: id.nullable(),
        heads: id.nullable(),
      }),
    ),
    faulty: z.array(z.string()),
  }),
  /** It is asked what becomes of institutions that the table did not have. */
  'institutions-missing': z.object({ draft: id, ids: z.array(id) }),
  /** The next message is looked for in the list of institutions. */
  'institutions-search': z.object({}),
  /** The next message is the name of a new institution. */
  'institution-name': z.object({}),
  /** The next message says this about the institution. */
  'institution-field': z.object({ institution: id, field: z.string() }),
}

type Step = keyof typeof STEPS
type Data<Name extends Step> = z.infer<(typeof STEPS)[Name]>

/** Whoever comes back later than this begins anew: their next message is a question again. */
const FORGOTTEN_AFTER_MS = 12 * 60 * 60_000

/** The dialogue the person is in, in this chat. */
export async function findDialogue(
  { pool }: Pick<Parts, 'pool'>,
  { person, chatKey, now }: Context,
): Promise<Conversation | null> {
  if (!person) return null
  const since = new Date(now.getTime() - FORGOTTEN_AFTER_MS)
  return findConversation(pool, { personId: person.id, chatKey, since })
}

/** What the step remembers, if the person is at it. */
export function atStep<Name extends Step>(ctx: Context, step: Name): Data<Name> | null {
  if (ctx.conversation?.step !== step) return null
  const read = STEPS[step].safeParse(ctx.conversation.data)
  // The schema of a step gives that step's data.
  return read.success ? (read.data as Data<Name>) : null
}

export async function enterStep<Name extends Step>(
  ctx: Context,
  { pool }: Pick<Parts, 'pool'>,
  step: Name,
  data: Data<Name>,
): Promise<void> {
  if (!ctx.person) return
  const { person, chatKey, now } = ctx
  await enterConversation(pool, { personId: person.id, chatKey, step, data, now })
  ctx.conversation = { step, data }
}

/** For /cancel: leaves the dialogue, or drops the tutor's answer that waits. False when there was neither. */
export async function cancel(ctx: Context, parts: Pick<Parts, 'pool'>): Promise<boolean> {
  if (await leaveDialogue(ctx, parts)) return true
  if (!ctx.person) return false
  return dropLastDraft(parts.pool, { personId: ctx.person.id, chatKey: ctx.chatKey })
}

/** False when there was no dialogue to leave. */
export async function leaveDialogue(ctx: Context, { pool }: Pick<Parts, 'pool'>): Promise<boolean> {
  const left = ctx.conversation !== null
  if (ctx.person && left) {
    await leaveConversation(pool, { personId: ctx.person.id, chatKey: ctx.chatKey })
  }
  ctx.conversation = null
  return left
}
