-- Makes it possible to carry files, albums and edits through a ticket, and to follow the tutors' group wherever it goes.

-- The parts of an album arrive as updates of their own, with no end mark. They are handled as one: until nobody has taken
-- them, each new part puts off all of them a little (`lease_until` with no owner).
alter table inbox add column album text;
create index inbox_by_album on inbox (chat_key, album) where album is not null;

-- Files that came with a question: [{"kind", "fileId", "messageId", "name", "caption"}].
alter table questions add column attachments jsonb not null default '[]';
alter table questions add column album text;

-- Which messages in which chat said it: an edit, a reply and a late part of an album find it by them.
alter table ticket_messages add column chat_key text;
alter table ticket_messages add column message_ids text[] not null default '{}';
alter table ticket_messages add column album text;
create index ticket_messages_by_message on ticket_messages using gin (message_ids);

-- An album is one send and several messages: a reply to any of them is a reply to it.
alter table deliveries add column part_ids text[];
create index deliveries_by_part on deliveries using gin (part_ids) where part_ids is not null;

-- A tutor's answer that waits for «Отправить»: one of each ticket and tutor, so that several wait beside each other.
create table ticket_drafts (
  ticket_id bigint not null references tickets on delete cascade,
  person_id bigint not null references people on delete cascade,
  chat_key text not null,
  -- the update that brought or changed it: buttons under an earlier preview are of no use any more
  draft bigint not null,
  said jsonb not null,
  message_ids text[] not null,
  album text,
  made_at timestamptz not null,
  constraint ticket_drafts_pkey primary key (ticket_id, person_id)
);
create index ticket_drafts_by_chat on ticket_drafts (person_id, chat_key);

-- The topic of a ticket in a forum group.
create table ticket_topics (
  ticket_id bigint not null references tickets on delete cascade,
  chat_key text not null,
  thread_id bigint not null,
  constraint ticket_topics_pkey primary key (ticket_id, chat_key)
);

-- A card whose message is gone, or whose chat is, is lost; an unfinished ticket gets another.
alter table ticket_cards add column lost boolean not null default false;
