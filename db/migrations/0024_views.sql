-- A page and its line in one statement, as gate.look does it for one person: outside of a transaction what comes back is
-- committed when it comes, and its standing is that of the same moment. In a transaction, whose rollback would take the
-- line back, pages are read and logged apart, as before.

set role goodfaith_gate;

-- Who stands on a page: by name, by arrival, or because they carry each of the words.
create function gate.page_by_name(purpose text, backward boolean, after_code integer, after_id uuid, most integer,
  out ids uuid[], out codes integer[])
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- the order of names tells of names
  if not exists (select from goodfaith.purposes p where p.purpose = page_by_name.purpose and 'identity' = any (p.opens)
      and (p.fields is null or p.fields @> '{given_name,family_name}')) then
    raise exception 'names are not opened' using errcode = 'GF018';
  end if;
  if backward then
    after_code := coalesce(after_code, 2147483647);
    after_id := coalesce(after_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
    select array_agg(q.person_id), array_agg(q.code) into ids, codes from (
      select o.person_id, o.code from goodfaith.name_order o
      join goodfaith.standing s on s.purpose = o.purpose and s.person_id = o.person_id and s.until > gate.now()
      where o.purpose = page_by_name.purpose and (o.code, o.person_id) < (after_code, after_id)
      order by o.code desc, o.person_id desc limit most) q;
  else
    after_code := coalesce(after_code, -2147483648);
    after_id := coalesce(after_id, '00000000-0000-0000-0000-000000000000');
    select array_agg(q.person_id), array_agg(q.code) into ids, codes from (
      select o.person_id, o.code from goodfaith.name_order o
      join goodfaith.standing s on s.purpose = o.purpose and s.person_id = o.person_id and s.until > gate.now()
      where o.purpose = page_by_name.purpose and (o.code, o.person_id) > (after_code, after_id)
      order by o.code, o.person_id limit most) q;
  end if;
end $$;

create function gate.page_recent(purpose text, after_id uuid, most integer) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  after_id := coalesce(after_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  return array(select s.person_id from goodfaith.standing s
    where s.purpose = page_recent.purpose and s.until > gate.now() and s.person_id < after_id
    order by s.person_id desc limit most);
end $$;

create function gate.page_found(purpose text, words bytea[], after_id uuid, most integer) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  after_id := coalesce(after_id, '00000000-0000-0000-0000-000000000000');
  if cardinality(words) = 1 then
    return array(select t.person_id from goodfaith.search_tokens t
      join goodfaith.standing s on s.purpose = page_found.purpose and s.person_id = t.person_id and s.until > gate.now()
      where t.token = words[1] and t.person_id > after_id
      order by t.person_id limit most);
  end if;
  return array(select t.person_id from goodfaith.search_tokens t
    join goodfaith.standing s on s.purpose = page_found.purpose and s.person_id = t.person_id and s.until > gate.now()
    where t.token = words[1] and t.person_id > after_id
      and not exists (select from unnest(words[2:]) as w (word)
        where not exists (select from goodfaith.search_tokens o where o.token = w.word and o.person_id = t.person_id))
    order by t.person_id limit most);
end $$;

create or replace function gate.list_people(token text, wanted text[], backward boolean, after_code integer, after_id uuid, most integer)
returns table (person_id uuid, key_id uuid, version integer, country text, created_at timestamptz, changed_at timestamptz,
               compartment text, sealed_version integer, sealed bytea, code integer)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 100 as $$
declare c record; shown record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind = 'person' then return; end if;
  select * into shown from gate.page_by_name(c.purpose, backward, after_code, after_id, most);
  return query select * from gate.page(c.purpose, shown.ids, shown.codes, wanted);
end $$;

create or replace function gate.list_recent(token text, wanted text[], after_id uuid, most integer)
returns table (person_id uuid, key_id uuid, version integer, country text, created_at timestamptz, changed_at timestamptz,
               compartment text, sealed_version integer, sealed bytea, code integer)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 100 as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind = 'person' then return; end if;
  return query select * from gate.page(c.purpose, gate.page_recent(c.purpose, after_id, most), array[]::integer[], wanted);
end $$;

create or replace function gate.search_people(token text, words bytea[], wanted text[], after_id uuid, most integer)
returns table (person_id uuid, key_id uuid, version integer, country text, created_at timestamptz, changed_at timestamptz,
               compartment text, sealed_version integer, sealed bytea, code integer)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 100 as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind = 'person' then return; end if;
  return query select * from gate.page(c.purpose, gate.page_found(c.purpose, words, after_id, most), array[]::integer[], wanted);
end $$;

-- The root over hashes in order (RFC 6962, section 2.1), as core/merkle.ts `rootOf`: pairs are hashed level by level, and
-- one that has no neighbour goes up as it is.
create function gate.links_root(hashes bytea[]) returns bytea
language plpgsql immutable security definer set search_path = pg_catalog, pg_temp as $$
declare above bytea[];
begin
  if cardinality(hashes) = 0 then return sha256(''); end if;
  while cardinality(hashes) > 1 loop
    above := '{}';
    for place in 1..cardinality(hashes) by 2 loop
      above := array_append(above, case when place < cardinality(hashes)
        then sha256('\x01'::bytea || hashes[place] || hashes[place + 1]) else hashes[place] end);
    end loop;
    hashes := above;
  end loop;
  return hashes[1];
end $$;

-- The line of a page. Those in `linked` were listed so within the hour and get no second link; salts are made of the
-- gate's seed, which nobody keeps.
create function gate.write_view(actor_kind text, actor_id uuid, purpose text, kind text, covered text[], event uuid,
  people uuid[], linked uuid[], seed bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare fresh uuid[]; salts bytea[]; hashes bytea[];
begin
  select array_agg(f.person order by f.hash), array_agg(f.salt order by f.hash), array_agg(f.hash order by f.hash)
    into fresh, salts, hashes
    from (select s.person, s.salt, sha256('\x00'::bytea || s.salt || uuid_send(s.person)) as hash
          from (select p as person, substring(sha256(seed || uuid_send(p)) for 16) as salt
                from unnest(people) p where p <> all (linked)) s) f;
  if 'country' = any (covered) and not exists (select from goodfaith.persons p where p.person_id = any (people) and p.country is not null) then
    covered := array_remove(covered, 'country');
  end if;
  insert into goodfaith.ledger_events (event_id, actor_kind, actor_id, purpose, kind, fields, link_hashes, links_root)
    values (event, actor_kind, actor_id, purpose, kind, array_to_string(covered, ','),
      coalesce((select string_agg(h, ''::bytea order by h) from unnest(hashes) h), ''), gate.links_root(coalesce(hashes, '{}')));
  insert into goodfaith.ledger_waiting (event_id) values (event);
  if fresh is not null then
    insert into goodfaith.ledger_links (person_id, event_id, place, salt)
      select l.person, event, (l.place - 1)::integer, l.salt from unnest(fresh, salts) with ordinality as l (person, salt, place);
  end if;
end $$;

-- A page with its line. how: 'name' (backward: from Z to A), 'recent', 'words'. The line is about all but the one who only
-- tells that there are more.
create function gate.view_page(token text, how text, backward boolean, words bytea[], after_code integer, after_id uuid, most integer,
  wanted text[], kind text, covered text[], event uuid, linked uuid[], seed bytea)
returns table (person_id uuid, key_id uuid, version integer, country text, created_at timestamptz, changed_at timestamptz,
               compartment text, sealed_version integer, sealed bytea, code integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp rows 100 as $$
declare c record; shown record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind = 'person' then return; end if;
  if how = 'name' then
    select * into shown from gate.page_by_name(c.purpose, backward, after_code, after_id, most);
  elsif how = 'recent' then
    select gate.page_recent(c.purpose, after_id, most) as ids, '{}'::integer[] as codes into shown;
  else
    select gate.page_found(c.purpose, words, after_id, most) as ids, '{}'::integer[] as codes into shown;
  end if;
  if coalesce(cardinality(shown.ids), 0) = 0 then return; end if;
  perform gate.write_view(c.actor_kind, c.actor_id, c.purpose, kind, covered, event, shown.ids[1:most - 1], linked, seed);
  return query select * from gate.page(c.purpose, shown.ids, shown.codes, wanted);
end $$;

reset role;
