-- Makes it possible to read a whole clause without reading its whole edition.
create index passages_by_unit on passages (edition_id, unit);
