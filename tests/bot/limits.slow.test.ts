/** A whole minute of a group's limit, in real time. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { openTestDatabase } from '../helpers/database.ts'
import { openProgram, type Program } from '../helpers/limited.ts'
import { startTelegram } from '../helpers/telegram.ts'

async function editAtLast(
  program: Program,
  edit: { chat: number; message: number; text: string },
): Promise<void> {
  for (;;) {
    const fate = await program.edit(edit.chat, edit.message, edit.text)
    if (fate === 'sent') return
    await sleep(fate.notYet * 1000)
  }
}

it('brings forty cards of a group up to date without one refusal', async () => {
  const database = await openTestDatabase()
  const telegram = await startTelegram({ limits: true })
  const tutor = telegram.person({ name: 'Ольга' })
  const group = telegram.group({ title: 'Тьюторы', members: [tutor] })
  const programs = [openProgram(telegram, database.pool), openProgram(telegram, database.pool)]
  const message = await programs[0]!.say(group.id, 'Карточка')
  const edits = Array.from({ length: 40 }, (_, index) =>
    editAtLast(programs[index % 2]!, { chat: group.id, message, text: `Карточка ${index}` }),
  )
  await Promise.all(edits)
  expect(telegram.calls('editMessageText')).toHaveLength(40)
  expect(programs.map((program) => program.refused())).toEqual([0, 0])
  await telegram.close()
  await database.close()
}, 240_000)
