/** What people do in their messenger: write, press, edit, block; each act becomes the update that Telegram would send. */
import type { Chat, Message, User } from 'grammy/types'
import { type AttachmentKind, attach, attachmentField } from './attachments.ts'
import { marked, trimmed } from './entities.ts'
import { captionFields, textFields, withoutReply } from './envelope.ts'
import type { CallbackAnswer } from './events.ts'
import { originOf } from './methods/copies.ts'
import type { Upload } from './parameters.ts'
import { type Button, press } from './presses.ts'
import type { World } from './world.ts'

export interface PersonMessage {
  text?: string
  /** Goes under a file. */
  caption?: string
  file?: Upload & { kind: AttachmentKind }
  replyTo?: number
  threadId?: number
  /** Said in the name of the group, as an administrator who stays anonymous does, or of another chat. */
  as?: 'group' | Chat
  /** A message passed on from another chat. */
  forward?: { chatId: number; messageId: number }
  /** Anything else that a message can hold: a sticker, a place, a contact. */
  other?: Partial<Message>
}

export interface People {
  send(personId: number, chatId: number, message: string | PersonMessage): Message
  /** Parts of an album: separate messages and updates with one `media_group_id`. */
  sendAlbum(personId: number, chatId: number, parts: PersonMessage[]): Message[]
  /** The words of a message, or those under its file. */
  edit(personId: number, chatId: number, messageId: number, text: string): Message
  /** Deletes a message of anybody, of which a bot is not told. */
  erase(chatId: number, messageId: number): void
  /** Resolves with the bot's answer, or with null when none came while the person waited. */
  press(
    personId: number,
    chatId: number,
    messageId: number,
    button: Button,
    patience?: number,
  ): Promise<CallbackAnswer | null>
  react(personId: number, chatId: number, messageId: number, emoji: string | undefined): void
}

export function createPeople(world: World): People {
  const people: People = {
    send(personId, chatId, message) {
      const content = typeof message === 'string' ? { text: message } : message
      return publishFrom(world, personId, chatId, content, {})
    },
    sendAlbum(personId, chatId, parts) {
      const media_group_id = world.messages.newAlbum()
      return parts.map((part) => publishFrom(world, personId, chatId, part, { media_group_id }))
    },
    edit(personId, chatId, messageId, text) {
      const before = existing(world, chatId, messageId)
      if (before.from?.id !== personId) throw new Error('people edit only their own messages')
      const { entities: _entities, caption: _caption, caption_entities: _marks, ...rest } = before
      const words = marked(trimmed({ text, entities: [] }))
      const fields = before.text === undefined ? captionFields(words) : textFields(words)
      const edited: Message = { ...rest, ...fields, edit_date: world.seconds() }
      world.revise(edited, heard(world, edited) ? { edited_message: edited } : undefined)
      return edited
    },
    erase(chatId, messageId) {
      world.messages.remove(chatId, messageId)
      world.events.emit({ kind: 'deleted', chatId, messageIds: [messageId] })
    },
    press: (personId, chatId, messageId, button, patience) =>
      press(world, { person: someone(world, personId), chatId, messageId, button, patience }),
    react(personId, chatId, messageId, emoji) {
      const message = existing(world, chatId, messageId)
      const reaction = emoji === undefined ? [] : [{ type: 'emoji', emoji }]
      world.updates.push({
        message_reaction: {
          chat: message.chat,
          message_id: messageId,
          user: someone(world, personId),
          date: world.seconds(),
          old_reaction: [],
          // Any emoji: which ones a chat allows is not kept here.
          new_reaction: reaction as never,
        },
      })
    },
  }
  return people
}

/** The person, or an error for whoever drives the server wrongly. */
export function someone(world: World, personId: number): User {
  const person = world.rooms.person(personId)
  if (!person) throw new Error(`there is no person ${personId}: add them first`)
  return person
}

function existing(world: World, chatId: number, messageId: number): Message {
  const message = world.messages.get(chatId, messageId)?.message
  if (!message) throw new Error(`there is no message ${messageId} in chat ${chatId}`)
  return message
}

