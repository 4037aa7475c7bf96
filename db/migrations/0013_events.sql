-- Makes it possible to hold events on networking sites: who subscribes, who is told, who comes, who came.

create table sites (
  id bigint generated always as identity primary key,
  name text not null,
  about text not null default '',
  -- who heads it, as people know them
  head text not null default '',
  host_institution_id bigint references institutions on delete set null,
  -- the host that is not in the list
  host_words text not null default '',
  created_by bigint references people on delete set null,
  created_at timestamptz not null,
  archived_at timestamptz,
  constraint sites_name_not_empty check (name <> '')
);
create unique index sites_name_unique on sites (lower(name)) where archived_at is null;

create table subscriptions (
  site_id bigint not null references sites on delete cascade,
  person_id bigint not null references people on delete cascade,
  since timestamptz not null,
  constraint subscriptions_pkey primary key (site_id, person_id)
);
create index subscriptions_by_person on subscriptions (person_id);

create table events (
  id bigint generated always as identity primary key,
  site_id bigint references sites on delete set null,
  title text not null default '',
  description text not null default '',
  -- by the wall clock of `zone`: what people agreed on; `starts_at` is that moment, made anew when a zone's rules change
  starts_local timestamp,
  zone text not null,
  starts_at timestamptz,
  minutes integer not null default 60,
  place text not null default '',
  link text not null default '',
  -- null: no limit
  capacity integer,
  audience jsonb not null default '{}',
  -- minutes before the beginning
  remind_before integer[] not null default '{10080,1440,120}',
  status text not null default 'draft',
  -- what those who are there say to be counted
  code_word text,
  -- of the calendar entry (RFC 5545): grows with every change that people are told of
  sequence integer not null default 0,
  -- grows with whatever the card of its methodists shows
  revision integer not null default 0,
  created_by bigint references people on delete set null,
  created_at timestamptz not null,
  published_at timestamptz,
  cancelled_at timestamptz,
  cancel_reason text,
  constraint events_status_known check (status in ('draft', 'published', 'cancelled')),
  constraint events_minutes_positive check (minutes between 1 and 14 * 1440),
  constraint events_capacity_positive check (capacity > 0),
  constraint events_has_time check ((starts_local is null) = (starts_at is null)),
  constraint events_published_whole check (status = 'draft' or (title <> '' and starts_at is not null))
);
create index events_ahead on events (starts_at) where status = 'published';
create index events_by_site on events (site_id);

-- A person and an event: told of it, a mark, there or not, an opinion.
create table event_people (
  event_id bigint not null references events on delete cascade,
  person_id bigint not null references people on delete cascade,
  -- null: has not answered
  mark text,
  marked_at timestamptz,
  -- the order of those who want to come; drawn anew by whoever declines and comes back
  place bigint,
  -- the delivery that announced it: the person's own copy
  announced_by bigint references deliveries on delete set null,
  attended_at timestamptz,
  rating smallint,
  rated_at timestamptz,
  constraint event_people_pkey primary key (event_id, person_id),
  constraint event_people_mark_known check (mark in ('going', 'waiting', 'declined')),
  constraint event_people_place_of_comers check ((mark in ('going', 'waiting')) = (place is not null) or mark is null),
  constraint event_people_rating_range check (rating between 1 and 5)
);
create index event_people_by_person on event_people (person_id);
create index event_people_in_order on event_people (event_id, place) where place is not null;
create sequence event_places;

-- The card of an event in a methodist's chat, with the live counts: which message it is, and which revision it shows.
create table event_cards (
  event_id bigint not null references events on delete cascade,
  chat_key text not null,
  delivery_id bigint not null references deliveries on delete cascade,
  shown_revision integer not null,
  constraint event_cards_pkey primary key (event_id, chat_key)
);

-- What loses its point is not sent after that time.
alter table deliveries
  add column pointless_at timestamptz,
  drop constraint deliveries_kind_known,
  add constraint deliveries_kind_known check (
    kind in ('reply', 'answer', 'ticket', 'card', 'reminder', 'announcement', 'broadcast')
  );
