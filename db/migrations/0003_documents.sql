-- Makes it possible to cite a clause of the edition of a document that is in force.

create extension if not exists vector;

create table documents (
  id bigint generated always as identity primary key,
  created_at timestamptz not null
);

create table editions (
  id bigint generated always as identity primary key,
  document_id bigint not null references documents on delete cascade,
  source text not null,
  checksum text not null,
  title text not null,
  kind text not null,
  number text,
  issued_on date,
  issuer text,
  territory text,
  in_force_from date,
  in_force_until date,
  status text not null default 'current',
  supersedes bigint references editions on delete set null,
  ingested_at timestamptz not null,
  constraint editions_status_known check (status in ('current', 'superseded', 'archived'))
);
create unique index editions_one_current on editions (document_id) where status = 'current';
create unique index editions_checksum_unique on editions (checksum);

-- Passages are disjoint and in reading order: put together they are the document.
create table passages (
  id bigint generated always as identity primary key,
  edition_id bigint not null references editions on delete cascade,
  ordinal integer not null,
  -- the ordinal of the first passage of the clause or row this one belongs to: what is quoted whole
  unit integer not null,
  kind text not null,
  path text[] not null,
  number text,
  clause text not null,
  text text not null,
  -- of a table row: [{"header": …, "text": …}] for each column
  cells jsonb,
  -- what is matched: the normalised text, and where it stands (title, headings, stem of the list)
  search_text text not null,
  search_context text not null,
  tsv tsvector generated always as (
    setweight(to_tsvector('russian', search_text), 'A') ||
    setweight(to_tsvector('russian', search_context), 'D')
  ) stored,
  -- each vector with the embedder that made it and how long it is; with a model there are both
  sparse sparsevec,
  sparse_embedder text,
  sparse_dimensions integer,
  dense vector,
  dense_embedder text,
  dense_dimensions integer,
  constraint passages_ordinal_unique unique (edition_id, ordinal),
  constraint passages_unit_not_after check (unit <= ordinal)
);
create index passages_tsv on passages using gin (tsv);

-- What a document itself calls for short («далее – МСНМС»).
create table abbreviations (
  edition_id bigint not null references editions on delete cascade,
  short text not null,
  long text not null,
  constraint abbreviations_pkey primary key (edition_id, short)
);
