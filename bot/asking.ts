/** Whether a person may ask now, and what tells one question from another. */
import { countQuestions } from '../db/questions.ts'
import type { Context, Parts, PersonContext } from './context.ts'
import { askTexts } from './texts/ask.ts'

const MOST_QUESTIONS = 20
const WINDOW_MINUTES = 10
/** What Telegram lets a person send in one message. */
const MOST_CHARACTERS = 4096

/** Says why not when the text is too long or the person asks too fast. */
export async function mayAsk(
  ctx: PersonContext,
  { pool }: Pick<Parts, 'pool'>,
  text: string,
): Promise<boolean> {
  if (text.length > MOST_CHARACTERS) {
    await ctx.say(askTexts.tooLong(text.length, MOST_CHARACTERS))
    return false
  }
  const since = new Date(ctx.now.getTime() - WINDOW_MINUTES * 60_000)
  const asked = { personId: ctx.person.id, since, origin: originOf(ctx) }
  if ((await countQuestions(pool, asked)) < MOST_QUESTIONS) return true
  await ctx.say(askTexts.tooMany(MOST_QUESTIONS, WINDOW_MINUTES))
  return false
}

/** The same update makes the same question, however often it is handled. */
export function originOf(ctx: Context): string {
  return `telegram:${ctx.update.update_id}`
}
