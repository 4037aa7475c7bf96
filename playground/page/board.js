/** The keyboard that a bot puts in place of the person's own. */
import { element } from './dom.js'

/** @param {{ onPress(text: string): void }} handlers */
export function createBoard({ onPress }) {
  const root = element('div', {
    class: 'board',
    role: 'group',
    'aria-label': 'Клавиатура бота',
    hidden: true,
  })

  function button(given, once) {
    const text = typeof given === 'string' ? given : given.text
    const onclick = () => {
      if (once) root.hidden = true
      onPress(text)
    }
    return element('button', { type: 'button', class: 'board-button', onclick }, text)
  }

  return {
    root,
    /** @param {object | undefined} keyboard what came with a message of the bot */
    apply(keyboard) {
      if (keyboard?.remove_keyboard) root.hidden = true
      if (!keyboard?.keyboard) return
      root.replaceChildren(
        ...keyboard.keyboard.map((row) =>
          element(
            'div',
            { class: 'row' },
            ...row.map((one) => button(one, keyboard.one_time_keyboard)),
          ),
        ),
      )
      root.hidden = false
    },
  }
}
