-- Makes it possible to keep the tutors' desk on time: who is on duty, what is due when, which questions are one.

alter table tickets
  -- since when a tutor's answer is waited for: the opening, or the latest clarification of an answered one
  add column waiting_since timestamptz,
  -- still in the queue at that time, the desk is reminded of it, once for each stay in the queue
  add column remind_at timestamptz,
  add column reminded_at timestamptz,
  -- when it was told that the promise is broken
  add column overdue_told_at timestamptz,
  -- the answer to that one is the answer to this one
  add column joined_to bigint references tickets on delete set null;
update tickets set waiting_since = opened_at, remind_at = promised_by;
alter table tickets
  alter column waiting_since set not null,
  alter column remind_at set not null,
  add constraint tickets_joined_closed check (joined_to is null or status = 'closed'),
  add constraint tickets_joined_to_another check (joined_to <> id);
create index tickets_reminders on tickets (remind_at) where status = 'open' and reminded_at is null;
create index tickets_leases on tickets (lease_until) where status = 'claimed';
create index tickets_promises on tickets (promised_by)
  where status in ('open', 'claimed') and overdue_told_at is null;
create index tickets_uncontested on tickets (answered_at) where status = 'answered';
create index tickets_waiting on tickets (waiting_since, id) where status in ('open', 'claimed');
create index tickets_joined on tickets (joined_to) where joined_to is not null;

-- Asked again in the same words while that ticket was unanswered: no question of its own to the person who asked.
alter table questions add column repeats bigint references tickets on delete set null;

-- A ticket may have several cards in one chat: the first, and those opened from the list of the queue.
alter table ticket_cards drop constraint ticket_cards_pkey;
alter table ticket_cards add constraint ticket_cards_pkey primary key (delivery_id);
create index ticket_cards_by_ticket on ticket_cards (ticket_id);

create table duty (
  person_id bigint not null references people on delete cascade,
  since timestamptz not null,
  constraint duty_pkey primary key (person_id)
);

-- What comes again and again, with its next time and its last one.
create table schedules (
  name text not null,
  due_at timestamptz not null,
  last_at timestamptz,
  constraint schedules_pkey primary key (name)
);
