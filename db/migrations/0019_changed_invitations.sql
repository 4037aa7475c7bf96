-- Makes it possible to change whom a published event invites, and the title and link that diagnostics are sent with; and
-- to know a body that is responsible for measures in every case.

alter table event_people
  -- since when somebody who was told of it and has not answered is not invited any more: they are not reminded
  add column uninvited_at timestamptz;

alter table diagnostics
  -- grows with the title and the link
  add column words_revision integer not null default 0,
  -- the revision that brought another link
  add column link_revision integer not null default 0;

alter table diagnostics_people
  -- the words that the invitation, or what is planned for it, shows; and the last edit of it
  add column shown_words integer not null default 0,
  add column edited_by bigint references deliveries on delete set null;
create index diagnostics_people_edited on diagnostics_people (edited_by) where edited_by is not null;

-- Who is responsible is compared by what it is made of now, in whatever case a document puts it.
alter table measures drop column responsible_keys;
