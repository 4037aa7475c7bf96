import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { createModels } from '../../rag/models.ts'

const none = {
  baseUrl: undefined,
  apiKey: undefined,
  apiKeyCommand: undefined,
  chat: undefined,
  embedding: undefined,
  transcription: undefined,
  folder: '/nowhere',
}

it('makes each model only where it is named', async () => {
  expect(await createModels(none)).toEqual({ chat: null, embeddings: null, transcriber: null })
  const named = await createModels({ ...none, apiKey: 'k', chat: 'c', embedding: 'e' })
  expect(named).toMatchObject({ chat: { name: 'c' }, embeddings: { name: 'e' }, transcriber: null })
})

it('imports neither the client nor LangChain for models that are not named', async () => {
  const script = `
    import { registerHooks } from 'node:module'
    registerHooks({ resolve(name, context, next) {
      if (/^(openai|@langchain)/.test(name)) console.log(name)
      return next(name, context)
    } })
    await import('./rag/write.ts')
    const { createModels } = await import('./rag/models.ts')
    await createModels({ chat: 'named, but not asked' })
    console.log('done')`
  const args = ['--input-type=module', '--eval', script]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: process.cwd() })
  expect(stdout).toBe('done\n')
})
