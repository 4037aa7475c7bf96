/** The dialogues of the bot: their steps, what each remembers, and going from one to another. */
import { z } from 'zod'
import {
  type Conversation,
  enterConversation,
  findConversation,
  leaveConversation,
} from '../db/conversations.ts'
import type { Context, Parts } from './context.ts'

const id = z.number()

const STEPS = {
  /** The next message is a question to a tutor. */
  'tutor-question': z.object({}),
  /** The next message goes on with the ticket. */
  clarification: z.object({ ticketId: id }),
  /** The next message is a tutor's answer; in a group, the next reply. */
  answer: z.object({ ticketId: id }),
  /** The answer waits for «Отправить»; `draft` tells it from earlier ones. */
  draft: z.object({ ticketId: id, draft: id, text: z.string() }),
  /** Files wait for «Сохранить»; `draft` is the update that brought each. */
  documents: z.object({
    files: z.array(z.object({ draft: id, fileId: z.string(), name: z.string() })),
  }),
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

/** False when there was no dialogue to leave. */
export async function leaveDialogue(ctx: Context, { pool }: Pick<Parts, 'pool'>): Promise<boolean> {
  const left = ctx.conversation !== null
  if (ctx.person && left) {
    await leaveConversation(pool, { personId: ctx.person.id, chatKey: ctx.chatKey })
  }
  ctx.conversation = null
  return left
}
