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
  -- the revision of the draft that its methodist has seen whole: only that one may be published
  previewed integer,
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
create index events_drafts on events (created_by) where status = 'draft';

-- A person and an event: told of it, a mark, there or not, an opinion.
create table event_people (
  event_id bigint not null references events on delete cascade,
  person_id bigint not null references people on delete cascade,
  -- null: has not answered
  mark text,
  marked_at timestamptz,
  -- the order of those who want to come; drawn anew by whoever declines and comes back
  place bigint,
  -- what the person is still to be told of it; null: nothing
  to_tell text,
  -- the delivery that announced it: the person's own copy
  announced_by bigint references deliveries on delete set null,
  -- the last edit of the copy
  edited_by bigint references deliveries on delete set null,
  -- the last of what was told after the announcement
  told_by bigint references deliveries on delete set null,
  -- grows with whatever the copy shows; and how far the copy, or what is planned for it, has come
  revision integer not null default 0,
  shown_revision integer not null default 0,
  -- since when it is in the person's own calendar, as far as the bot knows
  calendar_at timestamptz,
  attended_at timestamptz,
  -- when the opinion was asked for
  asked_at timestamptz,
  rating smallint,
  rated_at timestamptz,
  -- the last of the materials that were sent to the person, and whether there are others to be sent
  material_id bigint not null default 0,
  materials_due boolean not null default false,
  constraint event_people_pkey primary key (event_id, person_id),
  constraint event_people_mark_known check (mark in ('going', 'waiting', 'declined')),
  constraint event_people_place_of_comers check (
    (coalesce(mark, 'declined') in ('going', 'waiting')) = (place is not null)
  ),
  constraint event_people_to_tell_known check (
    to_tell in ('event', 'place', 'moved', 'changed', 'cancelled')
  ),
  constraint event_people_rating_range check (rating between 1 and 5)
);
create index event_people_by_person on event_people (person_id);
create index event_people_in_order on event_people (event_id, place) where place is not null;
create index event_people_to_tell on event_people (event_id, person_id) where to_tell is not null;
create index event_people_stale on event_people (event_id, person_id) where revision > shown_revision;
create index event_people_materials_due on event_people (event_id, person_id) where materials_due;
create index event_people_unasked on event_people (event_id)
  where attended_at is not null and asked_at is null;
-- a forgotten delivery is looked for here
create index event_people_announced on event_people (announced_by) where announced_by is not null;
create index event_people_edited on event_people (edited_by) where edited_by is not null;
create index event_people_told on event_people (told_by) where told_by is not null;
create sequence event_places;

-- What those who came get from its methodists: words and files, as they were sent to the bot.
create table event_materials (
  id bigint generated always as identity primary key,
  event_id bigint not null references events on delete cascade,
  -- the update that brought it
  origin text not null,
  content jsonb not null,
  added_by bigint references people on delete set null,
  added_at timestamptz not null,
  constraint event_materials_origin_unique unique (origin)
);
create index event_materials_by_event on event_materials (event_id);

-- Those who came and were erased since: they count without a name.
create table event_erased (
  event_id bigint primary key references events on delete cascade,
  came integer not null default 0,
  rated integer not null default 0,
  stars integer not null default 0
);

-- The card of an event in a methodist's chat, with the live counts: which message it is, and which revision it shows.
create table event_cards (
  event_id bigint not null references events on delete cascade,
  chat_key text not null,
  person_id bigint not null references people on delete cascade,
  delivery_id bigint not null references deliveries on delete cascade,
  shown_revision integer not null,
  -- the last edit of it
  edited_by bigint references deliveries on delete set null,
  -- not edited before, by the database's clock
  wait_until timestamptz,
  constraint event_cards_pkey primary key (event_id, chat_key)
);
create index event_cards_by_delivery on event_cards (delivery_id);
create index event_cards_edited on event_cards (edited_by) where edited_by is not null;

-- What loses its point is not sent after that time.
alter table deliveries
  add column pointless_at timestamptz,
  drop constraint deliveries_kind_known,
  add constraint deliveries_kind_known check (
    kind in ('reply', 'answer', 'ticket', 'card', 'reminder', 'announcement', 'broadcast')
  );
