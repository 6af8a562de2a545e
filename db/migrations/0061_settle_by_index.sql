-- A batch of an import settled slower the more people there were: plans made while the tables were empty read them from
-- end to end, and the times of each person's grants were worked out twice, once person by person. They are worked out once
-- now, every table is entered by the people at hand, and no plan may read a table through.

set role goodfaith_gate;

create or replace function gate.settle(people uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off as $$
begin
  perform from goodfaith.persons p where p.person_id = any (people) for key share;
  people := array(select p from unnest(people) p where not exists (
    select from goodfaith.erasures e where e.person_id = p and e.state <> 'planned'));
  with times as materialized (select * from gate.grant_times(people)),
  codes as (select o.person_id, min(o.code) as code from goodfaith.name_order o
            where o.person_id = any (people) group by o.person_id),
  wanted as materialized (
    select distinct on (w.purpose, w.person_id) w.* from (
      select t.purpose, t.person_id, t.effective as since, t.grant_id,
        -- whoever should have been told and was not: nothing rests on a grant any more, but what a law keeps
        least(t.until, case when t.purpose <> 'legal.retention' and t.purpose not like 'legal.retention.%' then h.notice_due end) as until
      from times t join goodfaith.persons h on h.person_id = t.person_id and h.person_id = any (people)
      where t.effective is not null and t.withdrawn_at is null
      union all
      select p.purpose, h.person_id, h.created_at, null, 'infinity' from goodfaith.persons h, goodfaith.purposes p
      where h.person_id = any (people) and p.kind = 'by_law') w
    order by w.purpose, w.person_id, w.until desc, w.since),
  gone as (
    delete from goodfaith.standing s where s.person_id = any (people)
      and not exists (select from wanted w where w.purpose = s.purpose and w.person_id = s.person_id)
    returning s.purpose, s.person_id),
  gone_order as (
    delete from goodfaith.name_order o using gone g
      where o.person_id = any (people) and o.purpose = g.purpose and o.person_id = g.person_id),
  kept as (
    insert into goodfaith.standing as s (purpose, person_id, since, until, grant_id)
    select purpose, person_id, since, until, grant_id from wanted
    on conflict (purpose, person_id) do update set since = excluded.since, until = excluded.until, grant_id = excluded.grant_id
      where (s.since, s.until, s.grant_id) is distinct from (excluded.since, excluded.until, excluded.grant_id)),
  ordered as (
    insert into goodfaith.name_order (purpose, code, person_id)
    select w.purpose, c.code, w.person_id from wanted w join codes c on c.person_id = w.person_id
    on conflict do nothing),
  granted as (select w.person_id, max(w.until) as until from wanted w where w.grant_id is not null group by w.person_id),
  waiting as (
    select t.person_id, max(t.given_at) + interval '30 days' as until from times t
    where t.waits and t.effective is null and t.refused_at is null and t.withdrawn_at is null group by t.person_id)
  -- kept while a purpose with a grant applies; a claim that waits for its check keeps for thirty days
  update goodfaith.persons h set kept_until = k.until
  from (select q.person_id, greatest(coalesce(g.until, gate.now()), coalesce(w.until, '-infinity')) as until
        from goodfaith.persons q
        left join granted g on g.person_id = q.person_id
        left join waiting w on w.person_id = q.person_id
        where q.person_id = any (people)) k
  where h.person_id = k.person_id and h.person_id = any (people) and h.kept_until <> k.until;
end $$;

-- What a batch of rows is compared with, the same way.
alter function gate.known_people(text, bytea[]) set enable_seqscan = off;
alter function gate.suppressed(text, bytea[]) set enable_seqscan = off;

reset role;
