/** An album of which the program is killed between two parts is still one answer, whole and in order. */
import type { Message } from 'grammy/types'
import { expect, it } from 'vitest'
import { paper } from '../helpers/files.ts'
import { type Running, startProgram, temporaryFolder } from '../helpers/program.ts'
import { type Person, startTelegram, type Telegram } from '../helpers/telegram.ts'

const SLOWLY = { within: 30_000 }

interface Desk {
  telegram: Telegram
  teacher: Person
  tutor: Person
  card: Message
  /** SIGKILL, `meanwhile`, and a new start. */
  killed(meanwhile: () => void): Promise<void>
}

async function withDesk(test: (desk: Desk) => Promise<void>): Promise<void> {
  const telegram = await startTelegram()
  const { folder, remove } = temporaryFolder()
  const [teacher, tutor] = ['Мария', 'Анна'].map((name) => telegram.person({ name })) as [
    Person,
    Person,
  ]
  const variables = {
    BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    CENTRE_NAME: 'Центр',
    MUNICIPALITY: 'Ясногорск',
    ADMIN_IDS: String(tutor.id),
    DATA_DIR: folder,
  }
  let program: Running = await startProgram(variables)
  try {
    for (const person of [teacher, tutor]) {
      person.starts()
      await person.presses('Согласен(на)', SLOWLY)
    }
    tutor.says('/invite')
    await tutor.presses('Тьютор', SLOWLY)
    tutor.starts(/start=(\S+)/.exec((await tutor.sees(/\?start=i_/)).text!)![1]!)
    await tutor.sees(/роль: тьютор/)
    teacher.says('/tutor Что делать?')
    await tutor.presses('Взять', SLOWLY)
    // An edited card is one of which the program knows that it arrived.
    const card = await tutor.sees(/у тьютора[\s\S]*Что делать\?/, SLOWLY)
    const killed = async (meanwhile: () => void) => {
      await program.kill()
      meanwhile()
      program = await startProgram(variables)
    }
    await test({ telegram, teacher, tutor, card, killed })
    expect(await program.stop()).toBe(0)
  } finally {
    await program.kill()
    await telegram.close()
    remove()
  }
}

function part(tutor: Person, card: Message, name: string): void {
  const { bytes } = paper(name)
  tutor.says({
    file: { kind: 'document', name, mime: '', bytes },
    replyTo: card.message_id,
    other: { media_group_id: '4242' },
  })
}

/** The program has it, and has told Telegram so. */
async function taken({ api }: Telegram): Promise<void> {
  await expect.poll(() => api.pendingUpdates(), { timeout: 20_000, interval: 5 }).toBe(0)
}

async function expectWhole({ teacher, tutor }: Desk, names: string[]): Promise<void> {
  await tutor.presses('Отправить', SLOWLY)
  await teacher.sees(/Ответ тьютора на вопрос № 1/, SLOWLY)
  const albums = teacher.inbox().filter(({ document }) => document)
  expect(albums.map(({ document }) => document?.file_name)).toEqual(names)
  expect(new Set(albums.map(({ media_group_id }) => media_group_id)).size).toBe(1)
}

it('whose second part came while the program was down', () =>
  withDesk(async (desk) => {
    const { telegram, tutor, card, killed } = desk
    part(tutor, card, '1.txt')
    await taken(telegram)
    await killed(() => part(tutor, card, '2.txt'))
    await taken(telegram)
    await tutor.sees(/Так ответ на вопрос № 1/, SLOWLY)
    expect(tutor.inbox().filter(({ text }) => text?.includes('Так ответ'))).toHaveLength(1)
    await expectWhole(desk, ['1.txt', '2.txt'])
  }))

it('whose second part came long after', () =>
  withDesk(async (desk) => {
    const { telegram, tutor, card, killed } = desk
    part(tutor, card, '1.txt')
    await taken(telegram)
    await killed(() => {})
    await tutor.sees(/Так ответ на вопрос № 1/, SLOWLY)
    part(tutor, card, '3.txt')
    part(tutor, card, '2.txt')
    await taken(telegram)
    // The preview of one file has its words under the file; that of an album has them below.
    await expect
      .poll(() => tutor.inbox().some(({ text }) => text?.includes('Так ответ')), {
        timeout: 30_000,
      })
      .toBe(true)
    await expectWhole(desk, ['1.txt', '3.txt', '2.txt'])
  }))
