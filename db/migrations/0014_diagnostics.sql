-- Makes it possible to run diagnostics: who is asked to pass one, who has, and what share of all staff that is.

create table diagnostics (
  id bigint generated always as identity primary key,
  title text not null default '',
  description text not null default '',
  link text not null default '',
  -- whether it counts for the share of those whose professional deficits were diagnosed
  of_deficits boolean not null default true,
  -- days of the wall clock of `zone`, both included; the moments are made from them
  opens_on date,
  closes_on date,
  zone text not null,
  opens_at timestamptz,
  closes_at timestamptz,
  audience jsonb not null default '{}',
  -- which of «opening», «halfway» and «before:<minutes>» (the end) people are reminded at
  moments text[] not null default '{opening,halfway,before:4320,before:1440}',
  status text not null default 'draft',
  revision integer not null default 0,
  created_by bigint references people on delete set null,
  created_at timestamptz not null,
  published_at timestamptz,
  ended_at timestamptz,
  constraint diagnostics_status_known check (status in ('draft', 'published', 'cancelled')),
  constraint diagnostics_order check (opens_on <= closes_on),
  constraint diagnostics_published_whole check (
    status = 'draft' or (title <> '' and opens_at is not null and closes_at is not null)
  )
);

-- A person of the bot and a diagnostics: told of it, passed.
create table diagnostics_people (
  diagnostics_id bigint not null references diagnostics on delete cascade,
  person_id bigint not null references people on delete cascade,
  announced_by bigint references deliveries on delete set null,
  passed_at timestamptz,
  -- «said»: the person's own press; «list»: a methodist's list
  passed_by text,
  constraint diagnostics_people_pkey primary key (diagnostics_id, person_id),
  constraint diagnostics_people_passed_by_known check (passed_by in ('said', 'list')),
  constraint diagnostics_people_passed_whole check ((passed_at is null) = (passed_by is null))
);
create index diagnostics_people_by_person on diagnostics_people (person_id);

-- Those who passed by a methodist's list; most of them are nobody the bot knows.
create table diagnostics_passed (
  id bigint generated always as identity primary key,
  diagnostics_id bigint not null references diagnostics on delete cascade,
  name text not null,
  institution_words text not null default '',
  institution_id bigint references institutions on delete set null,
  person_id bigint references people on delete set null,
  listed_at timestamptz not null,
  constraint diagnostics_passed_name_not_empty check (name <> '')
);
create unique index diagnostics_passed_once
  on diagnostics_passed (diagnostics_id, lower(name), coalesce(institution_id, 0), lower(institution_words));
