import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')

/** What each folder may import besides itself. */
const ARROWS: Record<string, string[]> = {
  prompts: [],
  db: [],
  rag: ['db', 'prompts'],
  jobs: ['db', 'rag'],
  bot: ['db', 'rag', 'jobs'],
  cli: ['prompts', 'db', 'rag', 'jobs', 'bot', 'playground'],
  playground: [],
}

interface Import {
  from: string
  /** A path from the root for our own files, else the name of a package. */
  to: string
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|(?:^|\n)import\s+['"]([^'"]+)['"]/g

const files = globSync(`{${Object.keys(ARROWS).join()},tests}/**/*.ts`, { cwd: ROOT }).sort()
const imports = files.flatMap(importsOf)
const ours = imports.filter(({ to }) => to.includes('/') && folderOf(to) in { ...ARROWS, tests: 0 })

function importsOf(from: string): Import[] {
  const source = readFileSync(join(ROOT, from), 'utf8')
  return [...source.matchAll(IMPORT)].map((found) => {
    const name = found[1] ?? found[2] ?? found[3] ?? ''
    const to = name.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(from), name)) : name
    return { from, to }
  })
}

function folderOf(file: string): string {
  return file.split('/')[0] ?? ''
}

function isPackage({ to }: Import, ...names: string[]): boolean {
  return names.some((name) => to === name || to.startsWith(`${name}/`))
}

function show(wrong: Import[]): string[] {
  return wrong.map(({ from, to }) => `${from} imports ${to}`)
}

/** The files of one cycle, or nothing. */
function findCycle(): string[] {
  const next = Map.groupBy(ours, ({ from }) => from)
  const done = new Set<string>()
  const visit = (file: string, path: string[]): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (done.has(file)) return []
    for (const { to } of next.get(file) ?? []) {
      const cycle = visit(to, [...path, file])
      if (cycle.length > 0) return cycle
    }
    done.add(file)
    return []
  }
  return files.map((file) => visit(file, [])).find((cycle) => cycle.length > 0) ?? []
}

it('reads the imports of the project', () => {
  expect(show(imports)).toContain('db/connect.ts imports db/embedded/engine.ts')
  expect(imports.length).toBeGreaterThan(100)
})

it('lets imports point left only: prompts, db → rag → jobs → bot → cli', () => {
  const wrong = ours.filter(({ from, to }) => {
    const [source, target] = [folderOf(from), folderOf(to)]
    return source !== 'tests' && source !== target && !ARROWS[source]?.includes(target)
  })
  expect(show(wrong)).toEqual([])
})

it('lets nothing import tests', () => {
  const wrong = ours.filter(
    ({ from, to }) => folderOf(from) !== 'tests' && folderOf(to) === 'tests',
  )
  expect(show(wrong)).toEqual([])
})

it('has no cycles', () => {
  expect(findCycle().join(' → ')).toBe('')
})

it('keeps PGlite inside db/embedded', () => {
  const wrong = imports.filter(
    (each) =>
      isPackage(each, '@electric-sql/pglite', '@electric-sql/pglite-pgvector') &&
      !each.from.startsWith('db/embedded/'),
  )
  expect(show(wrong)).toEqual([])
})

it('keeps the messenger out of everything but bot, playground and cli', () => {
  const allowed = ['bot', 'playground', 'cli', 'tests']
  const wrong = imports.filter(
    (each) => isPackage(each, 'grammy', '@grammyjs') && !allowed.includes(folderOf(each.from)),
  )
  expect(show(wrong)).toEqual([])
})

it('keeps BullMQ and Redis inside jobs', () => {
  const wrong = imports.filter(
    (each) =>
      isPackage(each, 'bullmq', 'ioredis') && !['jobs', 'tests'].includes(folderOf(each.from)),
  )
  expect(show(wrong)).toEqual([])
})

it('reads the environment in cli only', () => {
  const wrong = files.filter(
    (file) =>
      !['cli', 'tests'].includes(folderOf(file)) &&
      readFileSync(join(ROOT, file), 'utf8').includes('process.env'),
  )
  expect(wrong).toEqual([])
})
