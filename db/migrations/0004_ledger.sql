-- The ledger: one event per call that says nothing about a person, a link per person concerned that dies with them,
-- and leaves, numbered in batches by one sequencer (RFC 6962 tree over the events).

create table goodfaith.ledger_events (
  event_id uuid primary key,
  at timestamptz not null default clock_timestamp(),
  actor_kind text not null,
  -- null for a person: the link names them, and dies with them
  actor_id uuid,
  purpose text not null,
  kind text not null,
  fields text not null default '',
  -- the salted hashes of its links, 32 bytes each: proofs stay possible after a link is gone
  link_hashes bytea not null default '',
  links_root bytea not null,
  sequenced boolean not null default false
);
create index ledger_events_waiting on goodfaith.ledger_events (event_id) where not sequenced;

create table goodfaith.ledger_links (
  person_id uuid not null,
  event_id uuid not null,
  place integer not null,
  salt bytea not null,
  -- the reason someone typed, sealed under the person's key
  sealed_reason bytea,
  number bigint,
  primary key (person_id, event_id)
);

create table goodfaith.ledger_leaves (
  leaf bigint primary key,
  event_id uuid not null unique,
  hash bytea not null
);

create table goodfaith.ledger_tiles (
  level integer not null,
  tile bigint not null,
  hashes bytea not null,
  primary key (level, tile)
);

create table goodfaith.ledger_checkpoints (
  size bigint primary key,
  root bytea not null,
  note text not null,
  at timestamptz not null default now()
);

do $$
declare t text;
begin
  foreach t in array array['ledger_events', 'ledger_links', 'ledger_leaves', 'ledger_tiles', 'ledger_checkpoints'] loop
    execute format('alter table goodfaith.%I enable row level security', t);
    execute format('alter table goodfaith.%I force row level security', t);
    execute format('create policy gate_passes on goodfaith.%I to goodfaith_gate using (true) with check (true)', t);
  end loop;
end $$;
create policy by_purpose on goodfaith.ledger_links for select using (
  exists (select from goodfaith.standing s where s.purpose = (select gate.purpose())
    and s.person_id = ledger_links.person_id and s.until > gate.now())
  and ((select gate.self()) is null or person_id = (select gate.self())));
-- Events hold nothing about a person; they, the leaves and the checkpoints are for everyone with a purpose.
create policy any_purpose on goodfaith.ledger_events for select using ((select gate.purpose()) is not null);
create policy any_purpose on goodfaith.ledger_leaves for select using ((select gate.purpose()) is not null);
create policy everyone on goodfaith.ledger_tiles for select using (true);
create policy everyone on goodfaith.ledger_checkpoints for select using (true);

set role goodfaith_gate;

-- One event with its links, in the caller's transaction. hashes and root are computed by the gate over the salted links.
create function gate.write_event(actor_kind text, actor_id uuid, purpose text, kind text, fields text, event uuid,
  people uuid[], salts bytea[], places integer[], hashes bytea, root bytea, reasons bytea[] default null) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into goodfaith.ledger_events (event_id, actor_kind, actor_id, purpose, kind, fields, link_hashes, links_root)
    values (event, actor_kind, case when actor_kind <> 'person' then actor_id end, purpose, kind, fields, hashes, root);
  insert into goodfaith.ledger_links (person_id, event_id, place, salt, sealed_reason)
    select l.p, event, l.place, l.salt, l.reason from unnest(people, salts, places, reasons) as l (p, salt, place, reason);
end $$;

-- Log before key: many reads in one commit. Takes each read's token (minted for this connection), writes the events and
-- links, and answers with those people who no longer have the standing in this fresh snapshot: nothing of theirs may be
-- opened. l_event and c_event count events from 1.
create function gate.append(tokens text[], event_ids uuid[], kinds text[], fields text[], hashes bytea[], roots bytea[],
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

reset role;
