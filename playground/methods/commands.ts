/** setMyCommands, getMyCommands, deleteMyCommands: the menu, by scope and language. */
import type { BotCommand } from 'grammy/types'
import { badRequest } from '../failure.ts'
import { fieldsOf, type Parameters } from '../parameters.ts'
import type { World } from '../world.ts'

export function setMyCommands(world: World, parameters: Parameters): true {
  const commands = (parameters.array('commands') ?? []).map(readCommand)
  if (commands.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH')
  world.database
    .prepare(
      `insert into command_list (scope, language, commands) values (?, ?, ?)
       on conflict (scope, language) do update set commands = excluded.commands`,
    )
    .run(readScope(world, parameters), readLanguage(parameters), JSON.stringify(commands))
  world.events.emit({ kind: 'commands' })
  return true
}

export function getMyCommands(world: World, parameters: Parameters): BotCommand[] {
  return listOf(world, readScope(world, parameters), readLanguage(parameters)) ?? []
}

export function deleteMyCommands(world: World, parameters: Parameters): true {
  world.database
    .prepare('delete from command_list where scope = ? and language = ?')
    .run(readScope(world, parameters), readLanguage(parameters))
  world.events.emit({ kind: 'commands' })
  return true
}

/** The menu that a person sees in a private chat: the narrowest scope that was set wins. */
export function menuOf(world: World, personId: number): BotCommand[] {
  const scopes = [`chat:${personId}`, 'all_private_chats', 'default']
  for (const scope of scopes) {
    const list = listOf(world, scope, 'ru') ?? listOf(world, scope, '')
    if (list) return list
  }
  return []
}

function listOf(world: World, scope: string, language: string): BotCommand[] | undefined {
  const row = world.database
    .prepare('select commands from command_list where scope = ? and language = ?')
    .get(scope, language)
  return row && JSON.parse(String(row.commands))
}

function readCommand(value: unknown): BotCommand {
  const given = fieldsOf(value)
  const command = String(given?.command ?? '').replace(/^\//, '')
  const description = String(given?.description ?? '')
  if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID')
  if (description === '' || description.length > 256) {
    throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID')
  }
  return { command, description }
}

function readScope(world: World, parameters: Parameters): string {
  const scope = fieldsOf(parameters.json('scope')) ?? { type: 'default' }
  switch (scope.type) {
    case 'default':
    case 'all_private_chats':
    case 'all_group_chats':
    case 'all_chat_administrators':
      return scope.type
    case 'chat':
    case 'chat_administrators':
      return `${scope.type}:${world.rooms.known(String(scope.chat_id)).id}`
    case 'chat_member':
      return `chat_member:${world.rooms.known(String(scope.chat_id)).id}:${Number(scope.user_id)}`
    default:
      throw badRequest("can't parse BotCommandScope: unsupported type")
  }
}

function readLanguage(parameters: Parameters): string {
  const language = parameters.text('language_code') ?? ''
  if (!/^([a-z]{2})?$/.test(language)) throw badRequest('invalid language_code specified')
  return language
}
