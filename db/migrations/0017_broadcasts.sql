-- Makes it possible to write to many people, to stop and go on, and to know who got it.

create table audiences (
  id bigint generated always as identity primary key,
  name text not null,
  audience jsonb not null,
  created_by bigint references people on delete set null,
  created_at timestamptz not null,
  constraint audiences_name_not_empty check (name <> '')
);
create unique index audiences_name_unique on audiences (lower(name));

create table broadcasts (
  id bigint generated always as identity primary key,
  -- what is sent, in the words of the messenger's adapter: one call each, in order
  contents jsonb not null default '[]',
  -- how its author knows it: the beginning of its text
  title text not null default '',
  audience jsonb not null default '{}',
  status text not null default 'draft',
  -- when it begins; null in a draft
  starts_at timestamptz,
  -- its author has said that nobody's quiet hours matter
  ignores_quiet_hours boolean not null default false,
  -- the author was reminded an hour before
  announced_at timestamptz,
  -- why it was stopped by itself
  stopped_because text,
  created_by bigint references people on delete set null,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  -- the message of its progress in the author's chat, and until when it is left as it is, by the database's clock
  progress_delivery_id bigint references deliveries on delete set null,
  progress_wait_until timestamptz,
  constraint broadcasts_status_known check (
    status in ('draft', 'scheduled', 'running', 'paused', 'stopped', 'ended', 'cancelled')
  )
);
create index broadcasts_going on broadcasts (starts_at) where status in ('scheduled', 'running');

-- The audience as it was fixed at the start: one row each, whatever becomes of it.
create table broadcast_people (
  broadcast_id bigint not null references broadcasts on delete cascade,
  person_id bigint not null references people on delete cascade,
  -- why nothing was sent to somebody of the audience («blocked», «consent», «role»); null otherwise
  left_out text,
  constraint broadcast_people_pkey primary key (broadcast_id, person_id)
);
create index broadcast_people_by_person on broadcast_people (person_id);

-- While the broadcast is not running, its deliveries are not taken.
alter table deliveries add column broadcast_id bigint references broadcasts on delete cascade;
create index deliveries_of_broadcast on deliveries (broadcast_id, status) where broadcast_id is not null;
