-- Makes it possible to keep a road map as a calendar: what is to be done until when, by whom, with what result.

create table measures (
  id bigint generated always as identity primary key,
  edition_id bigint not null references editions on delete cascade,
  -- the clause or row of the edition that says so: its first passage's ordinal
  unit integer not null,
  -- how it is cited («Дорожная карта, строка 5»)
  clause text not null,
  what text not null,
  deadline_text text not null,
  responsible text not null default '',
  result text not null default '',
  section text not null default '',
  -- «date»: until `due_on`; «span»: from `starts_on` to `due_on`; «recurring»: by `recurrence`, within the two; «none»: as text
  shape text not null,
  starts_on date,
  due_on date,
  recurrence text,
  done_at timestamptz,
  done_by bigint references people on delete set null,
  created_at timestamptz not null,
  constraint measures_shape_known check (shape in ('date', 'span', 'recurring', 'none')),
  constraint measures_recurrence_known check (
    recurrence in ('weekly', 'monthly', 'quarterly', 'half-yearly', 'yearly', 'always')
  ),
  constraint measures_order check (starts_on <= due_on),
  constraint measures_dated check (shape not in ('date', 'span') or due_on is not null),
  constraint measures_recurring check ((shape = 'recurring') = (recurrence is not null)),
  constraint measures_unit_unique unique (edition_id, unit)
);
create index measures_by_day on measures (due_on);
