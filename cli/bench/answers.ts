/** `bench answers`: who finds the clause, and how fast, on the same documents and questions. */
import type { Rag } from '../../rag/answer.ts'
import { evaluate, type Measured } from '../../rag/evaluate.ts'
import { holdsGold, type LabelledQuestion } from '../../rag/labelled.ts'
import type { Models } from '../../rag/models.ts'
import { UserError } from '../errors.ts'
import { denseOf } from '../open-rag.ts'
import { bm25 } from './bm25.ts'
import type { Contender } from './contender.ts'
import type { Material } from './documents.ts'
import { percent, percentile, spread, timesOf } from './numbers.ts'
import { ours } from './ours.ts'
import type { Section } from './section.ts'

/** `runs`: how often everything is indexed and asked. Throws `UserError` where the compared packages are not installed. */
export async function answersSection(
  materials: readonly Material[],
  { runs, embeddings }: { runs: number; embeddings: Models['embeddings'] },
): Promise<Section> {
  const langchain = await withLangchain()
  const dense = await denseOf(embeddings)
  const contenders = [
    ours(null),
    ...(dense ? [ours(dense)] : []),
    langchain(null),
    ...(embeddings ? [langchain(embeddings)] : []),
    bm25(),
  ]
  const rows: Section['rows'] = []
  for (const material of materials) {
    for (const contender of contenders) {
      rows.push({
        documents: material.name,
        ...(await measure(contender, material, runs)),
      })
    }
  }
  return {
    name: 'answers',
    title:
      'Answers: the clause is found among the first (hit@1, hit@3, MRR), of the answerable questions',
    rows,
    notes: [
      'Each contender searches; only vopros decides whether to answer (answered: of the answerable; wrong: of all).',
      'A longer text holds the answer more easily: «characters» is the median length of the first text found.',
      'All read the files with the same readers. The index of vopros is in its database, the others’ in memory.',
    ],
  }
}

/** Found before anything is measured: the packages are for development. */
async function withLangchain() {
  try {
    return (await import('./langchain.ts')).langchain
  } catch (error) {
    throw new UserError('bench answers: нет пакетов для сравнения, установите их: npm ci', {
      cause: error,
    })
  }
}

async function measure(contender: Contender, material: Material, runs: number) {
  const times: number[][] = []
  const indexing: number[] = []
  let found: { question: LabelledQuestion; texts: string[] }[] = []
  let decided: Awaited<ReturnType<typeof decisionsOf>> | undefined
  for (let run = 0; run < runs; run++) {
    await contender.withIndex(material, async ({ search, seconds, rag }) => {
      // The first question reads what only an index of this size has.
      await search({ question: 'срок', municipality: null })
      indexing.push(seconds)
      const took: number[] = []
      found = []
      for (const question of material.questions) {
        const asked = performance.now()
        const texts = await search(question)
        took.push(performance.now() - asked)
        found.push({ question, texts })
      }
      times.push(took)
      if (rag && run === runs - 1) decided = await decisionsOf(rag, material.questions)
    })
  }
  return {
    contender: contender.name,
    ...qualityOf(found),
    ...timesOf(times),
    'index, s': spread(indexing, 2),
    ...decided,
  }
}

function qualityOf(found: readonly { question: LabelledQuestion; texts: string[] }[]) {
  const answerable = found.filter(({ question }) => question.answerable)
  const ranks = answerable.map(
    ({ question, texts }) => texts.findIndex((text) => holdsGold(text, question)) + 1,
  )
  const among = (most: number) => ranks.filter((rank) => rank > 0 && rank <= most).length
  const mrr = ranks.reduce((sum, rank) => sum + (rank > 0 ? 1 / rank : 0), 0) / ranks.length
  return {
    'hit@1': percent(among(1), ranks.length),
    'hit@3': percent(among(3), ranks.length),
    MRR: mrr.toFixed(3),
    characters: percentile(
      found.flatMap(({ texts: [first] }) => (first === undefined ? [] : [first.length])),
      0.5,
    ),
  }
}

/** What is done with the questions by who is asked, not searched. */
async function decisionsOf(rag: Pick<Rag, 'answer'>, questions: readonly LabelledQuestion[]) {
  const measured: Measured[] = []
  for (const question of questions) {
    const { municipality } = question
    const asked = { text: question.question, municipality, now: new Date() }
    measured.push({ question, outcome: await rag.answer(asked), milliseconds: 0 })
  }
  const { coverage, wrong } = evaluate(measured).all
  return { answered: percent(coverage, 1), wrong: percent(wrong, 1) }
}