function publishFrom(
  world: World,
  personId: number,
  chatId: number,
  content: PersonMessage,
  extra: Partial<Message>,
): Message {
  const from = someone(world, personId)
  const chat = world.rooms.chat(chatId)
  if (!chat) throw new Error(`there is no chat ${chatId}`)
  if (chat.type === 'private') {
    if (chatId !== personId) throw new Error('people write only to their own chat with the bot')
    comeBack(world, from)
  } else if (!isIn(world, chatId, personId)) {
    throw new Error(`person ${personId} is not in group ${chatId}`)
  }
  const replied =
    content.replyTo === undefined ? undefined : existing(world, chatId, content.replyTo)
  const threadId =
    content.threadId ?? (replied?.is_topic_message ? replied.message_thread_id : undefined)
  // What is simply said in a topic is told as a reply to the message that made the topic.
  const answered =
    replied ?? (threadId === undefined ? undefined : world.messages.get(chatId, threadId)?.message)
  const message: Message = {
    message_id: world.messages.nextId(chat),
    ...senderOf(from, chat, content.as),
    chat,
    date: world.seconds(),
    ...(threadId === undefined ? {} : { message_thread_id: threadId, is_topic_message: true }),
    ...(answered ? { reply_to_message: withoutReply(answered) } : {}),
    ...contentOf(world, content),
    ...extra,
  }
  world.publish(message, heard(world, message) ? { update: { message } } : {})
  return message
}

/** Who speaks in the name of a chat is shown as a bot of Telegram's own, with the chat beside it. */
function senderOf(from: User, chat: Chat, as: PersonMessage['as']): Partial<Message> {
  if (as === undefined) return { from }
  return as === 'group'
    ? { from: GROUP_ANONYMOUS_BOT, sender_chat: chat }
    : { from: CHANNEL_BOT, sender_chat: as }
}

const GROUP_ANONYMOUS_BOT: User = {
  id: 1_087_968_824,
  is_bot: true,
  first_name: 'Group',
  username: 'GroupAnonymousBot',
}
const CHANNEL_BOT: User = {
  id: 136_817_688,
  is_bot: true,
  first_name: 'Channel',
  username: 'Channel_Bot',
}

/** Starting a chat, and writing again after a block, both open it for the bot; the latter is told to the bot. */
function comeBack(world: World, person: User): void {
  const standing = world.rooms.standing(person.id)
  if (standing === 'started') return
  if (standing === 'blocked') {
    tellStanding(world, person, 'kicked', 'member')
  }
  world.rooms.setStanding(person.id, 'started')
  world.events.emit({ kind: 'chats' })
}

export function tellStanding(
  world: World,
  person: User,
  before: 'member' | 'kicked',
  after: 'member' | 'kicked',
): void {
  const chat = world.rooms.chat(person.id)
  if (!chat) return
  const user = world.bot
  const member = (status: 'member' | 'kicked') =>
    status === 'kicked' ? { user, status, until_date: 0 } : { user, status }
  world.updates.push({
    my_chat_member: {
      chat,
      from: person,
      date: world.seconds(),
      old_chat_member: member(before),
      new_chat_member: member(after),
    },
  })
}

function isIn(world: World, groupId: number, userId: number): boolean {
  return world.rooms.members(groupId).some((member) => member.userId === userId)
}

function contentOf(world: World, content: PersonMessage): Partial<Message> {
  if (content.forward) {
    const source = existing(world, content.forward.chatId, content.forward.messageId)
    const { message_id, from, chat, date, reply_to_message, reply_markup, ...held } = source
    return { ...held, forward_origin: originOf(source) }
  }
  const words = (text: string) => marked(trimmed({ text, entities: [] }))
  return {
    ...(content.text === undefined ? {} : textFields(words(content.text))),
    ...(content.file
      ? attachmentField(
          content.file.kind,
          attach(world.files, content.file.kind, {
            name: content.file.name,
            mime: content.file.mime,
            bytes: content.file.bytes,
          }),
        )
      : {}),
    ...(content.caption === undefined ? {} : captionFields(words(content.caption))),
    ...content.other,
  }
}

/** In privacy mode a bot that is no administrator hears commands, mentions, replies to itself and service messages. */
function heard(world: World, message: Message): boolean {
  const { chat } = message
  if (chat.type === 'private') return true
  const status = world.rooms.status(chat.id, world.bot.id)
  if (status === undefined || status === 'left' || status === 'kicked') return false
  if (status === 'administrator' || world.bot.can_read_all_group_messages) return true
  if (message.reply_to_message?.from?.id === world.bot.id) return true
  const text = message.text ?? message.caption ?? ''
  const name = world.bot.username
  const toAnother = /^\/\w+@(\w+)/.exec(text)?.[1]
  if (toAnother) return toAnother.toLowerCase() === name.toLowerCase()
  return text.startsWith('/') || text.toLowerCase().includes(`@${name.toLowerCase()}`)
}
