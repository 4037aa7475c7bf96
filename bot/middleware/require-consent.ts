/** Lets only people with a consent in force through; others are told how to give it. */
import { GrammyError, type MiddlewareFn } from 'grammy'
import { consentButtons } from '../consent-buttons.ts'
import type { Context, Parts } from '../context.ts'
import { botLink } from '../texts/group.ts'
import { startTexts } from '../texts/start.ts'

export function requireConsent({ consent }: Parts): MiddlewareFn<Context> {
  return async (ctx, next) => {
    if (ctx.person) return next()
    const isPrivate = ctx.chat?.type === 'private'
    if (ctx.callbackQuery && !isPrivate) await sendToBot(ctx)
    else if (ctx.callbackQuery) await ctx.toast(startTexts.consentInPrivate)
    else if (isPrivate && ctx.message) {
      await ctx.say(startTexts.consentNeeded, { keyboard: consentButtons(consent, '') })
    }
  }
}

/** For `composer.filter`: proves to the compiler what `requireConsent` has let through. */
export function isKnown<Given extends Context>(
  ctx: Given,
): ctx is Given & { person: NonNullable<Context['person']> } {
  return ctx.person !== null
}

/** Opens the chat in which consent is given. A press too old for that has done nothing, and nobody waits for it. */
async function sendToBot(ctx: Context): Promise<void> {
  try {
    await ctx.answerCallbackQuery({ url: botLink(ctx.me.username) })
  } catch (error) {
    if (!(error instanceof GrammyError && error.error_code === 400)) throw error
  }
}
