/** What no feature took: a polite line, and nothing changes. */
import { Composer } from 'grammy'
import { isAddressed } from '../addressed.ts'
import type { PersonContext } from '../context.ts'
import { fallbackTexts } from '../texts/fallback.ts'

/** Last of all, in private chats. `hears`: voice messages are questions, too. */
export function fallbackFeature({ hears }: { hears: boolean }): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.on('callback_query', (ctx) => ctx.toast(fallbackTexts.deadButton))
  composer.on('message:text', (ctx) => ctx.say(fallbackTexts.unknownCommand))
  composer.on('message', async (ctx) => {
    if (!isAddressed(ctx.message)) return
    // Parts of an album that come late are messages of their own; one line answers them all.
    const album = ctx.message.media_group_id
    const text = hears ? fallbackTexts.textAndVoice : fallbackTexts.textOnly
    await ctx.say(text, album ? { key: `album:${album}` } : {})
  })
  return composer
}
