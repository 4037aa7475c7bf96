/** Reads a prompt's file and makes it a function of its inputs; what does not fit together fails here, at the start. */
import { readFileSync } from 'node:fs'

export interface Rendered {
  system: string
  user: string
}

export type Prompt<Input extends string> = (values: Record<Input, string>) => Rendered

/** `inputs` is what the code gives; it must be what the front matter names and what the text uses. */
export function loadPrompt<const Input extends string>(
  name: string,
  inputs: readonly Input[],
): Prompt<Input> {
  return makePrompt(name, readFileSync(new URL(`${name}.md`, import.meta.url), 'utf8'), inputs)
}

/** As `loadPrompt`, of a file already read. */
export function makePrompt<const Input extends string>(
  name: string,
  file: string,
  inputs: readonly Input[],
): Prompt<Input> {
  const [, header, system = '', user] = SHAPE.exec(file) ?? []
  if (header === undefined || user === undefined)
    throw new Error(`prompts/${name}.md: wants front matter, «# system» and «# user»`)
  for (const field of ['purpose', 'inputs', 'output']) {
    if (!new RegExp(`^${field}: \\S`, 'm').test(header))
      throw new Error(`prompts/${name}.md: the front matter has no «${field}»`)
  }
  const named = list(/^inputs: (.*)$/m.exec(header)?.[1] ?? '')
  const used = [...`${system}\n${user}`.matchAll(INPUT)].map(([, input]) => input ?? '')
  for (const [what, found] of Object.entries({
    'the front matter names': named,
    'the text uses': used,
  })) {
    if (sorted(found) !== sorted(inputs))
      throw new Error(
        `prompts/${name}.md: ${what} [${sorted(found)}], the code gives [${sorted(inputs)}]`,
      )
  }
  return (values) => {
    const given: Record<string, string> = values
    // One pass: an input's own {{…}} stays what it is.
    const fill = (text: string) =>
      text.replace(INPUT, (_whole, input: string) => given[input] ?? '')
    return { system: fill(system).trim(), user: fill(user).trim() }
  }
}

/** A prompt that goes on with a conversation has no «# system». */
const SHAPE = /^---\n([\s\S]*?)\n---\n+(?:# system\n+([\s\S]*?)\n+)?# user\n+([\s\S]*)$/

const INPUT = /\{\{(\w+)\}\}/g

function list(text: string): string[] {
  return text.split(',').map((item) => item.trim())
}

function sorted(inputs: readonly string[]): string {
  return [...new Set(inputs)].sort().join(', ')
}
