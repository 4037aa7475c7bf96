/** Opens a PostgreSQL server, and says in one sentence what is wrong with one that cannot be used. */
import pg from 'pg'
import { columnTypes } from './columns.ts'
import { type Database, QUEUE_SCHEMA } from './database.ts'
import type { Db } from './db.ts'
import { DatabaseUnusableError } from './errors.ts'
import { answers, closePool, survive } from './pools.ts'

/** The oldest major version that the tests run on. */
const OLDEST_SERVER = 15
/** The first pgvector with `sparsevec`. */
const OLDEST_VECTOR = '0.7.0'

const CONNECT_MS = 10_000
/** Two pools a process: five processes fit into the 100 connections of a server as installed. */
const POOL_SIZE = 10
const QUEUE_POOL_SIZE = 8

/** What PostgreSQL's and the system's error codes mean for the person who runs the program. */
const ADVICE: Record<string, string> = {
  '28P01': 'неверный пароль, исправьте его',
  '28000': 'сервер не пускает этого пользователя; исправьте имя или разрешите вход в pg_hba.conf',
  '3D000': 'такой базы нет; создайте её командой createdb',
  '53300':
    'на сервере нет свободных соединений; увеличьте max_connections или запустите меньше процессов',
  '57P03': 'сервер ещё запускается, повторите чуть позже',
  ECONNREFUSED: 'там никто не отвечает; запустите сервер или исправьте адрес и порт',
  ENOTFOUND: 'такого адреса нет, исправьте его',
  EAI_AGAIN: 'имя сервера сейчас не находится, проверьте сеть',
  ETIMEDOUT: 'ответа нет; проверьте адрес, порт и сетевой экран',
  EHOSTUNREACH: 'сервер недоступен, проверьте сеть',
}
const OTHERWISE = 'исправьте DATABASE_URL или уберите её, тогда будет встроенная база'

/** Connects and checks. Throws `DatabaseUnusableError` when the server cannot be reached or used. */
export async function openServer(url: string): Promise<Database> {
  const settings = { connectionString: url, keepAlive: true, connectionTimeoutMillis: CONNECT_MS }
  const pool = survive(
    new pg.Pool({ ...settings, max: POOL_SIZE, types: columnTypes, options: '-c timezone=UTC' }),
  )
  const queuePool = survive(
    new pg.Pool({
      ...settings,
      max: QUEUE_POOL_SIZE,
      options: `-c timezone=UTC -c search_path=${QUEUE_SCHEMA}`,
    }),
  )
  const close = async () => {
    await closePool(queuePool)
    await closePool(pool)
  }
  try {
    await checkServer(pool)
  } catch (cause) {
    await close()
    throw cause instanceof DatabaseUnusableError ? cause : explain(url, cause)
  }
  return { pool, queuePool, embedded: false, healthy: () => answers(pool), close }
}

/** Throws `DatabaseUnusableError` for a server that is too old, lacks pgvector, or gives this user too few rights. */
export async function checkServer(db: Db): Promise<void> {
  await checkVersion(db)
  await checkRights(db)
  await checkVector(db)
}

async function checkVersion(db: Db): Promise<void> {
  const { rows } = await db.query<{ version: string; number: number }>(
    `select current_setting('server_version') as version, current_setting('server_version_num')::int as number`,
  )
  const server = rows[0]
  if (server && server.number >= OLDEST_SERVER * 10_000) return
  throw new DatabaseUnusableError(
    `DATABASE_URL: PostgreSQL ${server?.version} слишком старый, нужна версия ${OLDEST_SERVER} или новее`,
  )
}

async function checkRights(db: Db): Promise<void> {
  const { rows } = await db.query<{ name: string; person: string; may: boolean }>(
    `select current_database() as name, current_user as person,
            has_database_privilege(current_database(), 'create')
              and has_schema_privilege('public', 'create') as may`,
  )
  const rights = rows[0]
  if (!rights || rights.may) return
  throw new DatabaseUnusableError(
    `DATABASE_URL: пользователю нельзя создавать таблицы в этой базе; выполните «alter database "${rights.name}" owner to "${rights.person}"»`,
  )
}

async function checkVector(db: Db): Promise<void> {
  const { rows } = await db.query<{ version: string; new_enough: boolean; may_make: boolean }>(
    `select coalesce(e.installed_version, e.default_version) as version,
            string_to_array(coalesce(e.installed_version, e.default_version), '.')::int[]
              >= string_to_array($1, '.')::int[] as new_enough,
            e.installed_version is not null or v.trusted or r.rolsuper as may_make
       from pg_available_extensions e
       join pg_available_extension_versions v on v.name = e.name and v.version = e.default_version
       join pg_roles r on r.rolname = current_user
      where e.name = 'vector'`,
    [OLDEST_VECTOR],
  )
  const vector = rows[0]
  if (!vector) {
    throw new DatabaseUnusableError(
      'DATABASE_URL: на сервере нет pgvector: установите его пакет (например, postgresql-17-pgvector) или возьмите образ pgvector/pgvector',
    )
  }
  if (!vector.new_enough) {
    throw new DatabaseUnusableError(
      `DATABASE_URL: pgvector ${vector.version} слишком старый: установите ${OLDEST_VECTOR} или новее и выполните «alter extension vector update»`,
    )
  }
  if (!vector.may_make) {
    throw new DatabaseUnusableError(
      'DATABASE_URL: добавить pgvector в эту базу может только суперпользователь: пусть он один раз выполнит в ней «create extension vector»',
    )
  }
}

function explain(url: string, cause: unknown): DatabaseUnusableError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const reason = cause instanceof Error ? cause.message || code : String(cause)
  const advice = ADVICE[code] ?? (reason.includes('timeout') ? ADVICE.ETIMEDOUT : OTHERWISE)
  return new DatabaseUnusableError(
    `DATABASE_URL: база ${address(url)} недоступна (${reason}): ${advice}`,
    { cause },
  )
}

/** Host, port and name, without user and password. */
function address(url: string): string {
  if (!URL.canParse(url)) return 'по этому адресу'
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}
