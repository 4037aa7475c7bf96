/** `bench broadcast`: how near to Telegram's limit a broadcast comes, and how soon a teacher is answered meanwhile. */
import { embeddedRow, type Plan, workersRow } from './broadcasting.ts'
import { loopRows } from './loops.ts'
import type { Section } from './section.ts'

export async function broadcastSection(
  plan: Omit<Plan, 'asked'>,
  {
    chats,
    url,
    redisUrl,
  }: { chats: number; url: string | undefined; redisUrl: string | undefined },
): Promise<Section> {
  const rows: Section['rows'] = []
  for (const asked of [false, true]) {
    rows.push(await embeddedRow({ ...plan, asked }))
    if (url) rows.push(await workersRow({ ...plan, asked }, { url, redisUrl }))
  }
  rows.push(...(await loopRows(chats)))
  return {
    name: 'broadcast',
    title: `A broadcast to ${plan.people} people against a server that keeps Telegram's limits`,
    rows,
    notes: [
      'The server refuses (429) what is more than 30 messages in any second over all chats, or more than one a second in a chat after a few at once.',
      '«of 30 a second»: every counted call (messages and edits, also answers to teachers) from the first message of the broadcast to its last.',
      '«ready to sent»: from the moment an answer to a teacher is written down to its arrival at the server, while the broadcast runs.',
      ...(url ? [] : ['Two workers need DATABASE_URL: not measured.']),
    ],
  }
}
