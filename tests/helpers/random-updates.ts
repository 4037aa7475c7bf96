/** Updates as nobody would send them: every type of the Bot API at random, and real ones with parts broken. Seeded. */
import { readFileSync } from 'node:fs'
import type { Update } from 'grammy/types'

interface Described {
  fields?: { name: string; types: string[]; required: boolean }[]
  subtypes?: string[]
}

export interface RandomUpdates {
  /** The next one: of some type, with fields of the description's types. */
  next(): Update
  /** The same with something in it replaced by what should never be there, or left out. */
  broken(): Update
}

export interface Surroundings {
  seed: number
  firstUpdateId: number
  /** Strings that stand where text does. */
  texts: readonly string[]
  /** Numbers that stand where ids do: of people and chats that exist. */
  ids: readonly number[]
}

const DEEPEST = 4

/** `file`: the machine-readable description of the Bot API. */
export function randomUpdates(file: string, given: Surroundings): RandomUpdates {
  const { types }: { types: Record<string, Described> } = JSON.parse(readFileSync(file, 'utf8'))
  const kinds = (types.Update?.fields ?? []).filter(({ name }) => name !== 'update_id')
  const random = generator(given.seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const one = <Value>(values: readonly Value[]): Value => values[below(values.length)] as Value
  let updateId = given.firstUpdateId

  function value(type: string, depth: number, name: string): unknown {
    const inner = /^Array of (.+)$/.exec(type)?.[1]
    if (inner) return Array.from({ length: below(3) }, () => value(inner, depth + 1, name))
    switch (type) {
      case 'Integer':
        return /(^|_)id$/.test(name)
          ? one(given.ids)
          : below(2_000_000_000) - (random() < 0.1 ? 9e8 : 0)
      case 'Float':
        return random() * 100
      case 'String':
        return name === 'type'
          ? one(['private', 'group', 'supergroup', 'channel', 'bot_command'])
          : one(given.texts)
      case 'Boolean':
        return random() < 0.2
      case 'True':
        return true
    }
    const described = types[type]
    if (described?.subtypes) return value(one(described.subtypes), depth, name)
    const fields = described?.fields ?? []
    const chosen = fields.filter(
      (field) =>
        field.required || (depth < DEEPEST && random() < (isUsual(field.name) ? 0.7 : 0.06)),
    )
    return depth > DEEPEST + 4
      ? {}
      : Object.fromEntries(
          chosen.map((field) => [field.name, value(one(field.types), depth + 1, field.name)]),
        )
  }

  function next(): Update {
    const { name, types: of } =
      random() < 0.5 ? one(kinds) : one(kinds.filter((kind) => isUsual(kind.name)))
    return { update_id: updateId++, [name]: value(one(of), 0, name) } as unknown as Update
  }

  function breakSomewhere(node: unknown, tries = 0): void {
    if (typeof node !== 'object' || node === null) return
    const holder = node as Record<string, unknown>
    const keys = Object.keys(holder).filter((key) => key !== 'update_id')
    if (keys.length === 0) return
    const key = one(keys)
    const isDeeper = tries < 6 && typeof holder[key] === 'object' && random() < 0.7
    if (isDeeper) breakSomewhere(holder[key], tries + 1)
    else if (random() < 0.3) delete holder[key]
    else holder[key] = one(NONSENSE)
  }

  return {
    next,
    broken: () => {
      const update = next()
      for (let times = 1 + below(3); times > 0; times -= 1) breakSomewhere(update)
      return update
    },
  }
}

function isUsual(name: string): boolean {
  return /^(message|edited_message|callback_query|my_chat_member|text|from|chat|entities|data|reply_to_message|sender_chat|document)$/.test(
    name,
  )
}

const NONSENSE: unknown[] = [
  null,
  0,
  -1,
  1e308,
  2 ** 53,
  '',
  '\u0000',
  '\ud83d',
  [],
  {},
  [[[]]],
  true,
  'x'.repeat(5000),
  { id: 'x' },
  '__proto__',
  { __proto__: null, constructor: 1 },
]

/** Mulberry32: the same numbers for the same seed. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
