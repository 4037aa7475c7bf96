/** Messages that the bot is still writing: shown at the end of the list, gone when the message comes. */
import { element } from './dom.js'
import { drawText } from './entities.js'

const LIFE_MILLISECONDS = 30_000

/**
 * @param {HTMLElement} list
 * @param {object} handlers as `drawText` takes them
 */
export function createDrafts(list, handlers) {
  const drafts = new Map()
  return {
    show({ draftId, text, entities }) {
      const caret = element('span', { class: 'caret', 'aria-hidden': 'true' })
      const words = element(
        'div',
        { class: 'words' },
        drawText(text || 'Думаю…', entities, handlers),
        caret,
      )
      const node = element(
        'li',
        { class: 'message theirs draft' },
        element('div', { class: 'bubble' }, words),
      )
      const old = drafts.get(draftId)
      clearTimeout(old?.timer)
      if (old) old.node.replaceWith(node)
      else list.append(node)
      drafts.set(draftId, { node, timer: setTimeout(() => node.remove(), LIFE_MILLISECONDS) })
    },
    drop() {
      for (const { node, timer } of drafts.values()) {
        clearTimeout(timer)
        node.remove()
      }
      drafts.clear()
    },
  }
}
