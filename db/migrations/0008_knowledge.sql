-- Makes it possible for the desk to learn: tutors' answers are offered, approved by a second person, cited for a year.

-- An entry of what the desk has learned. Its words in force are an edition of a document, found and cited like any other.
create table knowledge (
  id bigint generated always as identity primary key,
  -- whose question it answers; the author is the tutor who answered, until they are erased
  ticket_id bigint references tickets on delete set null,
  author_id bigint references people on delete set null,
  answered_at timestamptz not null,
  territory text,
  document_id bigint references documents on delete set null,
  status text not null default 'proposed',
  -- from then on it is not cited; when the methodists were asked to look at it
  expires_at timestamptz,
  told_at timestamptz,
  constraint knowledge_status_known check (status in ('proposed', 'in_force', 'expired', 'removed')),
  constraint knowledge_in_force_indexed check (
    status not in ('in_force', 'expired') or (document_id is not null and expires_at is not null)
  ),
  constraint knowledge_document_unique unique (document_id)
);
create index knowledge_by_ticket on knowledge (ticket_id);
create index knowledge_by_status on knowledge (status, id);
create index knowledge_expiring on knowledge (expires_at) where status = 'in_force';
create index knowledge_untold on knowledge (expires_at) where status = 'expired' and told_at is null;

-- How an entry is worded: a draft of one person, then waiting for a second one, then in force or rejected.
create table knowledge_versions (
  id bigint generated always as identity primary key,
  knowledge_id bigint not null references knowledge on delete cascade,
  status text not null default 'draft',
  question text not null,
  answer text not null,
  -- what was taken out because it leads to a person: [{"kind": "имя", "text": …}]; gone when the draft is
  removed jsonb not null default '[]',
  -- grows with every change of the words: nobody approves what they have not seen
  revision integer not null default 1,
  proposed_by bigint references people on delete set null,
  proposed_at timestamptz not null,
  decided_by bigint references people on delete set null,
  -- in which role, when somebody other than the proposer approved it
  decided_as text,
  decided_at timestamptz,
  reason text,
  edition_id bigint references editions on delete set null,
  constraint knowledge_versions_status_known check (status in ('draft', 'waiting', 'approved', 'rejected')),
  constraint knowledge_versions_decided_as_known check (decided_as in ('methodist', 'tutor'))
);
create unique index knowledge_versions_one_waiting on knowledge_versions (knowledge_id) where status = 'waiting';
create unique index knowledge_versions_one_draft on knowledge_versions (knowledge_id, proposed_by) where status = 'draft';
create index knowledge_versions_by_status on knowledge_versions (status, id);

-- By which a question finds those that share a word with it.
alter table questions add column words tsvector generated always as (to_tsvector('russian', text)) stored;
