/** Lets only people with a consent in force through; others are told how to give it. */
import type { MiddlewareFn } from 'grammy'
import { consentButtons } from '../consent-buttons.ts'
import type { Context, Parts } from '../context.ts'
import { startTexts } from '../texts/start.ts'

export function requireConsent({ consent }: Parts): MiddlewareFn<Context> {
  return async (ctx, next) => {
    if (ctx.person) return next()
    const isPrivate = ctx.chat?.type === 'private'
    if (ctx.callbackQuery) await ctx.toast(startTexts.consentInPrivate)
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
