-- Purposes that an organisation adds below those that ship. One person writes it down, a second accepts it, and from
-- then on it is a purpose like the others, never wider than the one above it (core/own-purposes.ts is the readable
-- rule). It is never changed: it ends, and another takes its place. One that has ended is a heading: nobody can work
-- for it and nothing can be granted for it.

create table goodfaith.purpose_proposals (
  proposal_id uuid primary key,
  purpose text not null,
  parent text not null references goodfaith.purposes,
  title text not null,
  says text not null,
  dpv text not null,
  bases text[] not null,
  roles text[] not null,
  actors text[] not null,
  opens text[] not null,
  fields text[],
  term_months integer,
  term_from text check (term_from in ('grant', 'last_word', 'unstated')),
  silence_months integer,
  -- what a person reads before they agree; becomes the first version of its notice
  wording text,
  proposed_by uuid not null,
  proposed_at timestamptz not null default now(),
  decided_by uuid check (decided_by <> proposed_by),
  decided_at timestamptz,
  accepted boolean,
  -- the sentence of the second person
  why text,
  ended_by uuid,
  ended_at timestamptz
);
alter table goodfaith.purpose_proposals enable row level security;
alter table goodfaith.purpose_proposals force row level security;
create policy gate_passes on goodfaith.purpose_proposals to goodfaith_gate using (true) with check (true);
-- a registry: it names nobody but staff
create policy any_purpose on goodfaith.purpose_proposals for select using ((select gate.purpose()) is not null);

-- The word that an organisation adds may hold digits.
alter table goodfaith.notices drop constraint notices_notice_check;
alter table goodfaith.notices add constraint notices_notice_check check (notice ~ '^[a-z0-9_.]+@[0-9]+$');

set role goodfaith_gate;

-- What a purpose below this one may be as wide as: the nearest above that is no heading; below a heading alone, any of
-- those that ship beside it.
create function gate.limits_below(parent text) returns setof goodfaith.purposes
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with recursive up as (
    select p.purpose, p.parent, p.kind from goodfaith.purposes p where p.purpose = $1
    union all
    select q.purpose, q.parent, q.kind from up u join goodfaith.purposes q on q.purpose = u.parent where u.kind = 'group')
  select l.* from goodfaith.purposes l join up u on u.purpose = l.purpose where u.kind <> 'group'
  union all
  select l.* from goodfaith.purposes l
  where l.ships and l.kind <> 'group' and l.parent = split_part($1, '.', 1)
    and not exists (select from up u where u.kind <> 'group')
$$;

-- Whether a proposal only narrows what is allowed where it would stand.
create function gate.narrows(p goodfaith.purpose_proposals) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.purpose ~ ('^' || replace(p.parent, '.', '\.') || '\.[a-z][a-z0-9_]*$')
    and p.parent <> 'sharing' and not starts_with(p.parent, 'sharing.')
    and exists (select from goodfaith.purposes a where a.purpose = p.parent and (a.ships or a.kind <> 'group'))
    and (not 'consent' = any (p.bases) or coalesce(btrim(p.wording), '') <> '')
    and p.dpv !~ '^dpv:Sell(DataToThirdParties|InsightsFromData)$'
    and exists (select from gate.limits_below(p.parent) l
      where cardinality(p.bases) > 0 and p.bases <@ l.bases and p.roles <@ l.roles and p.actors <@ l.actors and p.opens <@ l.opens
        and (l.fields is null or coalesce(p.fields <@ l.fields, false))
        and coalesce(p.term_months, 2147483647) <= coalesce(l.term_months, 2147483647)
        and (l.term_from is null or l.term_from = 'last_word' or coalesce(p.term_from in ('grant', 'unstated'), false))
        and (l.silence_months is null or coalesce(p.silence_months, 2147483647) <= l.silence_months))
$$;

create function gate.propose_purpose(token text, proposal uuid, which text, below text, title text, says text, dpv text,
  bases text[], roles text[], actors text[], opens text[], fields text[], term_months integer, term_from text, silence_months integer,
  wording text, event uuid, hashes bytea, root bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; made goodfaith.purpose_proposals;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' or not gate.has_role(c.actor_id, '{administrator,privacy_officer}') then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  made := row(proposal, which, below, title, says, dpv, bases, roles, actors, opens, fields, term_months, term_from,
    silence_months, wording, c.actor_id, gate.now(), null, null, null, null, null, null);
  perform pg_advisory_xact_lock(hashtextextended(which, 3));
  if exists (select from goodfaith.purposes p where p.purpose = which)
     or exists (select from goodfaith.purpose_proposals p where p.purpose = which and p.decided_at is null) then
    raise exception 'taken' using errcode = 'GF409';
  end if;
  if not coalesce(gate.narrows(made), false) then raise exception 'it would be wider' using errcode = 'GF011'; end if;
  insert into goodfaith.purpose_proposals select made.*;
  perform gate.write_event(c.actor_kind, c.actor_id, c.purpose, 'purpose.proposed', which, event, '{}', '{}', '{}', hashes, root);
end $$;

