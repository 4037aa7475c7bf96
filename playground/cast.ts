/** Who is on the page, side by side, and what the page shows of them. */
import type { Chat } from 'grammy/types'
import type { BotApi } from './bot-api.ts'

export interface CastPerson {
  kind: 'person'
  /** The column's name: «Педагог». */
  title: string
  person: { id: number; first_name: string; last_name?: string; username?: string }
  /** Shown before «Начать», as Telegram shows a bot's description. */
  about?: string
  /** Follows `/start` when «Начать» is pressed. */
  startPayload?: string
  /** Questions offered as chips. */
  suggestions?: string[]
}

export interface CastGroup {
  kind: 'group'
  title: string
  chat: Chat.GroupChat | Chat.SupergroupChat
  /** People of the cast who are in the group; the first is its owner and speaks unless another is chosen. */
  members: number[]
  bot?: 'member' | 'administrator'
  about?: string
}

export type CastMember = CastPerson | CastGroup

/** Older ones are kept, but a page opened anew does not draw them. */
const SHOWN_MESSAGES = 300

/** Puts the cast into the world, once: what is already there stays as it is. */
export function enterCast(botApi: BotApi, cast: CastMember[]): void {
  for (const member of cast) {
    if (member.kind === 'person') botApi.addPerson(member.person)
  }
  for (const member of cast) {
    if (member.kind === 'group' && !botApi.chat(member.chat.id)) {
      botApi.addGroup(member.chat, member.members, member.bot)
    }
  }
}

/** All that a page needs to draw itself anew. */
export function snapshot(botApi: BotApi, cast: CastMember[]) {
  return {
    bot: botApi.bot,
    chats: cast.map((member) => {
      const id = member.kind === 'person' ? member.person.id : botApi.currentChat(member.chat.id)
      return {
        id,
        kind: member.kind,
        title: member.title,
        about: member.about ?? '',
        name: member.kind === 'person' ? fullName(member.person) : member.chat.title,
        speakers: speakers(member, cast),
        suggestions: member.kind === 'person' ? (member.suggestions ?? []) : [],
        standing: member.kind === 'person' ? botApi.standing(id) : 'started',
        menu: member.kind === 'person' ? botApi.menu(id) : [],
        messages: botApi.shown(id).slice(-SHOWN_MESSAGES),
      }
    }),
  }
}

function speakers(member: CastMember, cast: CastMember[]) {
  const ids = member.kind === 'person' ? [member.person.id] : member.members
  return ids.flatMap((id) => {
    const found = cast.find((other) => other.kind === 'person' && other.person.id === id)
    return found?.kind === 'person'
      ? [{ id, title: found.title, name: fullName(found.person) }]
      : []
  })
}

function fullName(person: CastPerson['person']): string {
  return [person.first_name, person.last_name].filter(Boolean).join(' ')
}
