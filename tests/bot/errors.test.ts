import { BotError, type Context, GrammyError } from 'grammy'
import { expect, it } from 'vitest'
import { withoutContent } from '../../bot/errors.ts'

it('lets nobody’s words into the log with a fault', () => {
  const payload = { chat_id: 1, text: 'личное' }
  const refusal = new GrammyError(
    'refused',
    { ok: false, error_code: 400, description: 'no' },
    'sendMessage',
    payload,
  )
  const fault = withoutContent(new BotError(refusal, { update: payload } as unknown as Context))
  expect(fault).toBe(refusal)
  expect(JSON.stringify({ ...(fault as object) })).not.toContain('личное')
})
