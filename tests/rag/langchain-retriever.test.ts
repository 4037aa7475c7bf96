/** Whoever builds chains with LangChain plugs the project's search in as a retriever. */

import type { Document } from '@langchain/core/documents'
import { RunnableLambda } from '@langchain/core/runnables'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { VoprosRetriever } from '../../rag/langchain-retriever.ts'
import { type Indexed, NOW, openIndexed } from '../helpers/indexed.ts'

let indexed: Indexed
beforeAll(async () => {
  indexed = await openIndexed()
})
afterAll(() => indexed.close())

const question = 'сколько занятий надо посетить, чтобы дали сертификат'
const options = () => ({ rag: indexed.rag, clock: () => NOW, municipality: 'Светлореченск' })

it('gives whole clauses with where they stand', async () => {
  const found = await new VoprosRetriever({ ...options(), top: 2 }).invoke(question)
  expect(found).toHaveLength(2)
  expect(found[0]).toMatchObject({
    pageContent: expect.stringMatching(/^5\.4\./),
    metadata: {
      source: 'polozhenie-o-metodicheskoj-sluzhbe.docx',
      clause: 'Положение, п. 5.4',
      label: expect.stringContaining('№ 214-ОД'),
    },
  })
  const quoted = await indexed.rag.quote(Number(found[0]!.id))
  expect(quoted!.quote).toBe(found[0]!.pageContent)
})

it('is a part of a chain', async () => {
  const cited = (found: Document[]) => found.map(({ metadata }) => metadata.clause).join('; ')
  const chain = new VoprosRetriever(options()).pipe(RunnableLambda.from(cited))
  const [one = '', other = ''] = await chain.batch([
    question,
    'до какого числа подать заявку на курсы',
  ])
  expect(one).toMatch(/^Положение, п\. 5\.4; /)
  expect(other).toMatch(/^Положение, п\. 4\.5; /)
})
