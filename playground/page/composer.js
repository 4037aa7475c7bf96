/** The lower part of a chat: start, suggestions, reply, keyboard of the bot, text and file. */
import { createBoard } from './board.js'
import { element, icon } from './dom.js'
import { createMenu } from './menu.js'
import { summary } from './message.js'
import { act } from './requests.js'

/**
 * @param {object} chat the chat's data
 * @param {{ onError(error: unknown): void, speaker(): number }} view
 */
export function createComposer(chat, view) {
  let replyTo = null
  let used = new Set()

  const input = element('textarea', {
    class: 'input',
    rows: 1,
    placeholder: 'Сообщение',
    'aria-label': `Сообщение: ${chat.title}`,
    maxLength: 4096,
  })
  const picker = element('input', {
    type: 'file',
    multiple: true,
    class: 'picker',
    tabIndex: -1,
    'aria-hidden': 'true',
  })
  const replyBar = element('div', { class: 'reply-bar', hidden: true })
  const chips = element('div', { class: 'chips', role: 'group', 'aria-label': 'Примеры вопросов' })
  const board = createBoard({ onPress: (text) => void say(text) })
  const menu = createMenu({
    onCommand: (command) => void say(command),
    onBlock: () => void tried(act('block', { person: chat.id })),
  })
  const form = element(
    'form',
    { class: 'form' },
    menu.button,
    element(
      'button',
      {
        type: 'button',
        class: 'round',
        title: 'Прикрепить файл',
        'aria-label': 'Прикрепить файл',
        onclick: () => picker.click(),
      },
      icon('clip'),
    ),
    picker,
    input,
    element(
      'button',
      { type: 'submit', class: 'round send', title: 'Отправить', 'aria-label': 'Отправить' },
      icon('send'),
    ),
  )
  const start = element(
    'button',
    { type: 'button', class: 'start', onclick: () => tried(act('start', { person: chat.id })) },
    'Начать',
  )
  const panel = element('div', { class: 'panel' }, chips, replyBar, menu.root, form, board.root)
  const root = element('div', { class: 'composer' }, start, panel)

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void say(input.value)
  })
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault()
      void say(input.value)
    }
    if (event.key === 'Escape') {
      setReply(null)
      menu.show(false)
    }
  })
  input.addEventListener('input', grow)
  picker.addEventListener('change', sendFile)

  async function tried(promise) {
    try {
      return await promise
    } catch (error) {
      view.onError(error)
      return null
    }
  }

  async function say(text) {
    if (text.trim() === '') return
    const body = {
      person: view.speaker(),
      chat: chat.id,
      text,
      ...(replyTo ? { replyTo: replyTo.message_id } : {}),
    }
    input.value = ''
    grow()
    setReply(null)
    menu.show(false)
    if ((await tried(act('say', body))) === null) input.value = text
  }

  async function sendFile() {
    if (picker.files.length === 0) return
    const body = new FormData()
    body.set('person', String(view.speaker()))
    body.set('chat', String(chat.id))
    for (const file of picker.files) body.append('file', file)
    body.set('caption', input.value.trim())
    if (replyTo) body.set('replyTo', String(replyTo.message_id))
    picker.value = ''
    input.value = ''
    setReply(null)
    await tried(act('file', body))
  }

  function grow() {
    input.rows = Math.min(
      6,
      Math.max(1, input.value.split('\n').length, Math.ceil(input.value.length / 34)),
    )
  }

  function setReply(message) {
    replyTo = message
    replyBar.hidden = message === null
    input.placeholder = 'Сообщение'
    replyBar.replaceChildren()
    if (!message) return
    replyBar.append(
      element(
        'span',
        { class: 'reply-words' },
        element('strong', {}, message.from?.first_name ?? ''),
        element('span', {}, summary(message).replace(/\s+/g, ' ')),
      ),
      element(
        'button',
        {
          type: 'button',
          class: 'round small',
          title: 'Не отвечать',
          'aria-label': 'Не отвечать на это сообщение',
          onclick: () => setReply(null),
        },
        icon('close'),
      ),
    )
    input.focus({ preventScroll: true })
  }

  /** What the bot asked the person's keyboard to become. */
  function applyKeyboard(keyboard, message) {
    if (keyboard?.force_reply) {
      setReply(message)
      input.placeholder = keyboard.input_field_placeholder ?? 'Сообщение'
    }
    board.apply(keyboard)
  }

  function drawChips() {
    const left = chat.suggestions.filter((question) => !used.has(question))
    chips.hidden = left.length === 0
    chips.scrollLeft = 0
    chips.replaceChildren(
      ...left.map((question) =>
        element(
          'button',
          { type: 'button', class: 'chip', onclick: () => say(question) },
          question,
        ),
      ),
    )
  }

  return {
    root,
    say,
    setReply,
    applyKeyboard,
    /** Takes over the chat's newest data: standing, menu, what was asked already. */
    refresh(next, messages) {
      chat = next
      const closed = chat.standing !== 'started'
      start.hidden = !closed
      start.textContent = chat.standing === 'blocked' ? 'Перезапустить' : 'Начать'
      panel.hidden = closed
      used = new Set(messages.map((message) => message.text))
      drawChips()
      menu.refresh(chat)
    },
    noteSaid(text) {
      used.add(text)
      drawChips()
    },
  }
}
