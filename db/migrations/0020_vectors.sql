-- Makes it possible for a process to keep the sparse vectors at hand, and to know which editions' are others by now.

alter table editions
  -- grows whenever passages of the edition get other sparse vectors
  add column vectors_revision integer not null default 0;

-- A question does not read them any more: beside the row they leave it to the words, which every question reads (15 ms
-- against 11 for 1,000 passages).
alter table passages alter column sparse set storage external;
