-- Makes it possible that methodists teach the search their own abbreviations and everyday words.

-- Every change takes a new number, so that all processes see at a glance that there was one.
create sequence glossary_revisions;

create table glossary (
  id bigint generated always as identity primary key,
  -- an abbreviation is understood both ways, an everyday word as what documents say instead
  kind text not null,
  -- as the methodist wrote them
  term text not null,
  meaning text not null,
  -- the words of the term in normal form: what makes two entries the same
  key text not null,
  -- words of both sides in normal form, for looking an entry up
  search_text text not null,
  revision bigint not null default nextval('glossary_revisions'),
  changed_at timestamptz not null,
  constraint glossary_kind_known check (kind in ('abbreviation', 'everyday')),
  constraint glossary_key_unique unique (key)
);