-- A second person, never whoever wrote it. Accepted it is a purpose in the same transaction, with the first version of
-- its notice, and those whose role it names may work for it.
create function gate.check_purpose(token text, proposal uuid, accept boolean, reason text, event uuid, hashes bytea, root bytea)
returns text language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; p goodfaith.purpose_proposals;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' or not gate.has_role(c.actor_id, '{administrator,privacy_officer}') then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  select * into p from goodfaith.purpose_proposals o where o.proposal_id = proposal for update;
  if p.proposal_id is null then raise exception 'not found' using errcode = 'GF404'; end if;
  if p.decided_at is not null then raise exception 'not waiting' using errcode = 'GF017'; end if;
  if p.proposed_by = c.actor_id then raise exception 'a second person' using errcode = 'GF016'; end if;
  update goodfaith.purpose_proposals o set decided_by = c.actor_id, decided_at = gate.now(), accepted = accept, why = reason
    where o.proposal_id = proposal;
  if accept then
    -- what stands above it may have ended since
    if not coalesce(gate.narrows(p), false) then raise exception 'it would be wider' using errcode = 'GF011'; end if;
    insert into goodfaith.purposes (purpose, parent, title, says, dpv, kind, bases, roles, actors, opens, fields,
        term_months, term_from, silence_months, balanced, proven, ships)
      values (p.purpose, p.parent, p.title, p.says, p.dpv, 'granted', p.bases, p.roles, p.actors, p.opens, p.fields,
        p.term_months, p.term_from, p.silence_months, false,
        starts_with(p.purpose, 'marketing.') or starts_with(p.purpose, 'sales.prospecting.'), false);
    if 'consent' = any (p.bases) then
      insert into goodfaith.notices (notice, purpose, version, text, written_at, written_by)
        values (p.purpose || '@1', p.purpose, 1, p.wording, gate.now(), p.proposed_by);
    end if;
    perform gate.settle_staff();
  end if;
  perform gate.write_event(c.actor_kind, c.actor_id, c.purpose, case when accept then 'purpose.accepted' else 'purpose.refused' end,
    p.purpose, event, '{}', '{}', '{}', hashes, root);
  return p.purpose;
end $$;

-- It ends, with what stands below it: from this commit on nobody can work for it. The grants that rest on it are ended
-- by gate.end_grants, some people at a time.
create function gate.end_purpose(token text, proposal uuid, event uuid, hashes bytea, root bytea) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; which text;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' or not gate.has_role(c.actor_id, '{administrator,privacy_officer}') then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  select o.purpose into which from goodfaith.purpose_proposals o
    where o.proposal_id = proposal and o.accepted and o.ended_at is null for update;
  if which is null then raise exception 'not found' using errcode = 'GF404'; end if;
  update goodfaith.purposes p set kind = 'group', roles = '{}', actors = '{}', opens = '{}'
    where not p.ships and p.kind <> 'group' and (p.purpose = which or starts_with(p.purpose, which || '.'));
  update goodfaith.purpose_proposals o set ended_by = c.actor_id, ended_at = gate.now()
    where o.accepted and o.ended_at is null and (o.purpose = which or starts_with(o.purpose, which || '.'));
  perform gate.settle_staff();
  perform gate.write_event(c.actor_kind, c.actor_id, c.purpose, 'purpose.ended', which, event, '{}', '{}', '{}', hashes, root);
  return which;
end $$;

-- People who still have an open grant for a purpose that has ended, those of one purpose at a time.
create function gate.people_of_ended(token text, most integer) returns table (purpose text, person_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare which text;
begin
  perform gate.system_only(token);
  for which in select p.purpose from goodfaith.purposes p where p.kind = 'group' and not p.ships order by p.purpose loop
    return query select distinct which, g.person_id from goodfaith.grants g
      where g.purpose = which and not exists (select from goodfaith.grant_marks m
        where m.grant_id = g.grant_id and m.kind in ('withdrawn', 'refused')) limit most;
    if found then return; end if;
  end loop;
end $$;

create function gate.end_grants(token text, which text, people uuid[], event uuid, salts bytea[], places integer[],
  hashes bytea, root bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  perform gate.system_only(token);
  select * into c from gate.claims(token);
  if not exists (select from goodfaith.purposes p where p.purpose = which and p.kind = 'group' and not p.ships) then
    raise exception 'it has not ended' using errcode = 'GF010';
  end if;
  perform from goodfaith.persons p where p.person_id = any (people) order by p.person_id for update;
  insert into goodfaith.grant_marks (mark_id, grant_id, person_id, kind, at, by_kind, by_id)
    select gen_random_uuid(), g.grant_id, g.person_id, 'withdrawn', gate.now(), c.actor_kind, c.actor_id
    from goodfaith.grants g where g.person_id = any (people) and g.purpose = which
      and not exists (select from goodfaith.grant_marks m where m.grant_id = g.grant_id and m.kind in ('withdrawn', 'refused'));
  perform gate.settle(people);
  perform gate.write_event(c.actor_kind, c.actor_id, c.purpose, 'ended', which, event, people, salts, places, hashes, root);
end $$;

reset role;
