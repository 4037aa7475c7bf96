-- Makes it possible to close a ticket's topic when the ticket closes, and to open it with it again.

-- What was done last: a topic whose ticket says otherwise has to follow.
alter table ticket_topics add column closed boolean not null default false;
