/** getChat, getChatMember, getChatAdministrators, getChatMemberCount, leaveChat, pins and reactions. */
import type { ChatFullInfo, ChatMember, Message, User } from 'grammy/types'
import { badRequest } from '../failure.ts'
import { fieldsOf, type Parameters } from '../parameters.ts'
import type { MemberStatus } from '../rooms.ts'
import { botUser, type World } from '../world.ts'

export function getChat(world: World, parameters: Parameters): ChatFullInfo {
  const chat = world.rooms.known(parameters.text('chat_id'))
  const pinned = world.messages.get(chat.id, world.rooms.pinned(chat.id) ?? 0)?.message
  return {
    ...chat,
    accent_color_id: 0,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: false,
      limited_gifts: false,
      unique_gifts: false,
      premium_subscription: false,
      gifts_from_channels: false,
    },
    ...(pinned ? { pinned_message: pinned } : {}),
    // One interface in the official description; the client's types split it by the kind of the chat.
  } as ChatFullInfo
}

export function getChatMember(world: World, parameters: Parameters): ChatMember {
  const group = readGroup(world, parameters)
  const userId = parameters.integer('user_id') ?? 0
  const user = userId === world.bot.id ? botUser(world) : world.rooms.person(userId)
  if (!user) throw badRequest('user not found')
  return memberOf(user, world.rooms.status(group.id, userId) ?? 'left')
}

export function getChatAdministrators(world: World, parameters: Parameters): ChatMember[] {
  const group = readGroup(world, parameters)
  return world.rooms
    .members(group.id)
    .filter(({ status, userId }) => status !== 'member' && userId !== world.bot.id)
    .flatMap(({ userId, status }) => {
      const user = world.rooms.person(userId)
      return user ? [memberOf(user, status)] : []
    })
}

export function getChatMemberCount(world: World, parameters: Parameters): number {
  const chat = world.rooms.known(parameters.text('chat_id'))
  return chat.type === 'private' ? 2 : world.rooms.members(chat.id).length
}

export function leaveChat(world: World, parameters: Parameters): true {
  const group = readGroup(world, parameters)
  world.rooms.setStatus(group.id, world.bot.id, 'left')
  world.events.emit({ kind: 'chats' })
  return true
}

export function pinChatMessage(world: World, parameters: Parameters): true {
  const message = readMessage(world, parameters, 'pin')
  world.rooms.pin(message.chat.id, message.message_id)
  return true
}

export function unpinChatMessage(world: World, parameters: Parameters): true {
  const chat = world.rooms.writable(parameters.text('chat_id'), world.bot.id)
  world.rooms.pin(chat.id, undefined)
  return true
}

export function setMessageReaction(world: World, parameters: Parameters): true {
  const message = readMessage(world, parameters, 'react')
  const reaction = (parameters.array('reaction') ?? []).map((value) => {
    const emoji = fieldsOf(value)?.emoji
    if (typeof emoji !== 'string' || emoji === '') throw badRequest('REACTION_INVALID')
    return emoji
  })
  world.events.emit({
    kind: 'reaction',
    chatId: message.chat.id,
    messageId: message.message_id,
    reaction,
  })
  return true
}

/** A person's or the bot's place in a group, as the Bot API tells it. */
export function memberOf(user: User, status: MemberStatus): ChatMember {
  switch (status) {
    case 'creator':
      return { status, user, is_anonymous: false }
    case 'administrator':
      // The client's types are those of a later Bot API and ask for one right more.
      return { status, user, can_be_edited: false, is_anonymous: false, ...RIGHTS } as ChatMember
    case 'kicked':
      return { status, user, until_date: 0 }
    default:
      return { status, user }
  }
}

const RIGHTS = {
  can_manage_chat: true,
  can_delete_messages: true,
  can_manage_video_chats: true,
  can_restrict_members: true,
  can_promote_members: false,
  can_change_info: true,
  can_invite_users: true,
  can_post_stories: false,
  can_edit_stories: false,
  can_delete_stories: false,
  can_pin_messages: true,
  can_manage_topics: true,
}

function readGroup(world: World, parameters: Parameters) {
  const chat = world.rooms.known(parameters.text('chat_id'))
  if (chat.type === 'private') {
    throw badRequest('method is available only for supergroup and channel chats')
  }
  return world.rooms.writable(parameters.text('chat_id'), world.bot.id)
}

function readMessage(world: World, parameters: Parameters, act: 'pin' | 'react'): Message {
  const chat = world.rooms.writable(parameters.text('chat_id'), world.bot.id)
  const message = world.messages.get(chat.id, parameters.integer('message_id') ?? 0)?.message
  if (!message) throw badRequest(`message to ${act} not found`)
  return message
}
