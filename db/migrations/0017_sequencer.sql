-- The sequencer: one at a time writes events that wait into the tree, in batches; each batch is one transaction.

-- What the leaf names its actor by; it cannot be computed again once the salt of a colleague who left is gone.
alter table goodfaith.ledger_leaves add column actor_hash bytea;
-- Links that wait for their number: few at a time.
create index ledger_links_waiting on goodfaith.ledger_links (event_id) where number is null;

set role goodfaith_gate;

-- The turn is taken for the rest of the transaction: true when it is ours.
create function gate.take_ledger_turn(token text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform gate.system_only(token);
  return pg_try_advisory_xact_lock(7041790);
end $$;

-- Events that wait, oldest first, as the canonical line wants them. Read them after the turn was taken, in a statement
-- of its own, so that what the last holder of the turn wrote is seen.
create function gate.waiting_events(token text, most integer)
returns table (event_id uuid, at text, actor_kind text, actor_id uuid, actor_salt bytea, purpose text, kind text, fields text,
               link_hashes bytea, links_root bytea, size bigint)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  perform gate.system_only(token);
  return query select e.event_id, gate.ledger_time(e.at), e.actor_kind, e.actor_id, s.actor_salt, e.purpose, e.kind, e.fields,
      e.link_hashes, e.links_root, (select coalesce(max(l.leaf) + 1, 0) from goodfaith.ledger_leaves l)
    from goodfaith.ledger_events e
    left join goodfaith.staff s on e.actor_kind = 'staff' and s.staff_id = e.actor_id
    where not e.sequenced order by e.event_id limit most;
end $$;

-- RFC 3339 in UTC with six digits of a second.
create function gate.ledger_time(moment timestamptz) returns text language sql immutable
set search_path = pg_catalog, pg_temp as
$$ select to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;

-- One batch: leaves from first_leaf on, the tiles that they changed, a number for each person concerned, the head.
create function gate.write_leaves(token text, first_leaf bigint, events uuid[], leaf_hashes bytea[], actors bytea[],
  t_level integer[], t_tile bigint[], t_hashes bytea[], head_root bytea, head_note text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare marked integer;
begin
  perform gate.system_only(token);
  if not pg_try_advisory_xact_lock(7041790)
     or first_leaf <> (select coalesce(max(l.leaf) + 1, 0) from goodfaith.ledger_leaves l) then
    raise exception 'not the next leaf' using errcode = '40001';
  end if;
  insert into goodfaith.ledger_leaves (leaf, event_id, hash, actor_hash)
    select first_leaf + e.place - 1, e.id, e.hash, e.actor
    from unnest(events, leaf_hashes, actors) with ordinality as e (id, hash, actor, place);
  update goodfaith.ledger_events e set sequenced = true where e.event_id = any (events) and not e.sequenced;
  get diagnostics marked = row_count;
  if marked <> cardinality(events) then raise exception 'sequenced already' using errcode = '40001'; end if;
  insert into goodfaith.ledger_tiles as t (level, tile, hashes)
    select n.level, n.tile, n.hashes from unnest(t_level, t_tile, t_hashes) as n (level, tile, hashes)
    on conflict (level, tile) do update set hashes = excluded.hashes;
  with mine as (
    select l.person_id, l.event_id, row_number() over (partition by l.person_id order by e.place) as nth
    from unnest(events) with ordinality as e (id, place)
    join goodfaith.ledger_links l on l.event_id = e.id and l.number is null),
  before as (
    select w.person_id, coalesce((select max(o.number) from goodfaith.ledger_links o where o.person_id = w.person_id), 0) as last
    from (select distinct m.person_id from mine m) w)
  update goodfaith.ledger_links l set number = b.last + m.nth
    from mine m join before b on b.person_id = m.person_id
    where l.person_id = m.person_id and l.event_id = m.event_id;
  insert into goodfaith.ledger_checkpoints (size, root, note)
    values (first_leaf + cardinality(events), head_root, head_note);
end $$;

-- For whoever verifies the ledger: leaves with their events as they stand now, from one leaf on.
create function gate.ledger_leaves_from(token text, first_leaf bigint, most integer)
returns table (leaf bigint, event_id uuid, hash bytea, actor_hash bytea, at text, actor_kind text, actor_id uuid,
               actor_salt bytea, purpose text, kind text, fields text, link_hashes bytea, links_root bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  perform gate.system_only(token);
  return query select l.leaf, l.event_id, l.hash, l.actor_hash, gate.ledger_time(e.at), e.actor_kind, e.actor_id, s.actor_salt,
      e.purpose, e.kind, e.fields, e.link_hashes, e.links_root
    from goodfaith.ledger_leaves l
    left join goodfaith.ledger_events e on e.event_id = l.event_id
    left join goodfaith.staff s on e.actor_kind = 'staff' and s.staff_id = e.actor_id
    where l.leaf >= first_leaf order by l.leaf limit most;
end $$;

-- Links whose salted hash does not stand at their place in their event, and events that are said to be in the tree and
-- are not. The hash is core/ledger.ts's: SHA-256 of 0x00, salt, person.
create function gate.ledger_faults(token text, out links bigint, out waiting bigint, out broken_links bigint, out lost_events bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform gate.system_only(token);
  select count(*), count(*) filter (where e.event_id is null
      or substring(e.link_hashes from l.place * 32 + 1 for 32)
         is distinct from sha256('\x00'::bytea || l.salt || uuid_send(l.person_id)))
    into links, broken_links
    from goodfaith.ledger_links l left join goodfaith.ledger_events e on e.event_id = l.event_id;
  select count(*) filter (where not e.sequenced),
         count(*) filter (where e.sequenced and not exists (select from goodfaith.ledger_leaves l where l.event_id = e.event_id))
    into waiting, lost_events from goodfaith.ledger_events e;
end $$;

reset role;
