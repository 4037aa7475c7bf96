/** Checks every setting and connection, and says what to do about what is wrong. */
import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { type Database, openDatabase } from '../db/connect.ts'
import { hasEngine } from '../db/embedded/engine.ts'
import { FolderInUseError } from '../db/embedded/folder-lock.ts'
import { readLocalModel } from '../rag/local/model-name.ts'
import { UserError } from './errors.ts'
import { explain } from './explain.ts'
import { readSettings, type Settings } from './settings.ts'

/** `advice` says what to do; an `ok` needs none. */
export interface Finding {
  check: string
  state: 'ok' | 'warning' | 'failure'
  message: string
  advice?: string
}

/** Less free space than this is worth a word: a centre's documents and a week of backups fit into it. */
const LITTLE_SPACE_BYTES = 1_000_000_000
const PATIENCE_MS = 15_000

/** Prints a line for each check; throws a `UserError` that names those that failed. */
export async function doctor({ json }: { json?: boolean }): Promise<void> {
  const findings = await examine()
  for (const finding of findings) {
    process.stdout.write(`${json ? JSON.stringify(finding) : line(finding)}\n`)
  }
  const failures = findings.filter((finding) => finding.state === 'failure')
  if (failures.length > 0) {
    throw new UserError(`Не в порядке: ${failures.map((failure) => failure.check).join(', ')}`)
  }
}

const MARKS = { ok: '✓', warning: '!', failure: '✗' }

function line({ check, state, message, advice }: Finding): string {
  return `${MARKS[state]} ${check}: ${message}${advice ? `\n    ${advice}` : ''}`
}

async function examine(): Promise<Finding[]> {
  let settings: Settings
  try {
    settings = readSettings(process.env)
  } catch (error) {
    return [
      checkNode(),
      failure('настройки', explain(error), 'Исправьте в .env; образец — .env.example'),
    ]
  }
  const connections = await Promise.all([
    checkDatabase(settings),
    settings.redisUrl ? checkRedis(settings.redisUrl) : [],
    checkTelegram(settings),
    checkModels(settings),
  ])
  return [
    checkNode(),
    ok('настройки', settings.mode.kind === 'production' ? 'бот центра' : 'площадка без токена'),
    checkFolder(settings),
    ...connections.flat(),
    checkConsent(settings),
  ]
}

function checkNode(): Finding {
  return ok('Node.js', process.version)
}

function checkFolder({ dataDir }: Settings): Finding {
  if (!existsSync(dataDir)) return ok('DATA_DIR', `${dataDir} будет создана при первом запуске`)
  try {
    accessSync(dataDir, constants.W_OK)
  } catch {
    return failure('DATA_DIR', `в ${dataDir} нельзя писать`, 'Дайте права или укажите другую папку')
  }
  const { bavail, bsize } = statfsSync(dataDir)
  const free = bavail * bsize
  const message = `${dataDir}, свободно ${(free / 1e9).toFixed(1)} ГБ`
  if (free > LITTLE_SPACE_BYTES) return ok('DATA_DIR', message)
  return warning('DATA_DIR', message, 'Освободите место на диске')
}

async function checkDatabase(settings: Settings): Promise<Finding[]> {
  const name = settings.databaseUrl ? 'DATABASE_URL' : 'встроенная база'
  if (!settings.databaseUrl && !hasEngine(settings.dataDir)) {
    return [ok(name, 'будет создана при первом запуске')]
  }
  try {
    const database = await openDatabase({ url: settings.databaseUrl, folder: settings.dataDir })
    try {
      return [ok(name, 'отвечает'), ...(await checkContents(database))]
    } finally {
      await database.close()
    }
  } catch (error) {
    if (error instanceof FolderInUseError) {
      const message = `работает, её держит процесс ${error.holder ?? '(неизвестен)'}`
      return [ok(name, message)]
    }
    const advice = settings.databaseUrl
      ? 'Исправьте DATABASE_URL или запустите сервер базы'
      : 'Верните резервную копию или укажите другую папку'
    return [failure(name, withoutName(name, explain(error)), advice)]
  }
}

async function checkContents({ pool }: Database): Promise<Finding[]> {
  const { rows } = await pool.query<{ documents: number; tutors: number }>(
    `select (select count(*)::int from editions where status = 'current') as documents,
            (select count(distinct person_id)::int from roles where role = 'tutor') as tutors`,
  )
  const { documents, tutors } = rows[0] ?? { documents: 0, tutors: 0 }
  return [
    documents > 0
      ? ok('документы', `действующих: ${documents}`)
      : warning(
          'документы',
          'индекс пуст',
          'Отправьте файлы боту (/docs) или выполните: npm run --silent vopros -- ingest <папка>',
        ),
    tutors > 0
      ? ok('тьюторы', `с ролью тьютора: ${tutors}`)
      : warning('тьюторы', 'нет ни одного', 'Пригласите их командой /invite в боте'),
  ]
}

