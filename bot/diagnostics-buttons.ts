/** The buttons under whatever tells a person of a diagnostics: its link, and whether they have passed it. */
import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types'
import type { PersonContext } from './context.ts'
import { button, keyboard } from './keyboards.ts'
import { changeButtons } from './paging.ts'
import { buttons } from './texts/buttons.ts'
import { diagnosticsTexts } from './texts/diagnostics.ts'

interface Passable {
  id: number
  /** Empty where there is none. */
  link: string
}

/** The link, and «Прошёл(ла)» or the way back from it. */
export function passingButtons(one: Passable, isPassed = false): InlineKeyboardMarkup {
  return keyboard(...passingRows(one, isPassed))
}

/** The same as rows, for a message that has others, too. */
export function passingRows({ id, link }: Passable, isPassed = false): InlineKeyboardButton[][] {
  const open = link === '' ? [] : [{ text: diagnosticsTexts.openLink, url: link }]
  return [open, [passingButton(id, isPassed)]]
}

function passingButton(diagnostics: number, isPassed: boolean): InlineKeyboardButton {
  return isPassed
    ? button(diagnosticsTexts.notPassed, 'diagnostics-not-passed', { diagnostics })
    : button(buttons.passed, 'diagnostics-passed', { diagnostics })
}

/** Puts the other of the two in the place of the pressed one: the message may have buttons of other things. */
export async function swapPassing(
  ctx: PersonContext,
  { id, isPassed }: { id: number; isPassed: boolean },
): Promise<void> {
  const rows = ctx.callbackQuery?.message?.reply_markup?.inline_keyboard ?? []
  const pressed = [`diagnostics-passed:${id}`, `diagnostics-not-passed:${id}`]
  const isPressed = (each: InlineKeyboardButton) =>
    'callback_data' in each && pressed.includes(each.callback_data)
  const changed = rows.map((row) =>
    row.map((each) => (isPressed(each) ? passingButton(id, isPassed) : each)),
  )
  await changeButtons(ctx, keyboard(...changed))
}
