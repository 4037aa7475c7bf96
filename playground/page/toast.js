/** A short notice over a chat that goes by itself: what the bot answered to a press, or what went wrong. */
import { element } from './dom.js'

export function createToast() {
  const root = element('div', { class: 'toast', role: 'status', hidden: true })
  let timer = 0
  return {
    root,
    show(text) {
      root.textContent = text
      root.hidden = false
      clearTimeout(timer)
      timer = setTimeout(
        () => {
          root.hidden = true
        },
        3500 + text.length * 30,
      )
    },
  }
}
