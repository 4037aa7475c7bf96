-- Makes it possible to keep a road map as a calendar: what is to be done until when, by whom, with what result.

create table measures (
  id bigint generated always as identity primary key,
  edition_id bigint not null references editions on delete cascade,
  -- the passage that says so, and the clause or row that is quoted with it (its first passage's ordinal)
  ordinal integer not null,
  unit integer not null,
  -- how it is cited («Дорожная карта, строка 5»)
  clause text not null,
  what text not null,
  -- `what` made comparable: the same row of the next edition has it too
  likeness text not null,
  deadline_text text not null,
  responsible text not null default '',
  -- each organisation or person of `responsible`, made comparable
  responsible_keys text[] not null default '{}',
  result text not null default '',
  section text not null default '',
  -- «date»: on or until each of `days`; «span»: from `starts_on` to `due_on`; «recurring»: by `recurrence`, within the
  -- two where they are known, on `days` moved on by the recurrence, or at the end of each period; «none»: as text
  shape text not null,
  starts_on date,
  due_on date,
  recurrence text,
  days date[] not null default '{}',
  -- ends a measure that is done once
  done_at timestamptz,
  done_by bigint references people on delete set null,
  -- the same measure of the edition that this one replaced; its reminders go over to this one
  follows bigint references measures on delete set null,
  created_at timestamptz not null,
  constraint measures_shape_known check (shape in ('date', 'span', 'recurring', 'none')),
  constraint measures_recurrence_known check (
    recurrence in ('weekly', 'monthly', 'quarterly', 'half-yearly', 'yearly', 'always')
  ),
  constraint measures_order check (starts_on <= due_on),
  constraint measures_dated check (shape not in ('date', 'span') or due_on is not null),
  constraint measures_has_days check (shape <> 'date' or cardinality(days) > 0),
  constraint measures_recurring check ((shape = 'recurring') = (recurrence is not null)),
  constraint measures_ordinal_unique unique (edition_id, ordinal)
);

create index measures_by_followed on measures (follows) where follows is not null;

-- Due days of a measure that has several of them: those that are done.
create table measure_days_done (
  measure_id bigint not null references measures on delete cascade,
  day date not null,
  done_at timestamptz not null,
  done_by bigint references people on delete set null,
  constraint measure_days_done_pkey primary key (measure_id, day)
);

-- Whom a methodist is choosing to be reminded of a measure.
create table measure_choices (
  measure_id bigint not null references measures on delete cascade,
  person_id bigint not null references people on delete cascade,
  -- null: no group; `people` are chosen one by one
  audience jsonb,
  people bigint[] not null default '{}',
  chosen_at timestamptz not null,
  constraint measure_choices_pkey primary key (measure_id, person_id)
);

alter table editions
  -- whether its measures were read; editions from before this table were not
  add column measures_read boolean not null default false,
  -- the day on which the term of its plan ends; null: none, or it goes on
  add column measures_until date,
  -- when methodists were asked whether the plan whose term has ended goes to the archive
  add column archive_offered_at timestamptz,
  -- a plan within a document that stays in force: off the calendar since then
  add column measures_put_away_at timestamptz;
create index editions_unread on editions (id) where not measures_read;
