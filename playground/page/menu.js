/** The menu of a chat: the bot's commands, and the way to block it. */
import { element, icon } from './dom.js'

/** @param {{ onCommand(command: string): void, onBlock(): void }} handlers */
export function createMenu({ onCommand, onBlock }) {
  const root = element('div', { class: 'menu', role: 'menu', hidden: true })
  const button = element(
    'button',
    {
      type: 'button',
      class: 'round menu-button',
      title: 'Команды бота',
      'aria-label': 'Команды бота',
      'aria-expanded': 'false',
      onclick: () => show(root.hidden),
    },
    icon('menu'),
  )
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    show(false)
    button.focus()
  })

  function show(open) {
    root.hidden = !open
    button.setAttribute('aria-expanded', String(open))
    if (open) root.querySelector('button')?.focus()
  }

  function item(look, act, ...children) {
    const onclick = () => {
      show(false)
      act()
    }
    return element(
      'button',
      { type: 'button', role: 'menuitem', class: `menu-item ${look}`, onclick },
      ...children,
    )
  }

  return {
    root,
    button,
    show,
    /** A group's bot is not blocked by one person, and its commands are typed. */
    refresh(chat) {
      button.hidden = chat.kind === 'group'
      root.replaceChildren(
        ...chat.menu.map(({ command, description }) =>
          item(
            '',
            () => onCommand(`/${command}`),
            element('b', {}, `/${command}`),
            element('span', {}, description),
          ),
        ),
        item('menu-block', onBlock, 'Заблокировать бота'),
      )
    },
  }
}
