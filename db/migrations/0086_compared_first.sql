-- Whether somebody's own token is asked about another is seen before anything of the other is looked at: the order in which
-- PostgreSQL 15 tried the two conditions did different work for somebody and nobody. A case keeps its order on every version.
set role goodfaith_gate;

-- A line is linked to whom its purpose shows, or whom its actor has found at the counter: to nobody else can something be
-- opened by it, and who could write lines about others could see by the second one that the first is there.
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
    where case when actor_kinds[l.e] = 'person' and actor_ids[l.e] <> l.person then false
      else exists (select from goodfaith.standing s
          where s.purpose = purposes[l.e] and s.person_id = l.person and s.until > gate.now())
        or exists (select from goodfaith.found f
          where f.person_id = l.person and f.staff_id = actor_ids[l.e] and f.until > gate.now()) end
    on conflict do nothing;
  return query
    select c.e, c.person from unnest(c_event, c_person) as c (e, person)
    where case when actor_kinds[c.e] = 'person' and actor_ids[c.e] <> c.person then true
      else not exists (select from goodfaith.standing s
        where s.purpose = purposes[c.e] and s.person_id = c.person and s.until > gate.now()) end;
end $$;

reset role;
