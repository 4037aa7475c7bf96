/** Buttons under what shows a broadcast: what its state allows. */
import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types'
import type { Broadcast } from '../db/broadcasts.ts'
import { button, keyboard } from './keyboards.ts'
import { buttons } from './texts/buttons.ts'

/** While it is going on: to pause it, to go on, to stop it. */
export function goingButtons({ id, status }: Broadcast): InlineKeyboardButton[] {
  const broadcast = id
  const stop = button(buttons.stop, 'broadcast-stop', { broadcast })
  if (status === 'running') return [button(buttons.pause, 'broadcast-pause', { broadcast }), stop]
  if (status === 'paused') return [button(buttons.resume, 'broadcast-resume', { broadcast }), stop]
  return []
}

/** When it is over: its list, what is in doubt, and what can still be done about what was sent. */
export function reportButtons(
  { id, act }: Broadcast,
  { repeatable, sent }: { repeatable: number; sent: number },
): InlineKeyboardMarkup {
  const broadcast = id
  const isOwn = act === 'send' && sent > 0
  return keyboard(
    [button(buttons.asCsv, 'broadcast-csv', { broadcast })],
    repeatable > 0 ? [button(buttons.repeatDoubtful, 'broadcast-repeat', { broadcast })] : [],
    isOwn
      ? [
          button(buttons.correctSent, 'broadcast-correct', { broadcast }),
          button(buttons.removeSent, 'broadcast-remove', { broadcast }),
        ]
      : [],
  )
}
