/** Keeps the server's world in SQLite, in memory or in a file that survives `kill -9`. */
import { DatabaseSync } from 'node:sqlite'

export type Database = DatabaseSync

/** `file` undefined: the world lives as long as the process. */
export function openState(file: string | undefined): Database {
  const database = new DatabaseSync(file ?? ':memory:')
  database.exec('pragma journal_mode = wal; pragma synchronous = normal')
  database.exec(SCHEMA)
  return database
}

/** Either all of `work` is kept or nothing; joins a transaction that is already open. */
export function atomically<T>(database: Database, work: () => T): T {
  if (database.isTransaction) return work()
  database.exec('begin immediate')
  try {
    const result = work()
    database.exec('commit')
    return result
  } catch (error) {
    database.exec('rollback')
    throw error
  }
}

/** Numbers that never come again, also after a restart. */
export function nextNumber(database: Database, name: string, first: number): number {
  const row = database
    .prepare(
      `insert into counter (name, value) values (?, ?)
       on conflict (name) do update set value = value + 1 returning value`,
    )
    .get(name, first)
  return Number(row?.value)
}

export function readSetting(database: Database, name: string): string | undefined {
  const row = database.prepare('select value from setting where name = ?').get(name)
  return row === undefined ? undefined : String(row.value)
}

export function writeSetting(database: Database, name: string, value: string | undefined): void {
  if (value === undefined) {
    database.prepare('delete from setting where name = ?').run(name)
  } else {
    database
      .prepare(
        `insert into setting (name, value) values (?, ?)
         on conflict (name) do update set value = excluded.value`,
      )
      .run(name, value)
  }
}

const SCHEMA = `
create table if not exists counter (name text primary key, value integer not null) strict;
create table if not exists setting (name text primary key, value text not null) strict;
create table if not exists person (
  id integer primary key,
  profile text not null,
  standing text not null default 'stranger'
    check (standing in ('stranger', 'started', 'blocked', 'deactivated'))
) strict;
create table if not exists room (
  id integer primary key,
  profile text not null,
  moved_to integer,
  pinned integer
) strict;
create table if not exists member (
  room_id integer not null,
  user_id integer not null,
  status text not null,
  primary key (room_id, user_id)
) strict;
create table if not exists topic (
  room_id integer not null,
  thread_id integer not null,
  name text not null,
  closed integer not null default 0,
  primary key (room_id, thread_id)
) strict;
create table if not exists message (
  chat_id integer not null,
  message_id integer not null,
  message text not null,
  keyboard text,
  primary key (chat_id, message_id)
) strict;
create table if not exists pending (update_id integer primary key, content text not null) strict;
create table if not exists file (
  file_id text primary key,
  unique_id text not null,
  kind text not null,
  name text not null,
  mime text not null,
  path text not null unique,
  bytes blob not null
) strict;
create table if not exists callback (
  id text primary key,
  person_id integer not null,
  asked_at integer not null,
  answered integer not null default 0
) strict;
create table if not exists command_list (
  scope text not null,
  language text not null,
  commands text not null,
  primary key (scope, language)
) strict;
`
