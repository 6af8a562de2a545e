-- The working login reads personal tables through doors alone (db/grants.sql has nothing of them any more). A table that
-- it may select from can be asked by EXPLAIN, whose plan, estimates and "Rows Removed by Filter" tell of rows that a
-- policy hides; a function says how many rows it gave. The row policies stay, as a second lock.

set role goodfaith_gate;

-- What the query builder reads of personal tables: all that the purpose of the token set for this transaction shows.
-- For small and rare questions; what is asked often is a door of its own that is told whom it is about.
do $$
declare t text;
begin
  foreach t in array array['persons', 'sources', 'standing', 'grants', 'grant_marks'] loop
    execute format($f$create function gate.seen_%1$s() returns setof goodfaith.%1$I
      language sql stable security definer set search_path = pg_catalog, pg_temp rows 100 as $s$
      select t.* from gate.verify(current_setting('goodfaith.token', true)) c
      join goodfaith.standing s on s.purpose = c.purpose and s.until > gate.now()
        and (c.actor_kind <> 'person' or s.person_id = c.actor_id)
      join goodfaith.%1$I t on t.person_id = s.person_id%2$s
    $s$ $f$, t, case t when 'standing' then ' and t.purpose = s.purpose' else '' end);
  end loop;
end $$;

-- When the person came and was told where from, and for which purposes there has been a grant.
create function gate.read_times(token text, person uuid)
returns table (created_at timestamptz, notice_due timestamptz, notice_told timestamptz, purposes text[])
language sql stable security definer set search_path = pg_catalog, pg_temp rows 1 as $$
  select p.created_at, p.notice_due, p.notice_told,
    array(select distinct g.purpose from goodfaith.grants g where g.person_id = p.person_id order by g.purpose)
  from gate.claims(token) c
  join goodfaith.standing s on s.purpose = c.purpose and s.person_id = person and s.until > gate.now()
    and (c.actor_kind <> 'person' or s.person_id = c.actor_id)
  join goodfaith.persons p on p.person_id = s.person_id
$$;

-- Lines about one visible person, newest first. Whoever asks for the person's rights, and the person, see all of them;
-- others those of the purposes that they may name themselves, for what a purpose opened tells what is held.
create function gate.read_ledger(token text, person uuid, before uuid, most integer)
returns table (event_id uuid, at timestamptz, actor_kind text, actor_id uuid, purpose text, kind text, fields text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 50 as $$
#variable_conflict use_column
declare c record; allowed boolean;
begin
  select * into c from gate.claims(token);
  allowed := c.actor_kind <> 'staff' or c.purpose = 'rights.request';
  return query
    select e.event_id, e.at, e.actor_kind, e.actor_id, e.purpose, e.kind, e.fields
    from goodfaith.standing s
    join goodfaith.ledger_links l on l.person_id = s.person_id
    join goodfaith.ledger_events e on e.event_id = l.event_id
    where s.purpose = c.purpose and s.person_id = person and s.until > gate.now()
      and (c.actor_kind <> 'person' or s.person_id = c.actor_id)
      and (before is null or l.event_id < before)
      and (allowed or exists (select from goodfaith.staff_purposes n where n.staff_id = c.actor_id and n.purpose = e.purpose))
    order by l.event_id desc limit most;
end $$;

-- One line with its proof, for the person it is about.
create function gate.read_line(token text, person uuid, event uuid)
returns table (event_id uuid, at text, actor_kind text, actor_id uuid, purpose text, kind text, fields text, link_hashes bytea,
               links_root bytea, leaf bigint, actor_hash bytea, salt bytea, place integer, note text)
language sql stable security definer set search_path = pg_catalog, pg_temp rows 1 as $$
  select e.event_id, gate.ledger_time(e.at), e.actor_kind, e.actor_id, e.purpose, e.kind, e.fields, e.link_hashes, e.links_root,
    v.leaf, v.actor_hash, l.salt, l.place, k.note
  from gate.claims(token) c
  join goodfaith.standing s on s.purpose = c.purpose and s.person_id = person and s.until > gate.now()
    and c.actor_kind = 'person' and s.person_id = c.actor_id
  join goodfaith.ledger_links l on l.person_id = s.person_id and l.event_id = event
  join goodfaith.ledger_events e on e.event_id = l.event_id
  join goodfaith.ledger_leaves v on v.event_id = e.event_id
  cross join lateral (select p.note, p.size from goodfaith.ledger_checkpoints p order by p.size desc limit 1) k
  where v.leaf < k.size
$$;

reset role;
