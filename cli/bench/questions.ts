/** `bench questions`: how long a question takes where thousands of passages are indexed. */
import { createRag } from '../../rag/answer.ts'
import type { Material } from './documents.ts'
import { spread, timesOf } from './numbers.ts'
import { indexAll } from './ours.ts'
import { withDatabase } from './place.ts'
import { regulations } from './regulations.ts'
import type { Section } from './section.ts'

/** On the server of `url`, else embedded. */
export async function questionsSection(
  materials: readonly Material[],
  { passages, runs, url }: { passages: number; runs: number; url: string | undefined },
): Promise<Section> {
  const files = materials.flatMap((material) => material.files)
  const questions = materials.flatMap((material) => material.questions)
  const made = await regulations(files, passages)
  return withDatabase(url, async ({ pool }) => {
    const began = performance.now()
    const indexed = await indexAll(pool, made)
    const seconds = (performance.now() - began) / 1000
    await pool.query('analyze')
    const rag = createRag({ pool })
    const now = new Date()
    const [first] = await timed([questions[0]], (each) => ask(each))
    const times: number[][] = []
    for (let run = 0; run < runs; run++) times.push(await timed(questions, (each) => ask(each)))
    return {
      name: 'questions',
      title: `A question answered with ${indexed} passages indexed`,
      rows: [
        {
          database: url === undefined ? 'embedded' : 'PostgreSQL',
          passages: indexed,
          asked: times[0]?.length ?? 0,
          ...timesOf(times),
          'first question, ms': spread([first ?? 0]),
          'index, s': seconds.toFixed(1),
        },
      ],
      notes: [
        'The first question of a process reads the words and the vectors of the whole index.',
      ],
    }

    async function ask(question: Material['questions'][number] | undefined): Promise<void> {
      const text = question?.question ?? 'срок'
      await rag.answer({ text, municipality: null, now })
    }
  })
}

/** A run ends after this, however many have been asked: ten thousand slow answers tell no more than a hundred. */
const RUN_MS = 40_000

async function timed<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<number[]> {
  const times: number[] = []
  const until = performance.now() + RUN_MS
  for (const item of items) {
    if (performance.now() > until) break
    const began = performance.now()
    await work(item)
    times.push(performance.now() - began)
  }
  return times
}
