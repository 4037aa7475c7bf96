/** LangChain's usual pipeline as a contender: recursive character splitter, an embedder, the vector store in memory. */
import { MemoryVectorStore } from '@langchain/classic/vectorstores/memory'
import { Document } from '@langchain/core/documents'
import { Embeddings, type EmbeddingsInterface } from '@langchain/core/embeddings'
import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters'
import { createSparseEmbedder, type Embedded } from '../../rag/embedder.ts'
import { statisticsOf } from '../../rag/statistics.ts'
import { readThesaurus } from '../../rag/thesaurus.ts'
import { stemsOf } from '../../rag/words.ts'
import { type Contender, MOST_FOUND, type Search } from './contender.ts'
import { linesOf, type Material } from './documents.ts'

/** With the project's own embedder (by its own measure, the inner product), or with a configured model's. */
export function langchain(
  model: { name: string; embeddings: EmbeddingsInterface } | null,
): Contender {
  return {
    name: model ? `LangChain, ${model.name}` : 'LangChain, the same embedder',
    withIndex: async (material, work) => {
      const began = performance.now()
      const chunks = await chunksOf(material)
      const texts = chunks.map(({ pageContent }) => pageContent)
      const store = model
        ? new MemoryVectorStore(model.embeddings)
        : new MemoryVectorStore(new BuiltInEmbeddings(texts), { similarity: dot })
      await store.addDocuments(chunks)
      const seconds = (performance.now() - began) / 1000
      const search: Search = async ({ question }) =>
        (await store.similaritySearch(question, MOST_FOUND)).map(({ pageContent }) => pageContent)
      return work({ search, seconds, rag: null })
    },
  }
}

/** As its documentation shows: a thousand characters, two hundred of them shared with the one before. */
async function chunksOf({ files }: Material): Promise<Document[]> {
  const splitter = new RecursiveCharacterTextSplitter({ chunkSize: 1000, chunkOverlap: 200 })
  const documents = await linesOf(files)
  return splitter.splitDocuments(
    documents.map(
      (lines, index) =>
        new Document({
          pageContent: lines.join('\n'),
          metadata: { source: files[index]?.name ?? '' },
        }),
    ),
  )
}

/** The store takes lists of numbers only: the places of the sparse vector are folded into so many. */
const WIDTH = 16_384

class BuiltInEmbeddings extends Embeddings {
  readonly #embedder

  constructor(texts: readonly string[]) {
    super({ maxRetries: 0 })
    const vocabulary = new Map<string, number>()
    for (const text of texts) {
      for (const stem of new Set(stemsOf(text))) {
        vocabulary.set(stem, (vocabulary.get(stem) ?? 0) + 1)
      }
    }
    const counts = { passages: texts.length, vocabulary, territories: [], abbreviations: [] }
    const statistics = statisticsOf(counts)
    this.#embedder = createSparseEmbedder({
      statistics: async () => statistics,
      thesaurus: readThesaurus(),
    })
  }

  override async embedDocuments(texts: string[]): Promise<number[][]> {
    const passages = texts.map((text) => ({ text, context: '' }))
    return (await this.#embedder.embedPassages(passages)).map(folded)
  }

  override async embedQuery(text: string): Promise<number[]> {
    return folded(await this.#embedder.embedQuery(text))
  }
}

function folded(embedded: Embedded): number[] {
  const values = new Array<number>(WIDTH).fill(0)
  if (embedded.kind === 'dense') return embedded.values
  for (const [place, weight] of embedded.entries) {
    values[place % WIDTH] = (values[place % WIDTH] ?? 0) + weight
  }
  return values
}

function dot(one: number[], other: number[]): number {
  let sum = 0
  for (let place = 0; place < one.length; place++) sum += (one[place] ?? 0) * (other[place] ?? 0)
  return sum
}
