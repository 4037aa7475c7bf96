-- Makes it possible that people say where they work and when they may be written to, and that the list of institutions is kept.

alter table people
  -- where they work, in their own words: the list does not have it
  add column institution_words text,
  add column reminders boolean not null default true,
  -- «21:00-08:00» by the centre's clock, «none» for none; null for those of the centre
  add column quiet_hours text,
  -- when they were asked, once, whether they want to tell about themselves
  add column profile_offered_at timestamptz,
  add constraint people_institution_said_once check (institution_id is null or institution_words is null),
  add constraint people_quiet_hours_form check (
    quiet_hours ~ '^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$' or quiet_hours = 'none'
  );
create index people_by_institution on people (institution_id) where institution_id is not null;

-- Whoever belongs to an institution keeps it in the list.
alter table people drop constraint people_institution_id_fkey;
alter table people add constraint people_institution_id_fkey
  foreign key (institution_id) references institutions on delete restrict;

-- A table that is sent back may give two institutions each other's names.
alter table institutions drop constraint institutions_name_unique;
alter table institutions add constraint institutions_name_unique
  unique (territory, name) deferrable initially deferred;

create index audit_by_act on audit (act, id);
