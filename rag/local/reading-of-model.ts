/** How a model wants to be read: what stands before questions and passages, and how its tokens become one vector. */
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { LocalModel } from './model-name.ts'

export interface ReadingOfModel {
  query: string
  passage: string
  pooling: 'mean' | 'cls'
}

/**
 * What the folder's own files say (`config_sentence_transformers.json`, `1_Pooling/config.json`), else what the family of
 * the model's name is known to want, else nothing before the texts and the mean of all tokens.
 */
export function readingOfModel({
  model,
  folder,
}: Pick<LocalModel, 'model' | 'folder'>): ReadingOfModel {
  const family = FAMILIES.find(({ name }) => name.test(basename(model)))
  const prompts = folder === null ? null : promptsIn(folder)
  const pooling = folder === null ? null : poolingIn(folder)
  return {
    query: prompts?.query ?? family?.query ?? '',
    passage: prompts?.passage ?? family?.passage ?? '',
    pooling: pooling ?? family?.pooling ?? 'mean',
  }
}

/** Families that are trained with words before the texts, or whose first token speaks for all. */
const FAMILIES: readonly ({ name: RegExp } & ReadingOfModel)[] = [
  { name: /\be5\b/i, query: 'query: ', passage: 'passage: ', pooling: 'mean' },
  { name: /^user2/i, query: 'search_query: ', passage: 'search_document: ', pooling: 'mean' },
  { name: /^user-bge/i, query: '', passage: '', pooling: 'cls' },
  { name: /^user/i, query: 'query: ', passage: 'passage: ', pooling: 'mean' },
  {
    name: /rosberta|frida/i,
    query: 'search_query: ',
    passage: 'search_document: ',
    pooling: 'cls',
  },
  { name: /nomic/i, query: 'search_query: ', passage: 'search_document: ', pooling: 'mean' },
  { name: /\bbge\b|labse|rubert-tiny/i, query: '', passage: '', pooling: 'cls' },
]

const promptsSchema = z.object({ prompts: z.record(z.string(), z.string()).nullish() })
const poolingSchema = z.object({ pooling_mode_cls_token: z.boolean().default(false) })

function promptsIn(folder: string): { query: string; passage: string } | null {
  const read = promptsSchema.safeParse(readJson(join(folder, 'config_sentence_transformers.json')))
  const prompts = read.data?.prompts
  const query = prompts?.query ?? prompts?.search_query
  const passage = prompts?.passage ?? prompts?.document ?? prompts?.search_document
  return query === undefined && passage === undefined
    ? null
    : { query: query ?? '', passage: passage ?? '' }
}

function poolingIn(folder: string): 'mean' | 'cls' | null {
  const read = poolingSchema.safeParse(readJson(join(folder, '1_Pooling/config.json')))
  if (!read.success) return null
  return read.data.pooling_mode_cls_token ? 'cls' : 'mean'
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
