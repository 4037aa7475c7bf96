import { Api } from 'grammy'
import { afterEach, expect, it } from 'vitest'
import { createGrowing } from '../../bot/growing.ts'
import { startTelegram, type Telegram } from '../helpers/telegram.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

async function someone(): Promise<{ telegram: Telegram; api: Api; chatKey: string; chat: number }> {
  const telegram = await startTelegram()
  open.push(telegram)
  const person = telegram.person({ name: 'Мария' })
  person.starts()
  const api = new Api(telegram.token, { apiRoot: telegram.apiRoot })
  return { telegram, api, chatKey: `telegram:${person.id}`, chat: person.id }
}

const drafts = ({ telegram }: { telegram: Telegram }) =>
  telegram.calls('sendMessageDraft').map(({ parameters }) => parameters.text)

it('shows the latest text, and leaves out what grew in between', async () => {
  const place = await someone()
  const growing = createGrowing({ api: place.api, everyMs: 50 })({ ...place, draftId: 7 })
  const second = place.telegram.nextCall('sendMessageDraft', ({ parameters }) =>
    String(parameters.text).includes('Третье'),
  )
  growing.show('Первое.')
  growing.show('Первое. Второе.')
  growing.show('Первое. Второе. Третье.')
  await second
  await growing.end()
  growing.show('Поздно.')
  expect(drafts(place)).toEqual(['Первое.', 'Первое. Второе. Третье.'])
})

it('asks a server that has no drafts only once', async () => {
  const place = await someone()
  place.telegram.api.fault({ kind: 'error', code: 404, method: 'sendMessageDraft' })
  const growIn = createGrowing({ api: place.api, everyMs: 1 })
  const one = growIn({ ...place, draftId: 1 })
  one.show('Раз.')
  await one.end()
  const another = growIn({ ...place, draftId: 2 })
  another.show('Два.')
  await another.end()
  expect(drafts(place)).toEqual([])
})

it('shows nothing in a group', async () => {
  const place = await someone()
  const growing = createGrowing({ api: place.api })({ chatKey: 'telegram:-100', draftId: 1 })
  growing.show('Раз.')
  await growing.end()
  expect(drafts(place)).toEqual([])
})
