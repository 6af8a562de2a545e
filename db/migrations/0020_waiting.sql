-- Events that wait for the sequencer stand in a table of their own. Marking an event as sequenced wrote it, and the
-- entries of two indexes, anew: with the number of its links the largest part of what a read costs the database.

create table goodfaith.ledger_waiting (
  event_id uuid primary key
);
alter table goodfaith.ledger_waiting enable row level security;
alter table goodfaith.ledger_waiting force row level security;
create policy gate_passes on goodfaith.ledger_waiting to goodfaith_gate using (true) with check (true);

set role goodfaith_gate;
insert into goodfaith.ledger_waiting (event_id) select e.event_id from goodfaith.ledger_events e where not e.sequenced;
reset role;

drop index goodfaith.ledger_events_waiting;
alter table goodfaith.ledger_events drop column sequenced;
-- A link gets its number in place: no index knows it, and its page has room.
drop index goodfaith.ledger_links_waiting;
create index ledger_links_event on goodfaith.ledger_links (event_id);
alter table goodfaith.ledger_links set (fillfactor = 80);

set role goodfaith_gate;

create or replace function gate.write_event(actor_kind text, actor_id uuid, purpose text, kind text, fields text, event uuid,
  people uuid[], salts bytea[], places integer[], hashes bytea, root bytea, reasons bytea[] default null) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into goodfaith.ledger_events (event_id, actor_kind, actor_id, purpose, kind, fields, link_hashes, links_root)
    values (event, actor_kind, case when actor_kind <> 'person' then actor_id end, purpose, kind, fields, hashes, root);
  insert into goodfaith.ledger_waiting (event_id) values (event);
  insert into goodfaith.ledger_links (person_id, event_id, place, salt, sealed_reason)
    select l.p, event, l.place, l.salt, l.reason from unnest(people, salts, places, reasons) as l (p, salt, place, reason);
end $$;

-- Log before key: many reads in one commit. Takes each read's token (minted for this connection), writes the events and
-- links, and answers with those people who no longer have the standing in this fresh snapshot: nothing of theirs may be
-- opened. l_event and c_event count events from 1.
create or replace function gate.append(tokens text[], event_ids uuid[], kinds text[], fields text[], hashes bytea[], roots bytea[],
  l_event integer[], l_person uuid[], l_place integer[], l_salt bytea[], l_reason bytea[],
  c_event integer[], c_person uuid[]) returns table (event integer, person uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  actor_kinds text[]; actor_ids uuid[]; purposes text[];
begin
  select array_agg(v.actor_kind order by t.place), array_agg(v.actor_id order by t.place), array_agg(v.purpose order by t.place)
    into actor_kinds, actor_ids, purposes
    from unnest(tokens) with ordinality as t (token, place), lateral gate.verify(t.token) v;
  if array_position(purposes, null) is not null then
    raise exception 'no valid purpose token' using errcode = 'GF001';
  end if;
  insert into goodfaith.ledger_events (event_id, actor_kind, actor_id, purpose, kind, fields, link_hashes, links_root)
    select e.id, e.actor_kind, case when e.actor_kind <> 'person' then e.actor_id end, e.purpose, e.kind, e.fields, e.hashes, e.root
    from unnest(event_ids, actor_kinds, actor_ids, purposes, kinds, fields, hashes, roots)
      as e (id, actor_kind, actor_id, purpose, kind, fields, hashes, root);
  insert into goodfaith.ledger_waiting (event_id) select unnest(event_ids);
  insert into goodfaith.ledger_links (person_id, event_id, place, salt, sealed_reason)
    select l.person, event_ids[l.e], l.place, l.salt, l.reason
    from unnest(l_event, l_person, l_place, l_salt, l_reason) as l (e, person, place, salt, reason)
    where exists (select from goodfaith.persons p where p.person_id = l.person);
  return query
    select c.e, c.person from unnest(c_event, c_person) as c (e, person)
    where not exists (select from goodfaith.standing s
        where s.purpose = purposes[c.e] and s.person_id = c.person and s.until > gate.now())
      or (actor_kinds[c.e] = 'person' and actor_ids[c.e] <> c.person);
end $$;

create or replace function gate.waiting_events(token text, most integer)
returns table (event_id uuid, at text, actor_kind text, actor_id uuid, actor_salt bytea, purpose text, kind text, fields text,
               link_hashes bytea, links_root bytea, size bigint)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  perform gate.system_only(token);
  return query select e.event_id, gate.ledger_time(e.at), e.actor_kind, e.actor_id, s.actor_salt, e.purpose, e.kind, e.fields,
      e.link_hashes, e.links_root, (select coalesce(max(l.leaf) + 1, 0) from goodfaith.ledger_leaves l)
    from (select w.event_id from goodfaith.ledger_waiting w order by w.event_id limit most) w
    join goodfaith.ledger_events e on e.event_id = w.event_id
    left join goodfaith.staff s on e.actor_kind = 'staff' and s.staff_id = e.actor_id
    order by e.event_id;
end $$;

create or replace function gate.write_leaves(token text, first_leaf bigint, events uuid[], leaf_hashes bytea[], actors bytea[],
  t_level integer[], t_tile bigint[], t_hashes bytea[], head_root bytea, head_note text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare taken integer;
begin
  perform gate.system_only(token);
  if not pg_try_advisory_xact_lock(7041790)
     or first_leaf <> (select coalesce(max(l.leaf) + 1, 0) from goodfaith.ledger_leaves l) then
    raise exception 'not the next leaf' using errcode = '40001';
  end if;
  insert into goodfaith.ledger_leaves (leaf, event_id, hash, actor_hash)
    select first_leaf + e.place - 1, e.id, e.hash, e.actor
    from unnest(events, leaf_hashes, actors) with ordinality as e (id, hash, actor, place);
  delete from goodfaith.ledger_waiting w where w.event_id = any (events);
  get diagnostics taken = row_count;
  if taken <> cardinality(events) then raise exception 'sequenced already' using errcode = '40001'; end if;
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

create or replace function gate.ledger_faults(token text, out links bigint, out waiting bigint, out broken_links bigint, out lost_events bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform gate.system_only(token);
  select count(*), count(*) filter (where e.event_id is null
      or substring(e.link_hashes from l.place * 32 + 1 for 32)
         is distinct from sha256('\x00'::bytea || l.salt || uuid_send(l.person_id)))
    into links, broken_links
    from goodfaith.ledger_links l left join goodfaith.ledger_events e on e.event_id = l.event_id;
  select count(w.event_id),
         count(*) filter (where w.event_id is null
           and not exists (select from goodfaith.ledger_leaves l where l.event_id = e.event_id))
    into waiting, lost_events
    from goodfaith.ledger_events e left join goodfaith.ledger_waiting w on w.event_id = e.event_id;
end $$;

reset role;