async function checkRedis(url: string): Promise<Finding[]> {
  const { checkRedis: reach } = await import('../jobs/connection.ts')
  const ask = async () => {
    await reach(url)
    return 'отвечает'
  }
  return [await attempt('REDIS_URL', 'Запустите Redis или уберите REDIS_URL', ask)]
}

async function checkTelegram(settings: Settings): Promise<Finding[]> {
  if (settings.mode.kind === 'playground') return []
  const { webhook, token } = settings.mode
  const { Api, GrammyError } = await import('grammy')
  const api = new Api(token, {
    apiRoot: settings.telegramApiRoot,
    timeoutSeconds: PATIENCE_MS / 1000,
  })
  // What the network says may quote the address, and in it the token.
  const asked = async (work: () => Promise<string>) => {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof GrammyError)) throw new Error('нет связи')
      throw new Error(`Telegram отвечает: ${error.description} (${error.error_code})`)
    }
  }
  const bot = await attempt(
    'Telegram',
    'Проверьте BOT_TOKEN, TELEGRAM_API_ROOT и доступ к сети',
    () => asked(async () => `бот @${(await api.getMe()).username}`),
  )
  if (bot.state === 'failure') return [bot]
  const findings = [bot]
  const { tutorChatId } = settings
  if (tutorChatId) {
    const ask = async () => `группа «${(await api.getChat(tutorChatId)).title}»`
    const advice = 'Добавьте бота в группу тьюторов и проверьте её номер'
    findings.push(await attempt('TUTOR_CHAT_ID', advice, () => asked(ask)))
  }
  if (webhook) {
    const ask = async () => {
      const { last_error_message: trouble } = await api.getWebhookInfo()
      return trouble ? `последняя жалоба Telegram: ${trouble}` : 'Telegram не жалуется'
    }
    const advice = 'Проверьте, что адрес виден из сети и ведёт к HOST и PORT программы'
    findings.push(await attempt('WEBHOOK_URL', advice, () => asked(ask)))
  }
  return findings
}

async function checkModels({ models }: Settings): Promise<Finding[]> {
  const { createModels } = await import('../rag/models.ts')
  const { chat, embeddings } = await createModels(models)
  const advice = 'Проверьте OPENAI_BASE_URL, ключ и название модели; без неё бот тоже отвечает'
  const isLocal = readLocalModel(models.embedding ?? '') !== null
  const findings: Finding[] = []
  if (embeddings) {
    const ask = async () => {
      // As a document, not as a question: a local model may still have to be loaded or downloaded.
      const [vector = []] = await embeddings.embeddings.embedDocuments(['проверка связи'])
      return `${embeddings.name}, измерений: ${vector.length}`
    }
    findings.push(await attempt('EMBEDDING_MODEL', isLocal ? LOCAL_ADVICE : advice, ask))
  }
  if (chat) {
    const ask = async () => {
      const signal = AbortSignal.timeout(PATIENCE_MS)
      const messages = [{ role: 'user' as const, content: 'Ответьте одним словом: да.' }]
      let text = ''
      const request = { system: 'Отвечайте кратко.', messages, maxTokens: 16, signal }
      for await (const piece of chat.complete(request)) text += piece
      return text ? 'отвечает' : 'отвечает пустым текстом'
    }
    findings.push(await attempt('CHAT_MODEL', advice, ask))
  }
  return findings
}

const LOCAL_ADVICE =
  'Проверьте название или папку модели и, если она ещё не скачана, доступ к сети; без неё бот тоже отвечает'

function checkConsent({ mode, consentFile }: Settings): Finding {
  if (consentFile) return ok('CONSENT_FILE', consentFile)
  if (mode.kind === 'playground') return ok('CONSENT_FILE', 'образец, для площадки достаточно')
  return warning(
    'CONSENT_FILE',
    'люди видят образец, который называет себя образцом',
    'Напишите свой текст согласия: оператор, адрес, цели, обработчики, срок, отзыв',
  )
}

async function attempt(
  check: string,
  advice: string,
  work: () => Promise<string>,
): Promise<Finding> {
  try {
    return ok(check, await work())
  } catch (error) {
    // A message only: the stack and the cause of a network error may hold the address with its token.
    const message = error instanceof Error ? error.message : String(error)
    return failure(check, withoutName(check, message), advice)
  }
}

/** Messages name the variable for those who see nothing else. */
function withoutName(name: string, message: string): string {
  return message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message
}

const ok = (check: string, message: string): Finding => ({ check, state: 'ok', message })
const warning = (check: string, message: string, advice: string): Finding => ({
  check,
  state: 'warning',
  message,
  advice,
})
const failure = (check: string, message: string, advice: string): Finding => ({
  check,
  state: 'failure',
  message,
  advice,
})
