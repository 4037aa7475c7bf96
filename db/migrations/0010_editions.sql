-- Makes it possible to tell a later wording by its date, and to tell those answered from a clause that it changed.

alter table editions
  -- «в редакции приказа от 15.01.2027»: the latest such date above the text
  add column revised_on date;

-- One row for each edition that took another's place, written with it: whoever was answered from a clause that it
-- changed is still to be told, until `told_at`.
create table edition_news (
  edition_id bigint not null references editions on delete cascade,
  replaced_id bigint not null references editions on delete cascade,
  planned_at timestamptz not null,
  told_at timestamptz,
  -- how many people were written to
  people integer,
  constraint edition_news_pkey primary key (edition_id)
);
create index edition_news_untold on edition_news (planned_at) where told_at is null;
