/** The dialogue a person is in: where it is, what it waits for, and going from one step to another. */
import {
  type Conversation,
  enterConversation,
  findConversation,
  leaveConversation,
} from '../db/conversations.ts'
import { dropLastDraft } from '../db/ticket-drafts.ts'
import type { Context, Parts } from './context.ts'
import { type Data, STEPS, type Step, WORDLESS } from './dialogue-steps.ts'

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

/** Whether the next words of the person are an answer to something that the dialogue asks. */
export function isAskedSomething(ctx: Context): boolean {
  if (!ctx.conversation || WORDLESS.includes(ctx.conversation.step)) return false
  const asking = atStep(ctx, 'documents')?.asking
  const asked = atStep(ctx, 'broadcast')?.asked ?? atStep(ctx, 'audience')?.asked
  const mayAskNothing = ['documents', 'broadcast', 'audience'].includes(ctx.conversation.step)
  return !mayAskNothing || Boolean(asking ?? asked)
}

/** Of the audience that is chosen: what is chosen of it so far stays. */
export async function enterChoosing(
  ctx: Context,
  parts: Pick<Parts, 'pool'>,
  asked: Omit<Data<'audience'>, 'chosen'>,
): Promise<void> {
  const before = atStep(ctx, 'audience')
  const isSame = before?.of === asked.of && before.id === asked.id
  const kept = isSame && before.chosen ? { chosen: before.chosen } : {}
  await enterStep(ctx, parts, 'audience', { ...asked, ...kept })
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
