import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readSettings } from '../../cli/settings.ts'
import { findPackage, readLocalModel } from '../../rag/local/model-name.ts'
import { readingOfModel } from '../../rag/local/reading-of-model.ts'
import { temporaryFolder } from '../helpers/program.ts'
import { writeTinyModel } from '../helpers/tiny-model.ts'

function emptyFolder(): string {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  return folder
}

describe('the setting', () => {
  it('tells a model of this machine from one of a service, and a folder from a name of the hub', () => {
    expect(readLocalModel('text-embedding-3-small')).toBeNull()
    expect(readLocalModel('local:intfloat/multilingual-e5-small')).toMatchObject({ folder: null })
    expect(readLocalModel('local:./e5')).toMatchObject({ folder: join(process.cwd(), 'e5') })
  })

  it('names the file that a folder lacks', () => {
    const folder = emptyFolder()
    const act = () => readSettings({ EMBEDDING_MODEL: `local:${folder}` })
    expect(act).toThrow(/^EMBEDDING_MODEL: .*в этой папке нет файла config\.json$/)
    writeTinyModel(folder, ['школа'])
    expect(act).not.toThrow(/нет файла/)
  })

  it.runIf(findPackage() === null)('names the command that installs the absent package', () => {
    const act = () => readSettings({ EMBEDDING_MODEL: 'local:intfloat/multilingual-e5-small' })
    expect(act).toThrow(
      /npm install --no-save --ignore-scripts @huggingface\/transformers@\d+\.\d+\.\d+$/,
    )
  })

  it('needs no service, but another model beside it does', () => {
    const act = () => readSettings({ EMBEDDING_MODEL: 'local:a/b', CHAT_MODEL: 'c' })
    expect(act).toThrow(/OPENAI_BASE_URL: не задано/)
  })
})

describe('what stands before texts', () => {
  it.each([
    ['intfloat/multilingual-e5-small', { query: 'query: ', passage: 'passage: ', pooling: 'mean' }],
    ['Xenova/multilingual-e5-base', { query: 'query: ' }],
    ['ai-forever/ru-en-RoSBERTa', { query: 'search_query: ', pooling: 'cls' }],
    ['cointegrated/LaBSE-en-ru', { query: '', pooling: 'cls' }],
    ['Xenova/paraphrase-multilingual-MiniLM-L12-v2', { query: '', passage: '', pooling: 'mean' }],
  ])('is known of %s', (model, expected) => {
    expect(readingOfModel({ model, folder: null })).toMatchObject(expected)
  })

  it('is what the folder says, if it does', () => {
    const folder = emptyFolder()
    const save = (name: string, value: object) =>
      writeFileSync(join(folder, name), JSON.stringify(value))
    save('config_sentence_transformers.json', { prompts: { query: 'вопрос: ', document: '' } })
    mkdirSync(join(folder, '1_Pooling'))
    save('1_Pooling/config.json', { pooling_mode_cls_token: true })
    const read = readingOfModel({ model: `${folder}-e5`, folder })
    expect(read).toEqual({ query: 'вопрос: ', passage: '', pooling: 'cls' })
  })
})
