-- Makes it possible to handle every update once, in order for each chat, over any number of processes.

-- Remembers the number of an update after its content is gone, so that one delivered again changes nothing.
create table updates_seen (
  update_id bigint primary key,
  seen_at timestamptz not null
);
create index updates_seen_by_time on updates_seen (seen_at);

-- A raw update lives here until it is handled. Only the first of a chat can be taken; but a press of a button may pass
-- one that is in work already and slow. Leases are measured by the database's clock, the one all processes share.
create table inbox (
  update_id bigint primary key,
  chat_key text not null,
  press boolean not null default false,
  body jsonb not null,
  received_at timestamptz not null,
  attempts smallint not null default 0,
  taken_at timestamptz,
  lease_owner text,
  -- with no owner: not taken again before this time
  lease_until timestamptz
);
create index inbox_by_chat on inbox (chat_key, update_id);

-- One unfinished dialogue of one person in one chat: the step it is at and what was said so far.
create table conversations (
  person_id bigint not null references people on delete cascade,
  chat_key text not null,
  step text not null,
  data jsonb not null default '{}',
  updated_at timestamptz not null,
  constraint conversations_pkey primary key (person_id, chat_key)
);

-- Which process polls the messenger at the moment; the others wait to take over.
create table polling (
  messenger text primary key,
  holder text not null,
  lease_until timestamptz not null
);
