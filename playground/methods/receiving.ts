/** getMe, getUpdates, setWebhook, deleteWebhook, getWebhookInfo: how the bot hears. */
import type { Update, WebhookInfo } from 'grammy/types'
import { badRequest, conflict } from '../failure.ts'
import type { Parameters } from '../parameters.ts'
import { checkWebhookUrl, type Webhook } from '../webhook.ts'
import type { World } from '../world.ts'

const LONGEST_WAIT_SECONDS = 50

export function createReceiving(world: World, webhook: Webhook) {
  return {
    getMe: () => world.bot,

    async getUpdates(
      _world: World,
      parameters: Parameters,
      signal: AbortSignal,
    ): Promise<Update[]> {
      if (webhook.settings()) {
        throw conflict(
          "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        )
      }
      world.updates.allow(readAllowed(parameters))
      const limit = parameters.integer('limit') ?? 100
      const timeout = Math.max(0, parameters.integer('timeout') ?? 0)
      return world.updates.poll({
        offset: parameters.integer('offset'),
        limit: limit >= 1 && limit <= 100 ? limit : 100,
        timeout: Math.min(timeout, LONGEST_WAIT_SECONDS),
        signal,
      })
    },

    setWebhook(_world: World, parameters: Parameters): true {
      const url = parameters.text('url') ?? ''
      if (url !== '') checkWebhookUrl(url)
      const secretToken = parameters.text('secret_token')
      if (secretToken !== undefined && !/^[\w-]{1,256}$/.test(secretToken)) {
        throw badRequest('secret token contains unallowed characters')
      }
      if (parameters.flag('drop_pending_updates')) world.updates.drop()
      world.updates.allow(readAllowed(parameters))
      const maxConnections = parameters.integer('max_connections') ?? 40
      world.updates.interrupt('terminated by setWebhook request')
      webhook.set(url === '' ? undefined : { url, secretToken, maxConnections })
      return true
    },

    deleteWebhook(_world: World, parameters: Parameters): true {
      if (parameters.flag('drop_pending_updates')) world.updates.drop()
      webhook.set(undefined)
      return true
    },

    getWebhookInfo(): WebhookInfo {
      const settings = webhook.settings()
      const failure = webhook.lastError()
      const allowed = world.updates.allowed()
      return {
        url: settings?.url ?? '',
        has_custom_certificate: false,
        pending_update_count: world.updates.count(),
        ...(settings ? { max_connections: settings.maxConnections } : {}),
        ...(failure ? { last_error_date: failure.at, last_error_message: failure.message } : {}),
        // Names as the bot gave them; the server does not judge them.
        ...(allowed.length > 0
          ? { allowed_updates: allowed as WebhookInfo['allowed_updates'] & {} }
          : {}),
      }
    },
  }
}

function readAllowed(parameters: Parameters): string[] | undefined {
  return parameters.array('allowed_updates')?.map(String)
}
