/** How features hear of a pressed button, and of the next words in a dialogue. */
import type { Composer } from 'grammy'
import { type ButtonName, type Fields, unpack } from './callbacks.ts'
import type { Context } from './context.ts'

/** Calls the handler when the button of this name is pressed with fields that have their form. */
export function onPress<Known extends Context, Name extends ButtonName>(
  composer: Composer<Known>,
  name: Name,
  handler: (ctx: Known, fields: Fields<Name>) => Promise<unknown>,
): void {
  composer.use(async (ctx, next) => {
    const data = ctx.callbackQuery?.data
    const fields = data === undefined ? null : unpack(name, data)
    if (fields === null) return next()
    await handler(ctx, fields)
  })
}
