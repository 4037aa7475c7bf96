-- Makes it possible to remind people in time: of events, diagnostics and measures, each of a moment once.

create table reminders (
  id bigint generated always as identity primary key,
  event_id bigint references events on delete cascade,
  diagnostics_id bigint references diagnostics on delete cascade,
  measure_id bigint references measures on delete cascade,
  -- «before:1440» (minutes), «halfway», «2026-12-01:3» (days before the day of a measure)
  moment text not null,
  minutes integer generated always as (substring(moment from '^before:(\d+)$')::integer) stored,
  -- of a measure: the day that it is due
  day date,
  due_at timestamptz not null,
  -- from then on nobody needs it any more
  pointless_at timestamptz not null,
  -- of a measure: who is reminded; of events and diagnostics what people were told and said decides it
  people bigint[] not null default '{}',
  -- one whose time has passed unseen stays planned, and is never taken: a clock that was wrong may be put right
  status text not null default 'planned',
  -- those with smaller ids have been looked at
  reached bigint not null default 0,
  created_at timestamptz not null,
  constraint reminders_of_one check (num_nonnulls(event_id, diagnostics_id, measure_id) = 1),
  constraint reminders_day_of_measure check ((measure_id is null) = (day is null)),
  constraint reminders_status_known check (status in ('planned', 'taken', 'dropped')),
  constraint reminders_point_after check (due_at < pointless_at)
);
create unique index reminders_of_event on reminders (event_id, moment, due_at) where event_id is not null;
create unique index reminders_of_diagnostics
  on reminders (diagnostics_id, moment, due_at) where diagnostics_id is not null;
create unique index reminders_of_measure on reminders (measure_id, moment, due_at) where measure_id is not null;
create index reminders_due on reminders (pointless_at, due_at) where status = 'planned';

-- Who is reminded of it, when their own quiet hours let them be, and what became of it. Several that are due together
-- are one delivery.
create table reminded (
  reminder_id bigint not null references reminders on delete cascade,
  person_id bigint not null references people on delete cascade,
  due_at timestamptz not null,
  -- of the reminder
  pointless_at timestamptz not null,
  -- «told»: it is in the delivery, whatever becomes of that; one that came too late is planned again
  status text not null default 'planned',
  -- why it was dropped
  reason text,
  delivery_id bigint references deliveries on delete set null,
  constraint reminded_pkey primary key (reminder_id, person_id),
  constraint reminded_status_known check (status in ('planned', 'told', 'dropped')),
  constraint reminded_reason_of_dropped check ((status = 'dropped') = (reason is not null))
);
create index reminded_due on reminded (due_at, pointless_at, person_id) where status = 'planned';
create index reminded_by_delivery on reminded (delivery_id) where delivery_id is not null;
create index reminded_by_person on reminded (person_id);

-- Makes the keys of the messages that remind.
create sequence reminder_messages;

-- Who has left a site and wants to hear nothing of it; a subscription from later on outweighs it.
create table site_leavers (
  site_id bigint not null references sites on delete cascade,
  person_id bigint not null references people on delete cascade,
  since timestamptz not null,
  constraint site_leavers_pkey primary key (site_id, person_id)
);
create index site_leavers_by_person on site_leavers (person_id);

-- What may have lost its point while it waited to be sent.
create index deliveries_pointless on deliveries (pointless_at)
  where status = 'planned' and pointless_at is not null;
