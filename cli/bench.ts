/** `vopros bench`: measures quality, time and memory on this machine, beside what one would otherwise use. */
import { createModels } from '../rag/models.ts'
import { type Material, materialOf, ownMaterials } from './bench/documents.ts'
import { type Machine, machine } from './bench/machine.ts'
import { type Section, tableOf } from './bench/section.ts'
import { UserError } from './errors.ts'
import { readSettings, type Settings } from './settings.ts'

/** Parts in the order in which they run. */
const SECTIONS = ['answers', 'questions', 'ingest', 'start', 'crowd', 'broadcast'] as const
type Name = (typeof SECTIONS)[number]

interface Options {
  documents?: string
  questions?: string
  passages: string
  runs: string
  teachers: string
  seconds: string
  people: string
  chats: string
  json?: boolean
}

/** Prints each part when it is done; with `json` all of them as one object at the end. */
export async function bench(wanted: readonly Name[], options: Options): Promise<void> {
  const settings = readSettings(process.env)
  const plan = { settings, materials: materialsOf(options), numbers: numbersOf(options) }
  const measured: { machine: Machine; sections: Section[] } = { machine: machine(), sections: [] }
  if (!options.json) process.stdout.write(`${headOf(measured.machine)}\n`)
  for (const name of wanted.length > 0 ? wanted : SECTIONS) {
    process.stderr.write(`${name}…\n`)
    const section = await RUN[name](plan)
    measured.sections.push(section)
    if (!options.json) process.stdout.write(`\n${tableOf(section)}\n`)
  }
  if (options.json) process.stdout.write(`${JSON.stringify(measured)}\n`)
}

interface Plan {
  settings: Settings
  materials: Material[]
  numbers: Record<(typeof NUMBERS)[number], number>
}

const RUN: Record<Name, (plan: Plan) => Promise<Section>> = {
  answers: async ({ settings, materials, numbers }) => {
    const { embeddings } = await createModels(settings.models)
    const { answersSection } = await import('./bench/answers.ts')
    return answersSection(materials, { runs: numbers.runs, embeddings })
  },
  questions: async ({ settings, materials, numbers }) => {
    const { questionsSection } = await import('./bench/questions.ts')
    return questionsSection(materials, { ...numbers, url: settings.databaseUrl })
  },
  ingest: async ({ materials, numbers }) => {
    const { ingestionSection } = await import('./bench/ingestion.ts')
    return ingestionSection(materials, numbers)
  },
  start: async ({ numbers }) => (await import('./bench/starting.ts')).startSection(numbers),
  crowd: async ({ settings, materials, numbers: { teachers, seconds } }) => {
    const material = askedAbout(materials)
    const { crowdSection } = await import('./bench/crowd.ts')
    const servers = { url: settings.databaseUrl, redisUrl: settings.redisUrl }
    return crowdSection({ teachers, seconds, material }, servers)
  },
  broadcast: async ({ settings, materials, numbers }) => {
    const material = askedAbout(materials)
    const { broadcastSection } = await import('./bench/broadcast.ts')
    const { people, chats } = numbers
    const servers = { url: settings.databaseUrl, redisUrl: settings.redisUrl }
    return broadcastSection({ people, material }, { chats, ...servers })
  },
}

function materialsOf({ documents, questions }: Options): Material[] {
  if (documents === undefined && questions === undefined) return ownMaterials()
  if (documents === undefined || questions === undefined) {
    throw new UserError('--documents и --questions нужны вместе: папка и вопросы о её документах')
  }
  return [materialOf(documents, questions)]
}

function askedAbout([material]: readonly Material[]): Material {
  if (!material) throw new UserError('нет документов, о которых можно спрашивать')
  return material
}

const NUMBERS = ['passages', 'runs', 'teachers', 'seconds', 'people', 'chats'] as const

function numbersOf(options: Options): Plan['numbers'] {
  const [passages = 0, runs = 0, teachers = 0, seconds = 0, people = 0, chats = 0] = NUMBERS.map(
    (name) => {
      const number = Number(options[name])
      if (Number.isInteger(number) && number > 0) return number
      throw new UserError(`--${name}: нужно целое число от 1, получено ${options[name]}`)
    },
  )
  return { passages, runs, teachers, seconds, people, chats }
}

function headOf({ cpu, cores, memoryGb, system, node, vopros, load }: Machine): string {
  const busy = load > cores / 2 ? ' — the machine is busy, times are too long' : ''
  return `vopros ${vopros}, Node ${node}, ${system}, ${cores} cores (${cpu}), ${memoryGb} GB, load ${load}${busy}`
}
