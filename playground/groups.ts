/** What happens around chats: people and groups appear, the bot is added or made administrator, groups become supergroups. */
import type { Chat, Message, User } from 'grammy/types'
import { memberOf } from './methods/chats.ts'
import { eraseTopic } from './methods/topics.ts'
import { someone, tellStanding } from './people.ts'
import type { Group, MemberStatus } from './rooms.ts'
import { atomically } from './state.ts'
import { botUser, type World } from './world.ts'

export interface Groups {
  /** The person is there; the bot cannot write to them until they write first. Again: changes the profile. */
  addPerson(user: PersonProfile): User
  /** The bot is among the members as one of them, or as administrator when `bot` says so. */
  addGroup(chat: Group, members: number[], bot?: MemberStatus): void
  join(groupId: number, personId: number): void
  leave(groupId: number, personId: number): void
  /** Adds the bot, promotes it, takes it away. */
  setBot(groupId: number, personId: number, status: MemberStatus): void
  block(personId: number): void
  unblock(personId: number): void
  deactivate(personId: number): void
  /** Makes a basic group a supergroup; returns the new chat's id. */
  migrate(groupId: number): number
  /** People close or delete a topic; of the latter a bot is not told. */
  closeTopic(groupId: number, threadId: number): void
  deleteTopic(groupId: number, threadId: number): void
}

export type PersonProfile = Pick<User, 'id' | 'first_name'> & Partial<User>

export function createGroups(world: World): Groups {
  const { rooms } = world
  const changed = () => world.events.emit({ kind: 'chats' })

  const service = (chat: Chat, from: User, content: Partial<Message>): void => {
    const message: Message = {
      message_id: world.messages.nextId(chat),
      from,
      chat,
      date: world.seconds(),
      ...content,
    }
    world.publish(message, { update: { message } })
  }

  return {
    addPerson(profile) {
      const user: User = { is_bot: false, language_code: 'ru', ...profile }
      rooms.putPerson(user)
      changed()
      return user
    },
    addGroup(group, members, bot = 'member') {
      atomically(world.database, () => {
        rooms.putGroup(group)
        for (const [index, personId] of members.entries()) {
          rooms.setStatus(group.id, personId, index === 0 ? 'creator' : 'member')
        }
        rooms.setStatus(group.id, world.bot.id, bot)
      })
      changed()
    },
    join(groupId, personId) {
      const user = someone(world, personId)
      rooms.setStatus(groupId, personId, 'member')
      service(groupOf(world, groupId), user, { new_chat_members: [user] })
      changed()
    },
    leave(groupId, personId) {
      const user = someone(world, personId)
      rooms.setStatus(groupId, personId, 'left')
      service(groupOf(world, groupId), user, { left_chat_member: user })
      changed()
    },
    setBot(groupId, personId, status) {
      const before = rooms.status(groupId, world.bot.id) ?? 'left'
      rooms.setStatus(groupId, world.bot.id, status)
      world.updates.push({
        my_chat_member: {
          chat: groupOf(world, groupId),
          from: someone(world, personId),
          date: world.seconds(),
          old_chat_member: memberOf(botUser(world), before),
          new_chat_member: memberOf(botUser(world), status),
        },
      })
      changed()
    },
    block(personId) {
      rooms.setStanding(personId, 'blocked')
      tellStanding(world, someone(world, personId), 'member', 'kicked')
      changed()
    },
    unblock(personId) {
      rooms.setStanding(personId, 'started')
      tellStanding(world, someone(world, personId), 'kicked', 'member')
      changed()
    },
    deactivate(personId) {
      rooms.setStanding(personId, 'deactivated')
    },
    migrate(groupId) {
      const old = groupOf(world, groupId)
      const creator = rooms.members(groupId).find(({ userId }) => userId !== world.bot.id)
      const from = someone(world, creator?.userId ?? 0)
      const id = -1_000_000_000_000 + groupId
      const next: Chat.SupergroupChat = { id, type: 'supergroup', title: old.title }
      rooms.move(groupId, next)
      service(old, from, { migrate_to_chat_id: id })
      service(next, from, { migrate_from_chat_id: groupId })
      changed()
      return id
    },
    closeTopic(groupId, threadId) {
      world.database
        .prepare('update topic set closed = 1 where room_id = ? and thread_id = ?')
        .run(groupId, threadId)
    },
    deleteTopic: (groupId, threadId) => eraseTopic(world, groupId, threadId),
  }
}

function groupOf(world: World, groupId: number): Group {
  const group = world.rooms.group(groupId)
  if (!group) throw new Error(`there is no group ${groupId}`)
  return group
}
