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
  -- «correct» edits and «remove» deletes what an earlier one has sent
  act text not null default 'send',
  of_id bigint references broadcasts on delete cascade,
  -- which of the earlier one's contents is corrected
  of_part smallint,
  status text not null default 'draft',
  -- when it begins; null in a draft
  starts_at timestamptz,
  -- its author has said that nobody's quiet hours matter
  ignores_quiet_hours boolean not null default false,
  -- why it was stopped by itself
  stopped_because text,
  created_by bigint references people on delete set null,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  -- the message of its progress in the author's chat, which state it shows, how many such messages were lost, and until
  -- when it is left as it is, by the database's clock
  progress_delivery_id bigint references deliveries on delete set null,
  progress_shows text,
  progress_lost smallint not null default 0,
  progress_wait_until timestamptz,
  -- its author has had the report; how many there have been, since what is in doubt may be repeated
  reported boolean not null default false,
  reports smallint not null default 0,
  constraint broadcasts_status_known check (
    status in ('draft', 'scheduled', 'running', 'paused', 'stopped', 'ended', 'cancelled')
  ),
  constraint broadcasts_act_known check (act in ('send', 'correct', 'remove')),
  constraint broadcasts_act_of_another check ((act = 'send') = (of_id is null))
);
create index broadcasts_by_original on broadcasts (of_id) where of_id is not null;
-- What was sent is deleted once.
create unique index broadcasts_removed_once on broadcasts (of_id) where act = 'remove' and started_at is not null;

-- The audience as it was fixed at the start: one row each, whatever becomes of it. Who is erased stays as a number.
create table broadcast_people (
  broadcast_id bigint not null references broadcasts on delete cascade,
  place integer not null,
  person_id bigint references people on delete set null,
  -- its deliveries are written
  planned boolean not null default false,
  -- why nothing more is sent to somebody of the audience («blocked», «consent», «role», «stopped», …); null otherwise
  left_out text,
  constraint broadcast_people_pkey primary key (broadcast_id, place),
  constraint broadcast_people_unique unique (broadcast_id, person_id)
);
create index broadcast_people_unplanned on broadcast_people (broadcast_id, place) where not planned;
create index broadcast_people_by_person on broadcast_people (person_id);

-- While the broadcast is not running, its deliveries are not taken. What they send are the contents of the broadcast
-- (`broadcast_part`: which of them), with what the row's own content adds to the payload.
alter table deliveries
  add column broadcast_id bigint references broadcasts on delete cascade,
  add column broadcast_place integer,
  add column broadcast_part smallint,
  drop constraint deliveries_kind_known,
  add constraint deliveries_kind_known check (
    kind in ('reply', 'answer', 'ticket', 'card', 'reminder', 'announcement', 'broadcast', 'correction')
  );
create index deliveries_of_broadcast on deliveries (broadcast_id, broadcast_place) where broadcast_id is not null;
create index deliveries_of_broadcast_unfinished on deliveries (broadcast_id, id)
  where broadcast_id is not null and status in ('planned', 'sending');
-- Thousands of a broadcast are not looked through for what else is due.
drop index deliveries_due;
create index deliveries_due on deliveries (due_at, priority) where status = 'planned' and broadcast_id is null;
