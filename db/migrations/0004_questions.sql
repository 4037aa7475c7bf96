-- Makes it possible to answer each question once, and to hand what is not found to a tutor.

create table questions (
  id bigint generated always as identity primary key,
  -- where it came from, for example «telegram:187»: the same update never makes two questions
  origin text not null,
  person_id bigint references people on delete set null,
  chat_key text not null,
  -- the message asked in, in the messenger's words: answers reply to it
  message_id text,
  follows bigint references questions on delete set null,
  text text not null,
  municipality text,
  -- the edition chosen after a clarifying question, and how many such choices were made
  edition_id bigint references editions on delete set null,
  round smallint not null default 0,
  asked_at timestamptz not null,
  status text not null default 'received',
  lease_until timestamptz,
  attempts smallint not null default 0,
  confidence real,
  -- the answer as it was given: text, citations, options
  answer jsonb,
  answered_at timestamptz,
  vote smallint,
  constraint questions_origin_unique unique (origin),
  constraint questions_status_known check (
    status in ('received', 'answered', 'greeted', 'clarify', 'routed', 'declined')
  ),
  constraint questions_vote_known check (vote in (-1, 1))
);
create index questions_unfinished on questions (asked_at) where status = 'received';
create index questions_by_person on questions (person_id, asked_at);
create index questions_by_message on questions (chat_key, message_id);

-- The number people see («№ 127») is the id.
create table tickets (
  id bigint generated always as identity primary key,
  question_id bigint not null references questions on delete cascade,
  person_id bigint references people on delete set null,
  status text not null default 'open',
  tutor_id bigint references people on delete set null,
  opened_at timestamptz not null,
  -- the time the teacher was promised an answer by
  promised_by timestamptz not null,
  lease_until timestamptz,
  answered_at timestamptz,
  closed_at timestamptz,
  -- grows with every change: a card that shows less is out of date
  revision integer not null default 1,
  constraint tickets_question_unique unique (question_id),
  constraint tickets_status_known check (status in ('open', 'claimed', 'answered', 'closed')),
  constraint tickets_claimed_has_tutor check (status <> 'claimed' or lease_until is not null)
);
create index tickets_by_person on tickets (person_id, opened_at);
create index tickets_by_status on tickets (status, opened_at);

create table ticket_history (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references tickets on delete cascade,
  at timestamptz not null,
  actor_id bigint references people on delete set null,
  act text not null,
  details jsonb not null default '{}'
);
create index ticket_history_by_ticket on ticket_history (ticket_id, id);

-- Everything said in a ticket, one thread.
create table ticket_messages (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references tickets on delete cascade,
  author_id bigint references people on delete set null,
  side text not null,
  origin text not null,
  content jsonb not null,
  said_at timestamptz not null,
  constraint ticket_messages_origin_unique unique (origin),
  constraint ticket_messages_side_known check (side in ('teacher', 'tutor'))
);
create index ticket_messages_by_ticket on ticket_messages (ticket_id, id);
