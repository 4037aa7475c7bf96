-- Makes it possible to run diagnostics: who is asked to pass one, who has, and what share of all staff that is.

create table diagnostics (
  id bigint generated always as identity primary key,
  title text not null default '',
  description text not null default '',
  link text not null default '',
  -- whether it counts for the share of those whose professional deficits were diagnosed
  of_deficits boolean not null default true,
  -- days of the wall clock of `zone`, both included; the moments (the beginning of the first day, the end of the last)
  -- are made from them
  opens_on date,
  closes_on date,
  zone text not null,
  opens_at timestamptz,
  closes_at timestamptz,
  audience jsonb not null default '{}',
  -- which of «opening», «halfway» and «before:<minutes>» (the end) people are told or reminded at
  moments text[] not null default '{opening,halfway,before:4320,before:1440}',
  -- «ended»: before its time
  status text not null default 'draft',
  -- of a draft: grows with what its preview shows; later: with what people are told of
  revision integer not null default 0,
  -- when the audience is looked through for those who are to be told something; null: nobody is
  look_at timestamptz,
  created_by bigint references people on delete set null,
  created_at timestamptz not null,
  published_at timestamptz,
  ended_at timestamptz,
  constraint diagnostics_status_known check (status in ('draft', 'published', 'ended', 'cancelled')),
  constraint diagnostics_order check (opens_on <= closes_on),
  constraint diagnostics_days_whole check (num_nonnulls(opens_on, closes_on, opens_at, closes_at) in (0, 4)),
  constraint diagnostics_published_whole check (status = 'draft' or (title <> '' and opens_on is not null))
);
-- A person makes one at a time.
create unique index diagnostics_one_draft on diagnostics (created_by) where status = 'draft';
create index diagnostics_to_look_at on diagnostics (look_at) where look_at is not null;

-- A person of the bot and a diagnostics: told of it, passed.
create table diagnostics_people (
  diagnostics_id bigint not null references diagnostics on delete cascade,
  person_id bigint not null references people on delete cascade,
  -- the delivery that told of it; null: never told, but passed by a list
  announced_by bigint references deliveries on delete set null,
  announced_at timestamptz,
  -- the last change that the person was told of, and by which delivery
  told_revision integer not null,
  told_by bigint references deliveries on delete set null,
  passed_at timestamptz,
  -- «said»: the person's own press; «list»: a methodist's list
  passed_by text,
  -- where the person worked then: it counts for that institution, also when they have moved or are erased
  institution_id bigint references institutions on delete set null,
  constraint diagnostics_people_pkey primary key (diagnostics_id, person_id),
  constraint diagnostics_people_passed_by_known check (passed_by in ('said', 'list')),
  constraint diagnostics_people_passed_whole check ((passed_at is null) = (passed_by is null))
);
create index diagnostics_people_by_person on diagnostics_people (person_id);
create index diagnostics_people_announced on diagnostics_people (announced_by) where announced_by is not null;
create index diagnostics_people_told on diagnostics_people (told_by) where told_by is not null;

-- Those who passed by a methodist's list and are nobody the bot knows; most staff are not.
create table diagnostics_listed (
  id bigint generated always as identity primary key,
  diagnostics_id bigint not null references diagnostics on delete cascade,
  -- as the list has it
  name text not null,
  -- one for a human being over all lists: the name as it is compared, and the institution
  identity text not null,
  institution_words text not null default '',
  institution_id bigint references institutions on delete set null,
  listed_at timestamptz not null,
  constraint diagnostics_listed_name_not_empty check (name <> ''),
  constraint diagnostics_listed_once unique (diagnostics_id, identity)
);
create index diagnostics_listed_by_institution on diagnostics_listed (institution_id);
