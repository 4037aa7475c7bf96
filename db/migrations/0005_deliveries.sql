-- Makes it possible to send what was promised, at its time, and to know what became of it.

create table deliveries (
  id bigint generated always as identity primary key,
  -- says what this is («update:187:0», «ticket:5:card»): the same thing is never planned twice
  key text not null,
  kind text not null,
  chat_key text not null,
  person_id bigint references people on delete cascade,
  -- what to send, in the words of the messenger's adapter; emptied when it was sent, failed, or a person is erased
  content jsonb not null,
  -- the smaller goes first: replies to people 0, broadcasts last
  priority smallint not null default 0,
  due_at timestamptz not null,
  status text not null default 'planned',
  attempts smallint not null default 0,
  -- who is sending it, and until when nobody else may; by the database's clock. With no owner: not tried before that
  lease_owner text,
  lease_until timestamptz,
  -- what the messenger called the message it accepted
  message_id text,
  sent_at timestamptz,
  -- how often it was sent again after a send whose end nobody saw
  repeats smallint not null default 0,
  error text,
  created_at timestamptz not null,
  constraint deliveries_key_unique unique (key),
  constraint deliveries_kind_known check (kind in ('reply', 'answer', 'ticket', 'card', 'reminder', 'broadcast')),
  constraint deliveries_status_known check (
    status in ('planned', 'sending', 'sent', 'failed', 'in_doubt')
  )
);
create index deliveries_due on deliveries (due_at, priority) where status = 'planned';
create index deliveries_sending on deliveries (lease_until) where status = 'sending';
create index deliveries_unfinished on deliveries (chat_key, id) where status in ('planned', 'sending');
create index deliveries_by_message on deliveries (chat_key, message_id);

-- The card of a ticket in a tutors' chat: which message it is, and which revision it shows.
create table ticket_cards (
  ticket_id bigint not null references tickets on delete cascade,
  chat_key text not null,
  delivery_id bigint not null references deliveries on delete cascade,
  shown_revision integer not null,
  -- the chat's limit: not edited before that, by the database's clock
  wait_until timestamptz,
  constraint ticket_cards_pkey primary key (ticket_id, chat_key)
);

-- One row for the whole program: when the next counted call may leave, until when the messenger asked to wait, and when
-- the latest messages left.
create table send_gate (
  messenger text primary key,
  next_at timestamptz not null,
  paused_until timestamptz,
  places timestamptz[] not null default '{}'
);

-- What a chat has had of its own limit: the places its latest messages took. Rows of chats at rest are deleted.
create table send_chats (
  messenger text not null,
  chat text not null,
  places timestamptz[] not null,
  constraint send_chats_pkey primary key (messenger, chat)
);

-- What is known of the centre and may change while the program runs (for example the tutors' group).
create table facts (
  name text primary key,
  value jsonb not null,
  changed_at timestamptz not null
);
