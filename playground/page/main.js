/** The page: listens to the server, keeps the chats and the clock, and shows one chat at a time on a narrow screen. */
import { createChat } from './chat.js'
import { element } from './dom.js'
import { act } from './requests.js'
import { clockWords, setClock } from './time.js'

const place = document.getElementById('chats')
const tabs = document.getElementById('tabs')
const clock = document.getElementById('clock')
const connection = document.getElementById('connection')
const alertBox = document.getElementById('alert')
const alertText = document.getElementById('alert-text')

const chats = new Map()
const unread = new Map()
let shown = null

const HANDLERS = {
  snapshot(event) {
    setClock(event.now, event.timezone)
    document.getElementById('bot-name').textContent = event.bot.first_name
    const known = event.chats.every(({ id }) => chats.has(id)) && event.chats.length === chats.size
    if (known) for (const chat of event.chats) chats.get(chat.id).update(chat)
    else build(event)
    showClock()
  },
  clock(event) {
    setClock(event.now)
    showClock()
  },
  message: (event) => chats.get(event.chatId)?.add(event),
  edited: (event) => chats.get(event.chatId)?.edit(event),
  deleted: (event) => chats.get(event.chatId)?.remove(event),
  reaction: (event) => chats.get(event.chatId)?.react(event),
  action: (event) => chats.get(event.chatId)?.showAction(event),
  draft: (event) => chats.get(event.chatId)?.showDraft(event),
}

function build({ bot, chats: list }) {
  chats.clear()
  place.replaceChildren()
  tabs.replaceChildren()
  for (const data of list) {
    const chat = createChat(data, { bot, onAlert: showAlert, onUnread: countUnread })
    chats.set(data.id, chat)
    place.append(chat.root)
    tabs.append(
      element(
        'button',
        {
          type: 'button',
          role: 'tab',
          class: 'tab',
          'data-chat': data.id,
          'aria-controls': `chat-${data.id}`,
          onclick: () => select(data.id),
        },
        data.title,
        element('span', { class: 'badge', hidden: true }),
      ),
    )
  }
  select(chats.has(shown) ? shown : list[0]?.id)
  for (const chat of chats.values()) chat.toEnd()
}

/** On a wide screen every chat is in view and this only marks one. */
function select(id) {
  shown = id
  for (const section of place.children)
    section.classList.toggle('current', section.id === `chat-${id}`)
  for (const tab of tabs.children)
    tab.setAttribute('aria-selected', String(Number(tab.dataset.chat) === id))
  unread.delete(id)
  drawBadges()
  chats.get(id)?.toEnd()
}

function countUnread(id) {
  if (id === shown) return
  unread.set(id, (unread.get(id) ?? 0) + 1)
  drawBadges()
}

function drawBadges() {
  for (const tab of tabs.children) {
    const count = unread.get(Number(tab.dataset.chat)) ?? 0
    const badge = tab.querySelector('.badge')
    badge.hidden = count === 0
    badge.textContent = String(count)
  }
}

function showAlert(text) {
  alertText.textContent = text
  alertBox.showModal()
}

function showClock() {
  clock.textContent = clockWords()
}

for (const button of document.querySelectorAll('.step')) {
  button.addEventListener('click', async () => {
    button.disabled = true
    try {
      await act('advance', { milliseconds: Number(button.dataset.hours) * 60 * 60 * 1000 })
    } catch (error) {
      showAlert(error.message)
    } finally {
      button.disabled = false
    }
  })
}

tabs.addEventListener('keydown', (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  if (!step) return
  const all = [...tabs.children]
  const next = all.at((all.indexOf(document.activeElement) + step) % all.length)
  next.focus()
  next.click()
})

const source = new EventSource('/playground/events')
source.addEventListener('open', () => {
  connection.textContent = 'Проба бота на этом компьютере: ничего не уходит в Telegram'
  document.body.classList.remove('offline')
})
source.addEventListener('error', () => {
  connection.textContent = 'Нет связи с программой, подключаюсь снова…'
  document.body.classList.add('offline')
})
source.addEventListener('message', ({ data }) => {
  const event = JSON.parse(data)
  HANDLERS[event.kind]?.(event)
})

setInterval(showClock, 5000)
