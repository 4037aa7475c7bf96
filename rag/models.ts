/** The models that the settings name, each optional by itself; nothing heavy is imported for those that are not named. */
import type { EmbeddingsInterface } from '@langchain/core/embeddings'
import { commandKey, givenKey } from './api-key.ts'
import { findPackage, type LocalModel, PACKAGE, readLocalModel } from './local/model-name.ts'
import type { ChatModel, Transcriber } from './model.ts'
import { createChatModel, createTranscriber } from './openai.ts'
import type { Service } from './openai-call.ts'
import { restingChat, restingVectors } from './rest.ts'
import { createVectors } from './vectors.ts'

export interface ModelSettings {
  baseUrl: string | undefined
  apiKey: string | undefined
  /** Wins over `apiKey`. */
  apiKeyCommand: string | undefined
  chat: string | undefined
  /** `local:…` is a model of this machine. */
  embedding: string | undefined
  transcription: string | undefined
  /** Where local models of the hub are kept. */
  folder: string
}

export interface Models {
  chat: ChatModel | null
  /** `name` goes with every vector. */
  embeddings: { name: string; embeddings: EmbeddingsInterface } | null
  transcriber: Transcriber | null
}

/**
 * Connects nothing and asks nothing: a service that is away is found out at the first call. Throws where a local model is
 * named and its package is not installed: the settings say so before.
 */
export async function createModels(settings: ModelSettings): Promise<Models> {
  const key = settings.apiKeyCommand
    ? commandKey(settings.apiKeyCommand)
    : givenKey(settings.apiKey)
  const service: Service = { baseUrl: settings.baseUrl, key }
  const { chat, embedding, transcription } = settings
  return {
    chat: chat ? restingChat(createChatModel(service, { model: chat })) : null,
    embeddings: embedding ? await embeddingsOf(service, embedding, settings.folder) : null,
    transcriber: transcription ? createTranscriber(service, { model: transcription }) : null,
  }
}

async function embeddingsOf(service: Service, name: string, folder: string) {
  const local = readLocalModel(name)
  if (local) return { name, embeddings: await localEmbeddings(local, folder) }
  const { ServiceEmbeddings } = await import('./embeddings.ts')
  const vectors = restingVectors(createVectors(service, { model: name }))
  return { name, embeddings: new ServiceEmbeddings(vectors) }
}

async function localEmbeddings({ model, folder }: LocalModel, cacheFolder: string) {
  const [{ LocalEmbeddings }, { createRunner }] = await Promise.all([
    import('./local/embeddings.ts'),
    import('./local/runner.ts'),
  ])
  const packagePath = findPackage()
  if (packagePath === null) throw new Error(`${PACKAGE} is not installed`)
  return new LocalEmbeddings(createRunner({ packagePath, model, folder, cacheFolder }))
}
