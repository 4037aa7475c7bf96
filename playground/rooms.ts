/** Who there is: people, groups with their members, and whether the bot may write to them. */
import type { Chat, User } from 'grammy/types'
import { ApiFailure, badRequest, forbidden } from './failure.ts'
import { atomically, type Database } from './state.ts'

export type Standing = 'stranger' | 'started' | 'blocked' | 'deactivated'
export type MemberStatus = 'creator' | 'administrator' | 'member' | 'left' | 'kicked'
export type Group = Chat.GroupChat | Chat.SupergroupChat

export interface Rooms {
  putPerson(user: User): void
  person(id: number): User | undefined
  people(): User[]
  standing(id: number): Standing
  setStanding(id: number, standing: Standing): void
  putGroup(group: Group): void
  group(id: number): Group | undefined
  groups(): Group[]
  groupByName(username: string): Group | undefined
  status(groupId: number, userId: number): MemberStatus | undefined
  setStatus(groupId: number, userId: number, status: MemberStatus): void
  /** Those who are in the group now. */
  members(groupId: number): { userId: number; status: MemberStatus }[]
  move(from: number, to: Chat.SupergroupChat): void
  movedTo(groupId: number): number | undefined
  pin(groupId: number, messageId: number | undefined): void
  pinned(chatId: number): number | undefined
  chat(id: number): Chat | undefined
  /** The chat that a request names, if the bot may write there; else Telegram's refusal. */
  writable(chatId: string | undefined, botId: number): Chat
  /** The chat that a request names, whether or not the bot may write there. */
  known(chatId: string | undefined): Chat
}

export function createRooms(database: Database): Rooms {
  const personRow = database.prepare('select profile, standing from person where id = ?')
  const roomRow = database.prepare('select profile, moved_to, pinned from room where id = ?')
  const statusRow = database.prepare('select status from member where room_id = ? and user_id = ?')

  const rooms: Rooms = {
    putPerson(user) {
      database
        .prepare(
          `insert into person (id, profile) values (?, ?)
           on conflict (id) do update set profile = excluded.profile`,
        )
        .run(user.id, JSON.stringify(user))
    },
    person(id) {
      const row = personRow.get(id)
      return row && JSON.parse(String(row.profile))
    },
    people() {
      const rows = database.prepare('select profile from person order by id').all()
      return rows.map((row) => JSON.parse(String(row.profile)))
    },
    standing(id) {
      // The column's check constraint admits only these words.
      return (personRow.get(id)?.standing ?? 'stranger') as Standing
    },
    setStanding(id, standing) {
      database.prepare('update person set standing = ? where id = ?').run(standing, id)
    },
    putGroup(group) {
      database
        .prepare(
          `insert into room (id, profile) values (?, ?)
           on conflict (id) do update set profile = excluded.profile`,
        )
        .run(group.id, JSON.stringify(group))
    },
    group(id) {
      const row = roomRow.get(id)
      return row && JSON.parse(String(row.profile))
    },
    groups() {
      const rows = database.prepare('select profile from room where moved_to is null').all()
      return rows.map((row) => JSON.parse(String(row.profile)))
    },
    groupByName(username) {
      return rooms
        .groups()
        .find((group) => group.type === 'supergroup' && group.username === username)
    },
    status(groupId, userId) {
      // Written only by `setStatus`.
      return statusRow.get(groupId, userId)?.status as MemberStatus | undefined
    },
    setStatus(groupId, userId, status) {
      database
        .prepare(
          `insert into member (room_id, user_id, status) values (?, ?, ?)
           on conflict (room_id, user_id) do update set status = excluded.status`,
        )
        .run(groupId, userId, status)
    },
    members(groupId) {
      const rows = database
        .prepare(
          `select user_id, status from member
            where room_id = ? and status not in ('left', 'kicked') order by rowid`,
        )
        .all(groupId)
      return rows.map((row) => ({
        userId: Number(row.user_id),
        // Written only by `setStatus`.
        status: row.status as MemberStatus,
      }))
    },
    move(from, to) {
      atomically(database, () => {
        rooms.putGroup(to)
        for (const member of rooms.members(from)) {
          rooms.setStatus(to.id, member.userId, member.status)
        }
        database.prepare('update room set moved_to = ? where id = ?').run(to.id, from)
      })
    },
    movedTo(groupId) {
      const value = roomRow.get(groupId)?.moved_to
      return typeof value === 'number' ? value : undefined
    },
    pin(groupId, messageId) {
      database.prepare('update room set pinned = ? where id = ?').run(messageId ?? null, groupId)
    },
    pinned(chatId) {
      const value = roomRow.get(chatId)?.pinned
      return typeof value === 'number' ? value : undefined
    },
    chat(id) {
      const person = rooms.person(id)
      return person ? privateChat(person) : rooms.group(id)
    },
    known(chatId) {
      return knownChat(rooms, chatId)
    },
    writable(chatId, botId) {
      const chat = knownChat(rooms, chatId)
      if (chat.type === 'private') checkPerson(rooms, chat.id)
      else checkGroup(rooms, chat, botId)
      return chat
    },
  }
  return rooms
}

export function privateChat(person: User): Chat.PrivateChat {
  const { id, first_name, last_name, username } = person
  return {
    id,
    first_name,
    ...(last_name === undefined ? {} : { last_name }),
    ...(username === undefined ? {} : { username }),
    type: 'private',
  }
}

function knownChat(rooms: Rooms, chatId: string | undefined): Chat {
  if (chatId === undefined || chatId === '') throw badRequest('chat_id is empty')
  const chat = chatId.startsWith('@')
    ? rooms.groupByName(chatId.slice(1))
    : rooms.chat(Number(chatId))
  if (!chat) throw badRequest('chat not found')
  if (chat.type !== 'private') return chat
  const together = rooms.groups().some((group) => rooms.status(group.id, chat.id) !== undefined)
  if (rooms.standing(chat.id) === 'stranger' && !together) throw badRequest('chat not found')
  return chat
}

function checkPerson(rooms: Rooms, id: number): void {
  switch (rooms.standing(id)) {
    case 'started':
      return
    case 'blocked':
      throw forbidden('bot was blocked by the user')
    case 'deactivated':
      throw forbidden('user is deactivated')
    case 'stranger':
      throw forbidden("bot can't initiate conversation with a user")
  }
}

function checkGroup(rooms: Rooms, chat: Chat, botId: number): void {
  const moved = rooms.movedTo(chat.id)
  if (moved !== undefined) {
    throw new ApiFailure(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: moved,
    })
  }
  const status = rooms.status(chat.id, botId)
  const name = `${chat.type} chat`
  if (status === 'kicked') throw forbidden(`bot was kicked from the ${name}`)
  if (status === undefined || status === 'left')
    throw forbidden(`bot is not a member of the ${name}`)
}
