/** Who a reminder is for at this moment: the one place that says it, asked when people are listed and again before each message. */

/** Reminders of an event so many minutes or more before it are also for those who have not answered. */
const A_DAY = 1440
/** Who comes is told so shortly before even in quiet hours: they have said that they come. */
const URGENT = 180

/** A message that told the person of it before the reminder was due; `ids` are its columns. */
const toldBefore = (...ids: string[]) => `exists (
  select from deliveries told
   where told.id in (${ids.join(', ')}) and told.status in ('sent', 'in_doubt')
     and coalesce(told.sent_at, told.created_at) <= m.due_at)`

/**
 * Rows (reminder_id, person_id, mark, urgent), for `from … as x`; `which` narrows them, given the columns of the
 * reminder's and the person's ids. Whom the bot may write to, and who wants reminders, is asked of the person. Where
 * `pointless_at` differs, the reminder is of a time that does not hold any more.
 */
export const entitled = (which: (reminder: string, person: string) => string): string => `(
  select m.id as reminder_id, ep.person_id, ep.mark,
         coalesce(ep.mark = 'going' and m.minutes <= ${URGENT}, false) as urgent
    from reminders m
    join events e on e.id = m.event_id
    join event_people ep on ep.event_id = e.id
   where ${which('m.id', 'ep.person_id')} and m.status <> 'dropped'
     and e.status = 'published' and e.starts_at = m.pointless_at and ep.attended_at is null
     and ((ep.mark = 'going' and ep.marked_at <= m.due_at)
          or (ep.mark is null and ep.uninvited_at is null and m.minutes >= ${A_DAY}
              and ${toldBefore('ep.announced_by')}
              and not exists (
                select from site_leavers l where l.site_id = e.site_id and l.person_id = ep.person_id
                   and not exists (
                     select from subscriptions s where s.site_id = l.site_id and s.person_id = l.person_id))))
  union all
  select m.id, dp.person_id, null, false
    from reminders m
    join diagnostics d on d.id = m.diagnostics_id
    join diagnostics_people dp on dp.diagnostics_id = d.id
   where ${which('m.id', 'dp.person_id')} and m.status <> 'dropped'
     and d.status = 'published' and d.closes_at = m.pointless_at
     and dp.passed_at is null and ${toldBefore('dp.announced_by', 'dp.told_by')}
  union all
  select m.id, chosen.person_id, null, false
    from reminders m
    join measures s on s.id = m.measure_id
    join editions n on n.id = s.edition_id
    cross join lateral unnest(m.people) as chosen (person_id)
   where ${which('m.id', 'chosen.person_id')} and m.status <> 'dropped'
     and s.done_at is null and n.status = 'current' and n.measures_put_away_at is null
     and not exists (
       select from measure_days_done done where done.measure_id = s.id and done.day = m.day))`
