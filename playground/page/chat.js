/** One chat of the page: head, messages, composer; it draws what the server tells and asks it to act. */
import { createComposer } from './composer.js'
import { element, icon } from './dom.js'
import { createDrafts } from './drafts.js'
import { colourOf, drawMessage } from './message.js'
import { act } from './requests.js'
import { dayWords } from './time.js'
import { createToast } from './toast.js'

const ACTION_MILLISECONDS = 5000

/** @param {{ bot: object, onAlert(text: string): void, onUnread(chatId: number, count: number): void }} page */
export function createChat(data, page) {
  let chat = data
  let messages = new Map()
  let pause = 0
  let speakerId = chat.speakers[0]?.id ?? chat.id

  const state = element('p', { class: 'head-state' })
  const about = element('div', { class: 'about' })
  const list = element('ol', {
    class: 'list',
    role: 'log',
    'aria-live': 'polite',
    'aria-label': `Сообщения: ${chat.title}`,
  })
  const scroller = element(
    'div',
    { class: 'scroller', tabIndex: 0, 'aria-label': `Переписка: ${chat.title}` },
    about,
    list,
  )
  const toast = createToast()
  const down = element(
    'button',
    {
      type: 'button',
      class: 'round down',
      title: 'К последнему сообщению',
      'aria-label': 'К последнему сообщению',
      hidden: true,
      onclick: () => toEnd(),
    },
    icon('down'),
  )
  const composer = createComposer(chat, {
    onError: (error) => toast.show(error.message),
    speaker: () => speakerId,
  })
  const root = element(
    'section',
    {
      class: `chat kind-${chat.kind}`,
      id: `chat-${chat.id}`,
      'aria-label': chat.title,
      'data-title': chat.title,
    },
    element(
      'header',
      { class: 'head' },
      element(
        'span',
        { class: `avatar ${colourOf(chat.id)}`, 'aria-hidden': 'true' },
        chat.title.charAt(0),
      ),
      element('div', { class: 'head-words' }, element('h2', {}, chat.title), state),
      chat.speakers.length > 1 && speakerChoice(),
    ),
    element('div', { class: 'middle' }, scroller, down, toast.root),
    composer.root,
  )
  scroller.addEventListener('scroll', () => {
    down.hidden = atEnd()
  })

  const view = {
    isGroup: chat.kind === 'group',
    isMine: (message) => message.from?.id === speakerId,
    handlers: {
      onCommand: (command) => composer.say(command),
      onLink: followLink,
      onReply: (message) => composer.setReply(message),
      onQuote: jumpTo,
      onPress: press,
    },
  }

  const drafts = createDrafts(list, view.handlers)

  function speakerChoice() {
    const options = chat.speakers.map(({ id, title }) =>
      element('option', { value: String(id) }, title),
    )
    const choice = element(
      'select',
      { class: 'speaker', 'aria-label': 'Кто пишет в группу' },
      ...options,
    )
    choice.addEventListener('change', () => {
      speakerId = Number(choice.value)
      redraw()
    })
    return choice
  }

  /** A deep link to this bot is followed here, by the person of this chat. */
  function followLink(event, url) {
    if (startBy(url)) event.preventDefault()
  }

  function startBy(url) {
    const [, name, payload] = /^(?:https?:\/\/)?t\.me\/(\w+)\?start=([\w-]+)/i.exec(url) ?? []
    if (name?.toLowerCase() !== page.bot.username.toLowerCase()) return false
    act('start', { person: speakerId, payload }).catch((error) => toast.show(error.message))
    return true
  }

  async function press(message, button, node) {
    if (button.copy_text) {
      await navigator.clipboard.writeText(button.copy_text.text)
      toast.show('Скопировано')
      return
    }
    node.classList.add('busy')
    node.setAttribute('aria-busy', 'true')
    try {
      const answer = await act('press', {
        person: speakerId,
        chat: chat.id,
        message: message.message_id,
        data: button.callback_data,
      })
      if (answer?.showAlert) page.onAlert(answer.text)
      else if (answer?.text) toast.show(answer.text)
      else if (answer?.url && startBy(answer.url)) toast.show('Открыт свой чат с ботом')
    } catch (error) {
      toast.show(error.message)
    } finally {
      node.classList.remove('busy')
      node.removeAttribute('aria-busy')
    }
  }

  function jumpTo(id) {
    const found = list.querySelector(`[data-id="${Number(id)}"]`)
    found?.scrollIntoView({ block: 'center', behavior: 'smooth' })
    found?.classList.add('shown')
    setTimeout(() => found?.classList.remove('shown'), 1500)
  }

  const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80

  function toEnd() {
    scroller.scrollTop = scroller.scrollHeight
  }

  function redraw() {
    list.replaceChildren()
    let day = ''
    for (const message of messages.values()) day = appendMessage(message, day)
    drawAbout()
    drawState()
    toEnd()
  }

  function appendMessage(message, lastDay) {
    const day = dayWords(new Date(message.date * 1000))
    if (day !== lastDay) list.append(element('li', { class: 'day' }, element('span', {}, day)))
    const node = drawMessage(message, view)
    const previous = list.lastElementChild
    if (previous?.dataset.from === node.dataset.from && previous?.dataset.from)
      node.classList.add('follows')
    list.append(node)
    return day
  }

  function lastDay() {
    const days = list.querySelectorAll('.day')
    return days.item(days.length - 1)?.textContent ?? ''
  }

  function drawAbout() {
    about.hidden = messages.size > 0
    about.replaceChildren(
      element('h3', {}, chat.kind === 'group' ? chat.name : 'Что умеет этот бот?'),
      element('p', {}, chat.about),
    )
  }

  function drawState() {
    state.classList.remove('active')
    state.textContent = chat.standing === 'blocked' ? 'бот заблокирован' : chat.name
  }

  function showAction(action) {
    state.textContent = action === 'typing' ? 'бот печатает…' : 'бот отправляет файл…'
    state.classList.add('active')
    clearTimeout(pause)
    pause = setTimeout(drawState, ACTION_MILLISECONDS)
  }

  redrawFrom(data)

  function redrawFrom(next) {
    chat = next
    messages = new Map(next.messages.map(({ message }) => [message.message_id, message]))
    composer.refresh(chat, [...messages.values()])
    redraw()
    const last = next.messages.findLast(({ keyboard }) => keyboard)
    if (last?.keyboard && !last.keyboard.force_reply)
      composer.applyKeyboard(last.keyboard, last.message)
  }

  return {
    root,
    update: redrawFrom,
    /** To be called when the chat has come into view: what is hidden cannot be scrolled. */
    toEnd,
    add({ message, keyboard }) {
      const stay = atEnd() || view.isMine(message)
      messages.set(message.message_id, message)
      if (message.from?.id === page.bot.id) {
        drafts.drop()
        clearTimeout(pause)
        drawState()
        page.onUnread(chat.id)
      } else {
        composer.noteSaid(message.text)
      }
      appendMessage(message, lastDay())
      about.hidden = true
      composer.applyKeyboard(keyboard, message)
      if (stay) toEnd()
    },
    edit({ message }) {
      const stay = atEnd()
      messages.set(message.message_id, message)
      const old = list.querySelector(`[data-id="${message.message_id}"]`)
      const node = drawMessage(message, view)
      if (old?.classList.contains('follows')) node.classList.add('follows')
      old?.replaceWith(node)
      if (stay) toEnd()
    },
    remove({ messageIds }) {
      for (const id of messageIds) {
        messages.delete(id)
        list.querySelector(`[data-id="${id}"]`)?.remove()
      }
    },
    react({ messageId, reaction }) {
      const bubble = list.querySelector(`[data-id="${messageId}"] .bubble`)
      bubble?.querySelector('.reaction')?.remove()
      if (reaction.length > 0)
        bubble?.append(element('span', { class: 'reaction' }, reaction.join(' ')))
    },
    showAction: ({ action }) => showAction(action),
    showDraft(draft) {
      const stay = atEnd()
      drafts.show(draft)
      if (stay) toEnd()
    },
  }
}
