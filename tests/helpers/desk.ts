/** A desk with one tutor, whose group sees every question, for tests of what becomes of a ticket. */
import type { Message } from 'grammy/types'
import { routed, startBot, type TestBot } from './bot.ts'
import type { Group, Person } from './telegram.ts'

export interface Desk {
  app: TestBot
  group: Group
  /** The tutor. */
  anna: Person
  /** A question of the teacher, or of a new one, that waits for a tutor. */
  openTicket(text?: string, teacher?: Person): Promise<OpenTicket>
}

export interface OpenTicket {
  teacher: Person
  /** The message that asked. */
  asked: Message
  number: string
  card: Message
}

export async function openDesk(): Promise<Desk> {
  let group: Group | undefined
  let anna: Person | undefined
  const app = await startBot({
    group: (telegram) => {
      anna = telegram.person({ name: 'Анна Тьютор' })
      group = telegram.group({ title: 'Тьюторы', members: [anna] })
      return group
    },
  })
  await app.consents(anna!, 'tutor')
  app.when('', routed())
  return {
    app,
    group: group!,
    anna: anna!,
    openTicket: async (text = 'Вопрос?', asker) => {
      const teacher = asker ?? (await app.person('Мария'))
      const asked = teacher.says(text)
      const accepted = await teacher.sees(/Вопрос передан тьюторам: № (\d+)/)
      const number = accepted.text!.match(/№ (\d+)/)![1]!
      const card = await group!.sees(new RegExp(`№ ${number} · ждёт тьютора`))
      return { teacher, asked, number, card }
    },
  }
}
