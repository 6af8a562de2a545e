-- New people of several calls in one statement: each with a line of its own. What a statement costs beside its rows is
-- most of what one person costs.

set role goodfaith_gate;

-- As gate.create_people, for calls of one actor and purpose that came at the same time. Each person is a call: events,
-- event_fields and salts are theirs in order; a line has one link, whose hash (core/ledger.ts) is the root of its tree.
create function gate.create_each(token text, people uuid[], keys uuid[], countries text[], dues timestamptz[],
  s_id uuid[], s_kind text[], s_notice text[], s_collected timestamptz[],
  v_person uuid[], v_compartment text[], v_held text[], v_sealed bytea[], t_person uuid[], t_token bytea[], codes integer[],
  g_id uuid[], g_person uuid[], g_purpose text[], g_basis text[], g_notice text[], g_kind text[], g_guardian boolean[],
  g_under_age boolean[], g_sealed bytea[], g_expires timestamptz[],
  events uuid[], event_fields text[], salts bytea[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind = 'person' and people <> array[c.actor_id] then
    raise exception 'not that person' using errcode = 'GF001';
  end if;
  if exists (select from unnest(people) p where p <> all (g_person)) then
    raise exception 'no grant' using errcode = 'GF015';
  end if;
  insert into goodfaith.persons (person_id, key_id, country, notice_due, created_at, changed_at)
    select p.id, p.key, p.country, p.due, gate.now(), gate.now() from unnest(people, keys, countries, dues) as p (id, key, country, due);
  insert into goodfaith.sources (source_id, person_id, kind, notice, collected_at, recorded_at, by_kind, by_id)
    select s.id, s.person, s.kind, s.notice, s.collected, gate.now(), c.actor_kind, c.actor_id
    from unnest(s_id, people, s_kind, s_notice, s_collected) as s (id, person, kind, notice, collected);
  insert into goodfaith.sealed_values (person_id, compartment, version, held, sealed)
    select v.person, v.compartment, 1, v.held, v.sealed
    from unnest(v_person, v_compartment, v_held, v_sealed) as v (person, compartment, held, sealed);
  insert into goodfaith.search_tokens (token, person_id)
    select t.token, t.person from unnest(t_token, t_person) as t (token, person) on conflict do nothing;
  insert into goodfaith.name_order (purpose, code, person_id)
    select 'rights.request', o.code, o.person from unnest(codes, people) as o (code, person);
  perform gate.put_grants(c.actor_kind, c.actor_id, g_id, g_person, g_purpose, g_basis, g_notice, g_kind, g_guardian,
    g_under_age, g_sealed, g_expires);
  perform gate.settle(people);
  with lines as materialized (
    select e.id, e.person, e.fields, e.salt, sha256('\x00'::bytea || e.salt || uuid_send(e.person)) as hash
    from unnest(events, people, event_fields, salts) as e (id, person, fields, salt)),
  waits as (insert into goodfaith.ledger_waiting (event_id) select l.id from lines l),
  linked as (
    insert into goodfaith.ledger_links (person_id, event_id, place, salt) select l.person, l.id, 0, l.salt from lines l)
  insert into goodfaith.ledger_events (event_id, actor_kind, actor_id, purpose, kind, fields, link_hashes, links_root)
    select l.id, c.actor_kind, case when c.actor_kind <> 'person' then c.actor_id end, c.purpose, 'collected', l.fields, l.hash, l.hash
    from lines l;
end $$;

reset role;
