/** Notes who blocks the bot and who comes back: those who block it are not written to. */
import { Composer } from 'grammy'
import { noteBlocking } from '../../db/people.ts'
import type { Context, Parts } from '../context.ts'

/** First of all: somebody who blocks the bot is not to be taken for somebody who writes. */
export function presenceFeature({ pool, clock }: Parts): Composer<Context> {
  const composer = new Composer<Context>()
  composer.on('my_chat_member', async (ctx) => {
    if (ctx.chat.type !== 'private') return
    const isGone = ctx.myChatMember.new_chat_member.status === 'kicked'
    const externalId = String(ctx.chat.id)
    await noteBlocking(pool, { messenger: 'telegram', externalId, since: isGone ? clock() : null })
  })
  return composer
}
