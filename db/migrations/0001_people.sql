-- Makes it possible to know who asks, in which role, and with whose consent.

create table institutions (
  id bigint generated always as identity primary key,
  name text not null,
  short_names text[] not null default '{}',
  territory text not null,
  staff integer not null default 0,
  heads integer not null default 0,
  constraint institutions_name_unique unique (territory, name),
  constraint institutions_staff_not_negative check (staff >= 0),
  constraint institutions_heads_not_negative check (heads >= 0)
);

create table people (
  id bigint generated always as identity primary key,
  name text,
  position text,
  subject text,
  years_of_service smallint,
  institution_id bigint references institutions on delete set null,
  created_at timestamptz not null,
  erased_at timestamptz,
  constraint people_years_of_service_plausible check (years_of_service between 0 and 80)
);

-- A person is not a Telegram account: a second messenger is one more row here.
create table accounts (
  messenger text not null,
  external_id text not null,
  person_id bigint not null references people on delete cascade,
  username text,
  blocked_at timestamptz,
  constraint accounts_pkey primary key (messenger, external_id)
);
create index accounts_by_person on accounts (person_id);

-- Everyone is a teacher; only what goes beyond that is a row.
create table roles (
  person_id bigint not null references people on delete cascade,
  role text not null,
  granted_at timestamptz not null,
  granted_by bigint references people on delete set null,
  constraint roles_pkey primary key (person_id, role),
  constraint roles_role_known check (role in ('tutor', 'methodist', 'administrator'))
);

create table consent_texts (
  version text primary key,
  body text not null,
  first_shown_at timestamptz not null
);

create table consents (
  id bigint generated always as identity primary key,
  person_id bigint not null references people on delete cascade,
  text_version text not null references consent_texts,
  given_at timestamptz not null,
  withdrawn_at timestamptz
);
create unique index consents_one_in_force on consents (person_id) where withdrawn_at is null;

-- Only a hash of the code is kept: who reads the database cannot use an invitation.
create table invites (
  code_hash text primary key,
  role text not null,
  created_by bigint references people on delete set null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_by bigint references people on delete set null,
  used_at timestamptz,
  constraint invites_role_known check (role in ('tutor', 'methodist', 'administrator'))
);

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor_id bigint references people on delete set null,
  act text not null,
  details jsonb not null default '{}'
);
create index audit_by_time on audit (at);
