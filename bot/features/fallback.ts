/** What no feature took: a polite line, and nothing changes. */
import { Composer } from 'grammy'
import type { Message } from 'grammy/types'
import type { PersonContext } from '../context.ts'
import { fallbackTexts } from '../texts/fallback.ts'

/** Last of all, in private chats. `hears`: voice messages are questions, too. */
export function fallbackFeature({ hears }: { hears: boolean }): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.on('callback_query', (ctx) => ctx.toast(fallbackTexts.deadButton))
  composer.on('message:text', (ctx) => ctx.say(fallbackTexts.unknownCommand))
  composer.on('message', async (ctx) => {
    if (!isAddressed(ctx.message)) return
    // The parts of an album arrive as messages of their own; one line answers them all.
    const album = ctx.message.media_group_id
    const text = hears ? fallbackTexts.textAndVoice : fallbackTexts.textOnly
    await ctx.say(text, album ? { key: `album:${album}` } : {})
  })
  return composer
}

/** Service messages (a pinned message, a changed photo) are not addressed to anybody. */
function isAddressed(message: Message): boolean {
  return SENT.some((kind) => kind in message)
}

const SENT = [
  'animation',
  'audio',
  'checklist',
  'contact',
  'dice',
  'document',
  'game',
  'location',
  'paid_media',
  'photo',
  'poll',
  'sticker',
  'story',
  'venue',
  'video',
  'video_note',
  'voice',
]
