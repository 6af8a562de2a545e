-- Standing is derived from grants and their marks, in the transaction that changes them. core/standing.ts `decide` is
-- the readable rule; gate.settle is the same in SQL, and a property test holds the two equal.

set role goodfaith_gate;

-- Calendar months later, in UTC, clamped to the month's end.
create function gate.months_after(moment timestamptz, months integer) returns timestamptz language sql immutable as
$$ select (moment at time zone 'UTC' + make_interval(months => months)) at time zone 'UTC' $$;

-- One row per grant of the given people with its times: effective (null: waiting or refused), until, withdrawn_at.
create function gate.grant_times(people uuid[])
returns table (grant_id uuid, person_id uuid, purpose text, given_at timestamptz, waits boolean,
               effective timestamptz, refused_at timestamptz, withdrawn_at timestamptz, until timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with marked as (
    select g.grant_id, g.person_id, g.purpose, g.basis, g.given_at, g.expires_at,
      p.term_months, p.term_from, p.silence_months, p.balanced,
      p.proven and g.basis = 'consent' and not g.confirmed as waits,
      min(m.at) filter (where m.kind in ('accepted', 'confirmed')) as checked_at,
      min(m.at) filter (where m.kind = 'refused') as refused_at,
      min(m.at) filter (where m.kind = 'withdrawn') as withdrawn_at,
      -- each last word starts the term anew; the latest end counts, which clamping could put before an earlier one
      max(gate.months_after(m.at, p.term_months)) filter (where m.kind = 'renewed') as term_renewed,
      max(gate.months_after(m.at, p.silence_months)) filter (where m.kind = 'renewed') as silence_renewed
    from goodfaith.grants g join goodfaith.purposes p on p.purpose = g.purpose
    left join goodfaith.grant_marks m on m.grant_id = g.grant_id
    where g.person_id = any (people)
    group by g.grant_id, p.purpose),
  timed as (
    select k.*,
      case when not k.waits then k.given_at
           when k.refused_at <= coalesce(k.checked_at, 'infinity') then null
           else k.checked_at end as counts_from,
      case when k.balanced then '-infinity' else t.signed_at end as signed_at,
      case when k.balanced then 'infinity' else coalesce(t.ended_at, 'infinity') end as test_ends
    from marked k
    left join lateral (select b.signed_at, b.ended_at from goodfaith.balancing_tests b
      where b.purpose = k.purpose and b.signed_at is not null and b.signed_at <= gate.now()
      order by coalesce(b.ended_at, 'infinity') desc limit 1) t on k.basis = 'legitimate_interest')
  select t.grant_id, t.person_id, t.purpose, t.given_at, t.waits, t.counts_from, t.refused_at, t.withdrawn_at,
    case when t.counts_from is null then coalesce(t.expires_at, 'infinity') else least(
      coalesce(t.expires_at, 'infinity'),
      case t.term_from when 'grant' then gate.months_after(t.counts_from, t.term_months)
        when 'last_word' then greatest(gate.months_after(t.counts_from, t.term_months), t.term_renewed)
        when 'unstated' then case when t.expires_at is null then gate.months_after(t.counts_from, t.term_months) end
      end,
      greatest(gate.months_after(t.counts_from, t.silence_months), t.silence_renewed),
      case when t.basis = 'legitimate_interest' then case when t.signed_at is null then '-infinity' else t.test_ends end end) end
  from timed t
$$;

-- Writes the standing of some people anew from their grants. Of those whose erasure is recorded nothing comes back,
-- whoever was at it when it was: the lock waits for a recording that is under way, and what follows sees it.
create function gate.settle(people uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from goodfaith.persons p where p.person_id = any (people) for key share;
  people := array(select p from unnest(people) p where not exists (
    select from goodfaith.erasures e where e.person_id = p and e.state <> 'planned'));
  with codes as (select o.person_id, min(o.code) as code from goodfaith.name_order o
                 where o.person_id = any (people) group by o.person_id),
  wanted as (
    select distinct on (w.purpose, w.person_id) w.* from (
      select t.purpose, t.person_id, t.effective as since, t.grant_id,
        -- whoever should have been told and was not: nothing rests on a grant any more, but what a law keeps
        least(t.until, case when t.purpose <> 'legal.retention' and t.purpose not like 'legal.retention.%' then h.notice_due end) as until
      from gate.grant_times(people) t join goodfaith.persons h on h.person_id = t.person_id
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
    delete from goodfaith.name_order o using gone g where o.purpose = g.purpose and o.person_id = g.person_id),
  kept as (
    insert into goodfaith.standing as s (purpose, person_id, since, until, grant_id)
    select purpose, person_id, since, until, grant_id from wanted
    on conflict (purpose, person_id) do update set since = excluded.since, until = excluded.until, grant_id = excluded.grant_id
      where (s.since, s.until, s.grant_id) is distinct from (excluded.since, excluded.until, excluded.grant_id))
  insert into goodfaith.name_order (purpose, code, person_id)
    select w.purpose, c.code, w.person_id from wanted w join codes c on c.person_id = w.person_id
    on conflict do nothing;

  -- kept while a purpose with a grant applies; a claim that waits for its check keeps for thirty days
  update goodfaith.persons h set kept_until = k.until
  from (select p.person_id, greatest(
          coalesce(max(s.until), '-infinity'),
          coalesce((select max(t.given_at) + interval '30 days' from gate.grant_times(array[p.person_id]) t
                    where t.waits and t.effective is null and t.refused_at is null and t.withdrawn_at is null), '-infinity'),
          case when max(s.until) is null then gate.now() else '-infinity' end) as until
        from goodfaith.persons p
        left join goodfaith.standing s on s.person_id = p.person_id and s.grant_id is not null
        where p.person_id = any (people) group by p.person_id) k
  where h.person_id = k.person_id and h.kept_until <> k.until;
end $$;

-- Everyone whose standing a change of a balancing test touches.
create function gate.settle_purpose(which text) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select gate.settle(array(select distinct g.person_id from goodfaith.grants g
                           where g.purpose = which and g.basis = 'legitimate_interest'));
$$;

reset role;
