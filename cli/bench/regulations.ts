/** Made-up regulations of any size, for measuring time: sentences of real ones, differently put together. */
import type { Material } from './documents.ts'
import { linesOf } from './documents.ts'

const CLAUSES_IN_DOCUMENT = 500
const SENTENCES_IN_CLAUSE = 3

/** Text files with so many numbered clauses in all. The same sentences give the same files. */
export async function regulations(
  files: Material['files'],
  clauses: number,
): Promise<Material['files']> {
  const sentences = (await linesOf(files))
    .flat()
    .flatMap((line) => line.split(/(?<=[.;])\s+/))
    .map((sentence) => sentence.replace(/^[\d.)\s–—-]+/, '').trim())
    .filter((sentence) => sentence.length > 25 && sentence.length < 250)
  const random = createRandom(1)
  const pick = () => sentences[Math.floor(random() * sentences.length)] ?? ''
  return Array.from({ length: Math.ceil(clauses / CLAUSES_IN_DOCUMENT) }, (_, index) => {
    const count = Math.min(CLAUSES_IN_DOCUMENT, clauses - index * CLAUSES_IN_DOCUMENT)
    const lines = Array.from({ length: count }, (_, clause) => {
      const text = Array.from({ length: SENTENCES_IN_CLAUSE }, pick).join(' ')
      return `${Math.floor(clause / 25) + 1}.${(clause % 25) + 1}. ${text}`
    })
    const title = `Положение № ${index + 1}\n\nО порядке ${index + 1}\n\n`
    return { name: `reg-${index + 1}.txt`, bytes: Buffer.from(title + lines.join('\n')) }
  })
}

function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
