/** A voice message is a question, where a model is configured that can hear. */
import { Composer } from 'grammy'
import type { Voice } from 'grammy/types'
import { ModelError, type Transcriber } from '../../rag/model.ts'
import { mayAsk } from '../asking.ts'
import type { Parts, PersonContext } from '../context.ts'
import { isAskedSomething } from '../dialogue.ts'
import { download } from '../download.ts'
import type { Html } from '../html.ts'
import { voiceTexts } from '../texts/voice.ts'
import { whileTyping } from '../typing.ts'
import { ask } from './ask.ts'

/** A question is told in a minute or two. */
const MOST_MINUTES = 5

type Hearing = Parts & {
  transcriber?: Transcriber | null
  token: string
  apiRoot: string
  answerQuestion: (questionId: number) => Promise<void>
}

/** Beside `askFeature`; what somebody says when they are asked something is not a question. */
export function voiceFeature(parts: Hearing): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  const { transcriber } = parts
  if (!transcriber) return composer
  composer.on('message:voice', async (ctx, next) => {
    if (isAskedSomething(ctx)) return next()
    const { voice } = ctx.message
    if (voice.duration > MOST_MINUTES * 60) {
      return ctx.say(voiceTexts.tooLong(MOST_MINUTES), { reply: true })
    }
    // Before the service is paid for an answer that the person may not have.
    if (!(await mayAsk(ctx, parts, ''))) return
    const heard = await whileTyping(ctx, hear(ctx, parts, transcriber, voice))
    if ('trouble' in heard) return ctx.say(heard.trouble, { reply: true })
    await ctx.say(voiceTexts.recognised(heard.text), { reply: true })
    if (await mayAsk(ctx, parts, heard.text)) await ask(ctx, parts, heard.text)
  })
  return composer
}

/** What was said, or why that is not known. */
async function hear(
  ctx: PersonContext,
  { apiRoot, token }: Hearing,
  transcriber: Transcriber,
  { file_id: fileId }: Voice,
): Promise<{ text: string } | { trouble: Html }> {
  const bytes = await download({ api: ctx.api, apiRoot, token }, fileId)
  try {
    return { text: await transcriber.transcribe({ bytes, fileName: 'voice.ogg' }) }
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    return { trouble: error.reason === 'empty' ? voiceTexts.silent : voiceTexts.failed }
  }
}
