/** The process in which a model of this machine runs: its arithmetic would hold up everything else for seconds. */
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { dtypesIn } from './model-name.ts'
import { readingOfModel } from './reading-of-model.ts'

export interface Setup {
  /** Path of the package's entry. */
  packagePath: string
  model: string
  folder: string | null
  /** Where models of the hub are kept. */
  cacheFolder: string
}

export interface Request {
  id: number
  role: 'query' | 'passage'
  texts: string[]
}

export type Answer =
  /** The model is in memory; comes once. */
  | { kind: 'loaded' }
  /** It cannot be: the process ends. */
  | { kind: 'not-loaded'; detail: string }
  /** Vectors one after another. */
  | { kind: 'vectors'; id: number; values: Float32Array; dimensions: number }
  | { kind: 'failed'; id: number; detail: string }

/** What is used of the package; it is not installed where this is compiled. */
interface Transformers {
  env: { cacheDir: string; allowRemoteModels: boolean }
  pipeline(task: 'feature-extraction', model: string, options: object): Promise<Extractor>
}
type Extractor = (
  texts: string[],
  options: { pooling: string; normalize: boolean },
) => Promise<{ data: Float32Array; dims: number[] }>

const setup = JSON.parse(process.argv[2] ?? '{}') as Setup
const reading = readingOfModel(setup)
// Whoever started it is gone.
process.on('disconnect', () => process.exit())
try {
  const extractor = await load()
  process.on('message', (request: Request) => void embed(extractor, request))
  say({ kind: 'loaded' })
} catch (error) {
  process.send?.({ kind: 'not-loaded', detail: detailOf(error) } satisfies Answer, () =>
    process.exit(1),
  )
}

/** The first kind of weights that there is. */
async function load(): Promise<Extractor> {
  const { packagePath, folder, model, cacheFolder } = setup
  // Its types are not here: the interface above is what its documentation promises.
  const transformers = createRequire(import.meta.url)(packagePath) as Transformers
  transformers.env.cacheDir = cacheFolder
  transformers.env.allowRemoteModels = folder === null
  // One core stays for the rest of the program.
  const threads = Math.max(1, availableParallelism() - 1)
  const session_options = { intraOpNumThreads: threads, interOpNumThreads: 1 }
  let failure: unknown
  for (const dtype of dtypesIn(folder)) {
    try {
      return await transformers.pipeline('feature-extraction', model, { dtype, session_options })
    } catch (error) {
      failure = error
    }
  }
  throw failure
}

async function embed(extractor: Extractor, { id, role, texts }: Request): Promise<void> {
  try {
    const given = texts.map((text) => reading[role] + text)
    const { data, dims } = await extractor(given, { pooling: reading.pooling, normalize: true })
    say({ kind: 'vectors', id, values: data, dimensions: dims.at(-1) ?? 0 })
  } catch (error) {
    say({ kind: 'failed', id, detail: detailOf(error) })
  }
}

function say(answer: Answer): void {
  process.send?.(answer)
}

/** One line: whole stacks of native code help nobody. */
function detailOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
}
