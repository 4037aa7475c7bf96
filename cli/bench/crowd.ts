/** `bench crowd`: a thousand teachers ask within ten seconds, of the program on each database that is at hand. */
import { type Crowd, type Gathered, gatherEmbedded, gatherOnServer } from './crowding.ts'
import { percentile } from './numbers.ts'
import type { Section } from './section.ts'
import { LIMIT, waitsOf } from './waits.ts'

/** What nobody may wait beyond Telegram's limit. */
const TARGET_SECONDS = 5

/** Embedded, and on the server of `url`, with Redis if there is one. */
export async function crowdSection(
  crowd: Crowd,
  { url, redisUrl }: { url: string | undefined; redisUrl: string | undefined },
): Promise<Section> {
  const rows = [{ database: 'embedded', ...figuresOf(await gatherEmbedded(crowd)) }]
  if (url) {
    const gathered = await gatherOnServer(crowd, { url, redisUrl })
    rows.push({ database: `PostgreSQL${redisUrl ? ' and Redis' : ''}`, ...figuresOf(gathered) })
  }
  return {
    name: 'crowd',
    title: `${crowd.teachers} teachers ask one question each within ${crowd.seconds} s, of one process`,
    rows,
    notes: [
      `The server refuses (429) what is more than ${LIMIT} messages in any second over all chats, or more than one a second in a chat after a few at once.`,
      `«beyond»: how much longer a teacher waited than by the limit alone, were each answered with one message, in the order of asking, as soon as they ask.`,
      '«messages»: all that the limit counts until the last was answered; what is more than the answers was sent to some of them as well.',
      ...(url ? [] : ['PostgreSQL needs DATABASE_URL: not measured.']),
    ],
  }
}

function figuresOf({ asked, messages, refused, memoryMb }: Gathered) {
  const { waits, beyond, seconds } = waitsOf(asked)
  const inTime = beyond.filter((each) => each <= TARGET_SECONDS).length
  const shown = (values: readonly number[], share: number) => percentile(values, share).toFixed(1)
  return {
    teachers: asked.length,
    answered: waits.length,
    'median wait, s': shown(waits, 0.5),
    'longest wait, s': shown(waits, 1),
    'beyond: median, s': shown(beyond, 0.5),
    'p99, s': shown(beyond, 0.99),
    'longest, s': shown(beyond, 1),
    [`over ${TARGET_SECONDS} s or never`]: asked.length - inTime,
    'all answered after, s': seconds.toFixed(1),
    messages,
    'refused with 429': refused,
    'memory at most, MB': memoryMb,
  }
}
