/** The commands of each role: shown in the messenger's menu and told by /help. */
import type { BotCommand } from 'grammy/types'
import type { Role } from '../db/people.ts'
import type { Context } from './context.ts'
import { commandTexts } from './texts/help.ts'

/** Commands of everyone, then those of the roles, in the order they are shown. */
export function commandsOf(roles: readonly Role[]): BotCommand[] {
  return commandTexts
    .filter(({ needs }) => needs.length === 0 || needs.some((role) => roles.includes(role)))
    .map(({ command, description }) => ({ command, description }))
}

/** Sets the menu of the chat to what the person's roles can do. */
export async function showCommands(ctx: Context): Promise<void> {
  if (!ctx.person || ctx.chat?.type !== 'private') return
  const scope = { type: 'chat', chat_id: ctx.chat.id } as const
  await ctx.api.setMyCommands(commandsOf(ctx.person.roles), { scope })
}
