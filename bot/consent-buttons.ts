/** The buttons under whatever asks for consent. */
import type { InlineKeyboardMarkup } from 'grammy/types'
import type { ConsentText } from '../db/consents.ts'
import { button, keyboard } from './keyboards.ts'
import { buttons } from './texts/buttons.ts'

/** «Согласен(на)» carries the version of the text it stands under, and the invitation that brought the person. */
export function consentButtons({ version }: ConsentText, invite: string): InlineKeyboardMarkup {
  return keyboard([
    button(buttons.agree, 'agree', { version, invite }),
    button(buttons.details, 'details', { invite }),
  ])
}
