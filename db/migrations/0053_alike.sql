-- Hidden and absent fetch the same number of rows (design, section 4, 9): every door asks first whether the bearer sees
-- the person, by an index that has nothing to give for a purpose that does not apply, and touches no other row of theirs
-- before that. test/bypass/counters.test.ts holds the server's own counters together.

drop index goodfaith.standing_person;
create index standing_person on goodfaith.standing (person_id, purpose);

set role goodfaith_gate;

-- Whether the purpose shows the person to the bearer of these claims.
create function gate.sees(actor_kind text, actor_id uuid, purpose text, person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select (actor_kind <> 'person' or person = actor_id)
    and exists (select from goodfaith.standing s where s.purpose = $3 and s.person_id = person and s.until > gate.now())
$$;

-- Whether the bearer may write to the person: seen, themself, or found at the counter. Both rows go with the person.
create or replace function gate.may_write(actor_kind text, actor_id uuid, purpose text, person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select (actor_kind <> 'person' or person = actor_id)
    and (exists (select from goodfaith.standing s where s.purpose = $3 and s.person_id = person and s.until > gate.now())
      or exists (select from goodfaith.found f where f.person_id = person and f.staff_id = actor_id and f.until > gate.now()))
$$;

create or replace function gate.read_people(token text, people uuid[], wanted text[])
returns table (person_id uuid, key_id uuid, version integer, country text, created_at timestamptz, changed_at timestamptz,
               compartment text, sealed_version integer, held text, sealed bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 4 as $$
#variable_conflict use_column
declare c record; opened text[];
begin
  select * into c from gate.claims(token);
  if c.actor_kind = 'person' then people := array(select p from unnest(people) p where p = c.actor_id); end if;
  select opens into opened from goodfaith.purposes where purpose = c.purpose;
  return query
    select p.person_id, p.key_id, p.version, p.country, p.created_at, p.changed_at, v.compartment, v.version, v.held,
      case when v.compartment = any (wanted) and v.compartment = any (opened) then v.sealed end
    from goodfaith.standing s
    join goodfaith.persons p on p.person_id = s.person_id
    left join goodfaith.sealed_values v on v.person_id = s.person_id
      and (v.compartment <> 'protective' or v.compartment = any (opened))
    where s.purpose = c.purpose and s.person_id = any (people) and s.until > gate.now();
end $$;

create or replace function gate.read_for_change(token text, person uuid, wanted text[])
returns table (person_id uuid, key_id uuid, version integer, country text, created_at timestamptz, changed_at timestamptz,
               compartment text, sealed_version integer, sealed bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 3 as $$
#variable_conflict use_column
declare c record; opened text[];
begin
  select * into c from gate.claims(token);
  if not gate.sees(c.actor_kind, c.actor_id, c.purpose, person) then return; end if;
  select opens into opened from goodfaith.purposes where purpose = c.purpose;
  return query
    select p.person_id, p.key_id, p.version, p.country, p.created_at, p.changed_at, v.compartment, v.version, v.sealed
    from goodfaith.persons p
    left join goodfaith.sealed_values v on v.person_id = p.person_id and v.compartment = any (wanted)
      and (v.compartment = any (opened) or v.compartment in ('identity', 'contact', 'demographic'))
    where p.person_id = person;
end $$;

create or replace function gate.read_grants(token text, person uuid)
returns table (grant_id uuid, purpose text, basis text, notice text, evidence_kind text, confirmed boolean, guardian boolean,
               under_age boolean, version integer, sealed bytea, given_at timestamptz, by_kind text, by_id uuid,
               expires_at timestamptz, key_id uuid, marks jsonb)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 8 as $$
#variable_conflict use_column
declare c record;
begin
  select * into c from gate.claims(token);
  if not gate.sees(c.actor_kind, c.actor_id, c.purpose, person) then return; end if;
  return query
    select g.grant_id, g.purpose, g.basis, g.notice, g.evidence_kind, g.confirmed, g.guardian, g.under_age, g.version,
      g.sealed, g.given_at, g.by_kind, g.by_id, g.expires_at, p.key_id,
      coalesce((select jsonb_agg(jsonb_build_object('kind', m.kind, 'at', m.at, 'by_kind', m.by_kind, 'by_id', m.by_id)
        order by m.at) from goodfaith.grant_marks m where m.grant_id = g.grant_id), '[]')
    from goodfaith.persons p
    join goodfaith.grants g on g.person_id = p.person_id
    where p.person_id = person
    order by g.given_at desc, g.grant_id desc;
end $$;

create or replace function gate.key_of(token text, person uuid) returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if not gate.may_write(c.actor_kind, c.actor_id, c.purpose, person) then return null; end if;
  return (select p.key_id from goodfaith.persons p where p.person_id = person);
end $$;

create or replace function gate.age_facts(token text, person uuid)
returns table (key_id uuid, country text, version integer, sealed bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 1 as $$
#variable_conflict use_column
declare c record;
begin
  select * into c from gate.claims(token);
  if not gate.may_write(c.actor_kind, c.actor_id, c.purpose, person) then return; end if;
  return query select p.key_id, p.country, v.version, v.sealed from goodfaith.persons p
    left join goodfaith.sealed_values v on v.person_id = p.person_id and v.compartment = 'demographic'
    where p.person_id = person;
end $$;

create or replace function gate.erasure_facts(token text, person uuid)
returns table (person_id uuid, key_id uuid, version integer, country text, created_at timestamptz, changed_at timestamptz,
               compartment text, sealed_version integer, sealed bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 1 as $$
#variable_conflict use_column
declare c record;
begin
  select * into c from gate.claims(token);
  if not gate.may_write(c.actor_kind, c.actor_id, c.purpose, person) then return; end if;
  return query select p.person_id, p.key_id, p.version, p.country, p.created_at, p.changed_at, v.compartment, v.version, v.sealed
    from goodfaith.persons p
    left join goodfaith.sealed_values v on v.person_id = p.person_id and v.compartment = 'contact'
    where p.person_id = person;
end $$;

create or replace function gate.receiver_key(token text, person uuid, staff uuid) returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if person is null then
    return (select s.key_id from goodfaith.staff s where s.staff_id = staff and s.left_at is null);
  end if;
  if not gate.may_write(c.actor_kind, c.actor_id, c.purpose, person) then return null; end if;
  return (select p.key_id from goodfaith.persons p where p.person_id = person);
end $$;

create or replace function gate.read_times(token text, person uuid)
returns table (created_at timestamptz, notice_due timestamptz, notice_told timestamptz, purposes text[])
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 1 as $$
#variable_conflict use_column
declare c record;
begin
  select * into c from gate.claims(token);
  if not gate.sees(c.actor_kind, c.actor_id, c.purpose, person) then return; end if;
  return query select p.created_at, p.notice_due, p.notice_told,
      array(select distinct g.purpose from goodfaith.grants g where g.person_id = p.person_id order by g.purpose)
    from goodfaith.persons p where p.person_id = person;
end $$;

create or replace function gate.read_ledger(token text, person uuid, before uuid, most integer)
returns table (event_id uuid, at timestamptz, actor_kind text, actor_id uuid, purpose text, kind text, fields text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 50 as $$
#variable_conflict use_column
declare c record; allowed boolean;
begin
  select * into c from gate.claims(token);
  if not gate.sees(c.actor_kind, c.actor_id, c.purpose, person) then return; end if;
  allowed := c.actor_kind <> 'staff' or c.purpose = 'rights.request';
  return query
    select e.event_id, e.at, e.actor_kind, e.actor_id, e.purpose, e.kind, e.fields
    from goodfaith.ledger_links l
    join goodfaith.ledger_events e on e.event_id = l.event_id
    where l.person_id = person and (before is null or l.event_id < before)
      and (allowed or exists (select from goodfaith.staff_purposes n where n.staff_id = c.actor_id and n.purpose = e.purpose))
    order by l.event_id desc limit most;
end $$;

create or replace function gate.read_line(token text, person uuid, event uuid)
returns table (event_id uuid, at text, actor_kind text, actor_id uuid, purpose text, kind text, fields text, link_hashes bytea,
               links_root bytea, leaf bigint, actor_hash bytea, salt bytea, place integer, note text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 1 as $$
#variable_conflict use_column
declare c record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'person' or not gate.sees(c.actor_kind, c.actor_id, c.purpose, person) then return; end if;
  return query select e.event_id, gate.ledger_time(e.at), e.actor_kind, e.actor_id, e.purpose, e.kind, e.fields, e.link_hashes,
      e.links_root, v.leaf, v.actor_hash, l.salt, l.place, k.note
    from goodfaith.ledger_links l
    join goodfaith.ledger_events e on e.event_id = l.event_id
    join goodfaith.ledger_leaves v on v.event_id = e.event_id
    cross join lateral (select p.note, p.size from goodfaith.ledger_checkpoints p order by p.size desc limit 1) k
    where l.person_id = person and l.event_id = event and v.leaf < k.size;
end $$;

-- Whether the bearer may put secrets of this person into the vault; waits until nobody is recording their erasure. No row
-- of somebody who is hidden is locked.
create or replace function gate.may_keep(actor_kind text, actor_id uuid, purpose text, person uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not gate.may_write(actor_kind, actor_id, purpose, person) then return false; end if;
  perform from goodfaith.persons p where p.person_id = person for key share;
  return not exists (select from goodfaith.erasures e where e.person_id = person and e.state <> 'planned');
end $$;

-- Someone who is made by the very statement is not seen by every purpose yet.
create or replace function gate.put_secrets(token text, s_person uuid[], s_id uuid[], s_kind text[], s_key uuid[], s_sealed bytea[],
  s_token bytea[], i_person uuid[], i_version integer[], i_held text[], i_sealed bytea[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; changed integer;
begin
  select * into c from gate.claims(token);
  if exists (select from unnest(i_person) p where not gate.may_keep(c.actor_kind, c.actor_id, c.purpose, p))
     or exists (select from unnest(s_person) p where not gate.may_keep(c.actor_kind, c.actor_id, c.purpose, p)
       and (c.actor_kind <> 'staff' or not exists (select from goodfaith.persons n where n.person_id = p and n.created_at = gate.now()))) then
    raise exception 'not found' using errcode = 'GF404';
  end if;
  insert into goodfaith.secrets (secret_id, person_id, kind, key_id, sealed, added_at)
    select s.id, s.person, s.kind, s.key, s.sealed, gate.now()
    from unnest(s_id, s_person, s_kind, s_key, s_sealed) as s (id, person, kind, key, sealed);
  insert into goodfaith.secret_tokens (token, person_id, secret_id)
    select s.token, s.person, s.id from unnest(s_token, s_person, s_id) as s (token, person, id);
  insert into goodfaith.sealed_values as o (person_id, compartment, version, held, sealed)
    select i.person, 'vault', i.version, i.held, i.sealed
    from unnest(i_person, i_version, i_held, i_sealed) as i (person, version, held, sealed)
    on conflict (person_id, compartment) do update set version = excluded.version, held = excluded.held, sealed = excluded.sealed
      where o.version = excluded.version - 1;
  get diagnostics changed = row_count;
  if changed <> cardinality(i_person) then raise exception 'changed meanwhile' using errcode = 'GF409'; end if;
end $$;

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
    where (actor_kinds[l.e] <> 'person' or actor_ids[l.e] = l.person)
      and (exists (select from goodfaith.standing s
          where s.purpose = purposes[l.e] and s.person_id = l.person and s.until > gate.now())
        or exists (select from goodfaith.found f
          where f.person_id = l.person and f.staff_id = actor_ids[l.e] and f.until > gate.now()))
    on conflict do nothing;
  return query
    select c.e, c.person from unnest(c_event, c_person) as c (e, person)
    where not exists (select from goodfaith.standing s
        where s.purpose = purposes[c.e] and s.person_id = c.person and s.until > gate.now())
      or (actor_kinds[c.e] = 'person' and actor_ids[c.e] <> c.person);
end $$;

reset role;
