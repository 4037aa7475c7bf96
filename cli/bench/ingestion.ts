/** `bench ingest`: pages a minute, of made-up regulations and of the documents as they are. */
import type { Material } from './documents.ts'
import { linesOf } from './documents.ts'
import { spread } from './numbers.ts'
import { indexAll } from './ours.ts'
import { withDatabase } from './place.ts'
import { regulations } from './regulations.ts'
import type { Section } from './section.ts'

/** Characters of a page, as typists count them. */
const PAGE = 1_800

export async function ingestionSection(
  materials: readonly Material[],
  { runs, passages }: { runs: number; passages: number },
): Promise<Section> {
  const own = materials.flatMap(({ files }) => files)
  const sets = [
    { name: 'documents of all formats', files: own },
    { name: 'made-up regulations, .txt', files: await regulations(own, passages) },
  ]
  const rows: Section['rows'] = []
  for (const { name, files } of sets) {
    const characters = (await linesOf(files)).flat().join('\n').length
    const pages = characters / PAGE
    const perMinute: number[] = []
    let indexed = 0
    for (let run = 0; run < runs; run++) {
      await withDatabase(undefined, async ({ pool }) => {
        const began = performance.now()
        indexed = await indexAll(pool, files)
        perMinute.push((60_000 * pages) / (performance.now() - began))
      })
    }
    rows.push({
      documents: name,
      files: files.length,
      pages: pages.toFixed(0),
      passages: indexed,
      'pages a minute': spread(perMinute, 0),
    })
  }
  return {
    name: 'ingest',
    title: 'Documents taken in: read in a process of their own, cut, embedded, written',
    rows,
    notes: [`A page is ${PAGE} characters. The start of the reading process is counted.`],
  }
}
