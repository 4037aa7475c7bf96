/** Checks calls and answers against the official machine-readable description of the Bot API. */
import { readFileSync } from 'node:fs'
import type { Call } from './telegram.ts'

interface Field {
  name: string
  types: string[]
  required: boolean
}

interface Described {
  fields?: Field[]
  subtypes?: string[]
  returns?: string[]
}

/** What is wrong with the calls that a bot has made, by the description in this file. */
export function problemsOfCalls(file: string, calls: readonly Call[]): string[] {
  const { problemsOfCall } = readDescription(file)
  const done = calls.filter(({ answer }) => answer.ok)
  return done.flatMap((call) => problemsOfCall(call.method, call.parameters, call.uploads))
}

export interface Description {
  methods: string[]
  /** What is wrong with a call's parameters; empty when nothing is. */
  problemsOfCall(method: string, parameters: Record<string, unknown>, uploads: string[]): string[]
  /** What is wrong with a method's result. */
  problemsOfResult(method: string, result: unknown): string[]
}

export function readDescription(file: string): Description {
  const {
    methods,
    types,
  }: Record<'methods' | 'types', Record<string, Described>> = JSON.parse(readFileSync(file, 'utf8'))

  function problemsOf(value: unknown, allowed: string[], path: string): string[] {
    const attempts = allowed.map((type) => problemsOfType(value, type, path))
    return attempts.find((problems) => problems.length === 0) ?? shortest(attempts)
  }

  function problemsOfType(value: unknown, type: string, path: string): string[] {
    const inner = /^Array of (.+)$/.exec(type)?.[1]
    if (inner !== undefined) {
      if (!Array.isArray(value)) return [`${path} is no array`]
      return value.flatMap((item, index) => problemsOfType(item, inner, `${path}[${index}]`))
    }
    if (type === 'Integer') return Number.isInteger(value) ? [] : [`${path} is no integer`]
    if (type === 'Float') return typeof value === 'number' ? [] : [`${path} is no number`]
    if (type === 'String') return typeof value === 'string' ? [] : [`${path} is no string`]
    if (type === 'Boolean') return typeof value === 'boolean' ? [] : [`${path} is no boolean`]
    if (type === 'True') return value === true ? [] : [`${path} is not true`]
    const described = types[type]
    if (!described) return [`${path}: the description has no type ${type}`]
    if (described.subtypes) return problemsOf(value, described.subtypes, path)
    if (typeof value !== 'object' || value === null) return [`${path} is no ${type}`]
    return problemsOfFields({ ...value }, described.fields ?? [], path)
  }

  function problemsOfFields(
    values: Record<string, unknown>,
    fields: Field[],
    path: string,
  ): string[] {
    const missing = fields.filter(({ name, required }) => required && values[name] === undefined)
    const unknown = Object.keys(values).filter(
      (name) => !fields.some((field) => field.name === name),
    )
    const wrong = fields.flatMap(({ name, types: allowed }) =>
      values[name] === undefined ? [] : problemsOf(values[name], allowed, `${path}.${name}`),
    )
    return [
      ...missing.map(({ name }) => `${path}.${name} is missing`),
      ...unknown.map((name) => `${path}.${name} is not in the description`),
      ...wrong,
    ]
  }

  return {
    methods: Object.keys(methods),
    problemsOfCall(method, parameters, uploads) {
      const fields = methods[method]?.fields ?? []
      const files = Object.fromEntries(uploads.map((name) => [name, 'attach://uploaded']))
      const known = Object.entries({ ...files, ...decoded(parameters, fields) }).filter(
        ([name]) => !(uploads.includes(name) && !fields.some((field) => field.name === name)),
      )
      const lenient = fields.map((field) => ({
        ...field,
        types: field.types.flatMap((type) => (type === 'InputFile' ? ['String'] : [type])),
      }))
      return problemsOfFields(Object.fromEntries(known), lenient, method)
    },
    problemsOfResult: (method, result) =>
      problemsOf(result, methods[method]?.returns ?? [], `the result of ${method}`),
  }
}

/** In forms everything is text; what is described as something else is read as JSON. */
function decoded(parameters: Record<string, unknown>, fields: Field[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => {
      const text = fields.find((field) => field.name === name)?.types.includes('String')
      return [name, typeof value === 'string' && !text ? JSON.parse(value) : value]
    }),
  )
}

function shortest(attempts: string[][]): string[] {
  return attempts.toSorted((a, b) => a.length - b.length)[0] ?? ['nothing is allowed here']
}
