/** answerCallbackQuery: tells the person who pressed a button what came of it. */
import { badRequest } from '../failure.ts'
import type { Parameters } from '../parameters.ts'
import type { World } from '../world.ts'

/** Seconds within which a press can be answered. */
const PATIENCE = 60

export function answerCallbackQuery(world: World, parameters: Parameters): true {
  const queryId = parameters.text('callback_query_id') ?? ''
  const press = world.database.prepare('select * from callback where id = ?').get(queryId)
  if (!press || press.answered || world.seconds() - Number(press.asked_at) > PATIENCE) {
    throw badRequest('query is too old and response timeout expired or query ID is invalid')
  }
  const text = parameters.text('text') ?? ''
  if (text.length > 200) throw badRequest('MESSAGE_TOO_LONG')
  const url = parameters.text('url')
  if (url && !isOwnLink(url, world.bot.username)) throw badRequest('URL_INVALID')
  const answer = { text, showAlert: parameters.flag('show_alert'), url }
  world.database.prepare('update callback set answered = 1 where id = ?').run(queryId)
  world.presses.get(queryId)?.(answer)
  world.events.emit({ kind: 'callback', personId: Number(press.person_id), queryId, answer })
  return true
}

/** Without a game a press may only open the bot's own chat, with something for it to start with. */
function isOwnLink(url: string, username: string): boolean {
  const [, name] = /^(?:https?:\/\/)?t\.me\/(\w+)\?start=[\w-]{1,64}$/.exec(url) ?? []
  return name?.toLowerCase() === username.toLowerCase()
}
