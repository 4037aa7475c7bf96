-- Makes it possible to remind people in time: of events, diagnostics and measures, each of a moment once.

create table reminders (
  id bigint generated always as identity primary key,
  event_id bigint references events on delete cascade,
  diagnostics_id bigint references diagnostics on delete cascade,
  measure_id bigint references measures on delete cascade,
  -- «before:1440» (minutes), «opening», «halfway», «on:2026-12-01»
  moment text not null,
  due_at timestamptz not null,
  -- from then on nobody needs it any more
  pointless_at timestamptz not null,
  -- of a measure: who is reminded; of events and diagnostics their audience and marks say it
  people bigint[],
  status text not null default 'planned',
  created_at timestamptz not null,
  taken_at timestamptz,
  constraint reminders_of_one check (num_nonnulls(event_id, diagnostics_id, measure_id) = 1),
  constraint reminders_status_known check (status in ('planned', 'taken', 'dropped')),
  constraint reminders_point_after check (due_at < pointless_at)
);
create unique index reminders_of_event on reminders (event_id, moment, due_at);
create unique index reminders_of_diagnostics on reminders (diagnostics_id, moment, due_at);
create unique index reminders_of_measure on reminders (measure_id, moment, due_at);
create index reminders_due on reminders (due_at) where status = 'planned';

-- Who is reminded of it, when their own quiet hours let them be, and what became of it. Several that are due together
-- are one delivery.
create table reminded (
  reminder_id bigint not null references reminders on delete cascade,
  person_id bigint not null references people on delete cascade,
  due_at timestamptz not null,
  status text not null default 'planned',
  -- why it was dropped
  reason text,
  delivery_id bigint references deliveries on delete set null,
  constraint reminded_pkey primary key (reminder_id, person_id),
  constraint reminded_status_known check (status in ('planned', 'told', 'dropped'))
);
create index reminded_due on reminded (due_at, person_id) where status = 'planned';
create index reminded_by_delivery on reminded (delivery_id) where delivery_id is not null;
create index reminded_by_person on reminded (person_id);
