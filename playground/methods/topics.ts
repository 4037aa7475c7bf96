/** createForumTopic, editForumTopic, closeForumTopic, reopenForumTopic, deleteForumTopic: a ticket can have a topic of its own. */
import type { ForumTopic, Message } from 'grammy/types'
import { badRequest } from '../failure.ts'
import type { Parameters } from '../parameters.ts'
import { botUser, type World } from '../world.ts'

const COLOUR = 0x6fb9f0

export function createForumTopic(world: World, parameters: Parameters): ForumTopic {
  const chat = readForum(world, parameters)
  const name = readName(parameters)
  const thread = world.messages.nextId(chat)
  world.database
    .prepare('insert into topic (room_id, thread_id, name) values (?, ?, ?)')
    .run(chat.id, thread, name)
  say(world, chat, thread, thread, { forum_topic_created: { name, icon_color: COLOUR } })
  return { message_thread_id: thread, name, icon_color: COLOUR }
}

export function editForumTopic(world: World, parameters: Parameters): true {
  const { chat, thread } = readTopic(world, parameters)
  const name = readName(parameters)
  world.database
    .prepare('update topic set name = ? where room_id = ? and thread_id = ?')
    .run(name, chat.id, thread)
  say(world, chat, thread, world.messages.nextId(chat), { forum_topic_edited: { name } })
  return true
}

export function closeForumTopic(world: World, parameters: Parameters): true {
  return setClosed(world, parameters, true)
}

export function reopenForumTopic(world: World, parameters: Parameters): true {
  return setClosed(world, parameters, false)
}

export function deleteForumTopic(world: World, parameters: Parameters): true {
  const { chat, thread } = readTopic(world, parameters)
  eraseTopic(world, chat.id, thread)
  return true
}

/** With everything that was said in it. */
export function eraseTopic(world: World, chatId: number, thread: number): void {
  world.database
    .prepare('delete from topic where room_id = ? and thread_id = ?')
    .run(chatId, thread)
  const gone = world.messages
    .list(chatId)
    .filter(({ message }) => message.message_thread_id === thread)
    .map(({ message }) => message.message_id)
  for (const id of gone) world.messages.remove(chatId, id)
  world.events.emit({ kind: 'deleted', chatId, messageIds: gone })
}

function setClosed(world: World, parameters: Parameters, closed: boolean): true {
  const { chat, thread, wasClosed } = readTopic(world, parameters)
  if (wasClosed === closed) throw badRequest('TOPIC_NOT_MODIFIED')
  world.database
    .prepare('update topic set closed = ? where room_id = ? and thread_id = ?')
    .run(Number(closed), chat.id, thread)
  const content: Partial<Message> = closed
    ? { forum_topic_closed: {} }
    : { forum_topic_reopened: {} }
  say(world, chat, thread, world.messages.nextId(chat), content)
  return true
}

function say(
  world: World,
  chat: Message['chat'],
  thread: number,
  id: number,
  content: Partial<Message>,
): void {
  world.publish({
    message_id: id,
    from: botUser(world),
    chat,
    date: world.seconds(),
    message_thread_id: thread,
    is_topic_message: true,
    ...content,
  })
}

function readForum(world: World, parameters: Parameters) {
  const chat = world.rooms.writable(parameters.text('chat_id'), world.bot.id)
  if (chat.type !== 'supergroup' || !chat.is_forum) throw badRequest('the chat is not a forum')
  if (world.rooms.status(chat.id, world.bot.id) !== 'administrator') {
    throw badRequest('not enough rights to create a topic')
  }
  return chat
}

function readTopic(world: World, parameters: Parameters) {
  const chat = readForum(world, parameters)
  const thread = parameters.integer('message_thread_id') ?? 0
  const topic = world.database
    .prepare('select closed from topic where room_id = ? and thread_id = ?')
    .get(chat.id, thread)
  if (!topic) throw badRequest('TOPIC_ID_INVALID')
  return { chat, thread, wasClosed: topic.closed === 1 }
}

function readName(parameters: Parameters): string {
  const name = parameters.text('name') ?? ''
  if (name === '' || name.length > 128) throw badRequest('TOPIC_NAME_INVALID')
  return name
}
