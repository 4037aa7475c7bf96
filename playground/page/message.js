/** Draws one message: bubble, quoted reply, file, text, time, buttons. */
import { element, icon } from './dom.js'
import { drawText } from './entities.js'
import { hoursAndMinutes } from './time.js'

const COLOURS = 7

/**
 * @param {object} message as the Bot API tells it
 * @param {object} view what the chat knows: `isMine`, `isGroup`, `handlers`
 */
export function drawMessage(message, view) {
  const service = serviceWords(message)
  if (service) {
    return element(
      'li',
      { class: 'service', 'data-id': message.message_id },
      element('span', {}, service),
    )
  }
  const mine = view.isMine(message)
  const { handlers } = view
  const item = element(
    'li',
    {
      class: `message ${mine ? 'mine' : 'theirs'}`,
      'data-id': message.message_id,
      'data-from': message.from?.id,
    },
    element(
      'div',
      { class: 'bubble' },
      view.isGroup && !mine && sender(message),
      message.forward_origin && forwarded(message),
      message.reply_to_message && quoted(message.reply_to_message, handlers),
      ...files(message),
      element(
        'div',
        { class: 'words' },
        drawText(shownText(message), message.entities ?? message.caption_entities, handlers),
        stamp(message),
      ),
      element(
        'button',
        {
          type: 'button',
          class: 'reply-to',
          title: 'Ответить',
          'aria-label': `Ответить на сообщение: ${summary(message).slice(0, 60)}`,
          onclick: () => handlers.onReply(message),
        },
        icon('reply'),
      ),
    ),
    message.reply_markup && keyboard(message, handlers),
  )
  item.addEventListener('dblclick', (event) => {
    if (!event.target.closest('a, button')) handlers.onReply(message)
  })
  return item
}

/** One line about a message, for quotes and for readers of the page. */
export function summary(message) {
  const file =
    message.document?.file_name ??
    (message.photo && 'Фотография') ??
    (message.voice && 'Голосовое сообщение') ??
    (message.video && 'Видео') ??
    (message.audio && 'Аудио')
  return message.text ?? message.caption ?? file ?? 'Сообщение'
}

/** As in the messenger, what follows `/start` in a deep link stays out of sight. */
function shownText(message) {
  const text = message.text ?? message.caption ?? ''
  return /^\/start \S+$/.test(text) ? '/start' : text
}

export function colourOf(id) {
  return `colour-${Math.abs(id) % COLOURS}`
}

function sender(message) {
  return element(
    'div',
    { class: `sender ${colourOf(message.from?.id ?? 0)}` },
    message.from?.first_name ?? '',
  )
}

function forwarded(message) {
  const who =
    message.forward_origin.sender_user?.first_name ?? message.forward_origin.sender_user_name
  return element('div', { class: 'forwarded' }, `Переслано от: ${who ?? 'скрыто'}`)
}

function quoted(message, handlers) {
  return element(
    'button',
    {
      type: 'button',
      class: `quoted ${colourOf(message.from?.id ?? 0)}`,
      onclick: () => handlers.onQuote(message.message_id),
    },
    element('strong', {}, message.from?.first_name ?? ''),
    element('span', {}, summary(message).replace(/\s+/g, ' ')),
  )
}

function files(message) {
  if (message.photo) {
    const photo = message.photo.at(-1)
    const source = `/playground/files/${encodeURIComponent(photo.file_id)}`
    return [
      element('img', {
        class: 'photo',
        src: source,
        alt: message.caption ?? 'Фотография',
        width: photo.width,
        height: photo.height,
        loading: 'lazy',
      }),
    ]
  }
  const file = message.document ?? message.audio ?? message.video ?? message.voice
  if (!file) return []
  return [
    element(
      'a',
      {
        class: 'file',
        href: `/playground/files/${encodeURIComponent(file.file_id)}`,
        download: file.file_name ?? 'файл',
      },
      element('span', { class: 'file-sign' }, icon('file')),
      element(
        'span',
        { class: 'file-words' },
        element(
          'span',
          { class: 'file-name' },
          file.file_name ?? (message.voice ? 'Голосовое сообщение' : 'Файл'),
        ),
        element('span', { class: 'file-size' }, size(file.file_size ?? 0)),
      ),
    ),
  ]
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} Б`
  const kilobytes = bytes / 1024
  const [amount, unit] = kilobytes < 1024 ? [kilobytes, 'КБ'] : [kilobytes / 1024, 'МБ']
  return `${amount.toLocaleString('ru-RU', { maximumFractionDigits: 1 })} ${unit}`
}

function stamp(message) {
  const date = new Date(message.date * 1000)
  return element(
    'span',
    { class: 'stamp' },
    message.edit_date ? 'изменено ' : '',
    element('time', { dateTime: date.toISOString() }, hoursAndMinutes(date)),
  )
}

function keyboard(message, handlers) {
  const rows = message.reply_markup.inline_keyboard.map((row) =>
    element(
      'div',
      { class: 'row' },
      ...row.map((button) => inlineButton(message, button, handlers)),
    ),
  )
  return element('div', { class: 'inline-keyboard' }, ...rows)
}

function inlineButton(message, button, handlers) {
  const look = `inline-button ${button.style ? `style-${button.style}` : ''}`
  if (button.url) {
    return element(
      'a',
      {
        class: look,
        href: safe(button.url),
        target: '_blank',
        rel: 'noopener noreferrer',
        onclick: (event) => handlers.onLink(event, button.url),
      },
      `${button.text} ↗`,
    )
  }
  const press = (event) => handlers.onPress(message, button, event.currentTarget)
  return element('button', { type: 'button', class: look, onclick: press }, button.text)
}

function safe(url) {
  return /^(https?:|tg:)/i.test(url) ? url : '#'
}

function serviceWords(message) {
  const name = message.from?.first_name ?? ''
  if (message.new_chat_members) return `${name} теперь в группе`
  if (message.left_chat_member) return `${name} больше не в группе`
  if (message.migrate_to_chat_id) return 'Группа стала супергруппой'
  if (message.migrate_from_chat_id) return 'Группа стала супергруппой'
  if (message.forum_topic_created) return `Создана тема «${message.forum_topic_created.name}»`
  if (message.forum_topic_edited) return 'Тема переименована'
  if (message.forum_topic_closed) return 'Тема закрыта'
  if (message.forum_topic_reopened) return 'Тема открыта снова'
  return ''
}
