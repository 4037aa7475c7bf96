/** What `EMBEDDING_MODEL=local:…` names: a folder on this machine or a model of the hub, and the package that runs it. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'

/** Not among the dependencies: with its native parts it weighs half a gigabyte, and few centres run a model of their own. */
export const PACKAGE = '@huggingface/transformers'

const PREFIX = 'local:'

export interface LocalModel {
  /** As the setting has it: goes with every vector. */
  name: string
  /** Absolute path of a folder, or null for a model of the hub. */
  folder: string | null
  /** Of a folder its path, of the hub «organisation/model». */
  model: string
}

/** Null when the setting names a model of a service. */
export function readLocalModel(name: string): LocalModel | null {
  if (!name.startsWith(PREFIX)) return null
  const given = name.slice(PREFIX.length).trim()
  const isFolder = /^[./~]|\\|^[A-Za-z]:/.test(given) || existsSync(given)
  return isFolder
    ? { name, folder: resolve(given), model: resolve(given) }
    : { name, folder: null, model: given }
}

/** The first of the files that a folder needs and lacks, or null when it is complete. */
export function missingFile(folder: string): string | null {
  const needed = ['config.json', 'tokenizer.json', 'tokenizer_config.json']
  const lacking = needed.find((file) => !existsSync(join(folder, file)))
  if (lacking !== undefined) return lacking
  return dtypesIn(folder).length > 0 ? null : 'onnx/model.onnx'
}

const FILES = { q8: 'onnx/model_quantized.onnx', fp32: 'onnx/model.onnx' } as const
export type Dtype = keyof typeof FILES

/** Quantised first: a quarter of the memory, and faster without a GPU. */
export function dtypesIn(folder: string | null): Dtype[] {
  const all: Dtype[] = ['q8', 'fp32']
  return folder === null ? all : all.filter((dtype) => existsSync(join(folder, FILES[dtype])))
}

/** Path of the installed package (`NODE_PATH` counts), or null where it is absent. */
export function findPackage(): string | null {
  try {
    return createRequire(import.meta.url).resolve(PACKAGE)
  } catch {
    return null
  }
}
