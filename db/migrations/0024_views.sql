-- A page and its line in one statement, as gate.look does it for one person: outside of a transaction what comes back is
-- committed when it comes, and its standing is that of the same moment. In a transaction, whose rollback would take the
-- line back, pages are read and logged apart, as before.

set role goodfaith_gate;

-- Who stands on a page: by name, by arrival, or because they carry each of the words. A cursor is a bound of the index in
-- every plan: with "no cursor, or after it" a plan for any cursor read the list from its beginning. No plan may read a table
-- through, sort everyone, or begin with everyone who has standing: one made while there was nobody would go on doing so.
create function gate.page_by_name(purpose text, backward boolean, after_code integer, after_id uuid, most integer,
  out ids uuid[], out codes integer[])
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
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
      where o.purpose = page_by_name.purpose
        and (select s.until from goodfaith.standing s where s.purpose = o.purpose and s.person_id = o.person_id) > gate.now()
        and (o.code, o.person_id) < (after_code, after_id)
      order by o.code desc, o.person_id desc limit most) q;
  else
    after_code := coalesce(after_code, -2147483648);
    after_id := coalesce(after_id, '00000000-0000-0000-0000-000000000000');
    select array_agg(q.person_id), array_agg(q.code) into ids, codes from (
      select o.person_id, o.code from goodfaith.name_order o
      where o.purpose = page_by_name.purpose
        and (select s.until from goodfaith.standing s where s.purpose = o.purpose and s.person_id = o.person_id) > gate.now()
        and (o.code, o.person_id) > (after_code, after_id)
      order by o.code, o.person_id limit most) q;
  end if;
end $$;

create function gate.page_recent(purpose text, after_id uuid, most integer) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
begin
  after_id := coalesce(after_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  return array(select s.person_id from goodfaith.standing s
    where s.purpose = page_recent.purpose and s.until > gate.now() and s.person_id < after_id
    order by s.person_id desc limit most);
end $$;

create function gate.page_found(purpose text, words bytea[], after_id uuid, most integer) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
begin
  after_id := coalesce(after_id, '00000000-0000-0000-0000-000000000000');
  if cardinality(words) = 1 then
    return array(select t.person_id from goodfaith.search_tokens t
      where t.token = words[1] and t.person_id > after_id
        and (select s.until from goodfaith.standing s where s.purpose = page_found.purpose and s.person_id = t.person_id) > gate.now()
      order by t.person_id limit most);
  end if;
  return array(select t.person_id from goodfaith.search_tokens t
    where t.token = words[1] and t.person_id > after_id
      and (select s.until from goodfaith.standing s where s.purpose = page_found.purpose and s.person_id = t.person_id) > gate.now()
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

-- Pages with their lines, of one purpose, for everyone who asks at the same time. how: 'name' (n_backward: from Z to A),
-- 'recent', 'words'. Words and those who need no second link stand one behind the other, with how many belong to each
-- page. A line is about all but the one who only tells that there are more. packed: the page's people as gate/packed.ts reads
-- them; null when that page's own token is refused (and not all are), and no row when there is nobody.
create function gate.view_pages(tokens text[], wanted text[], covered text[], how text, n_token integer[], n_backward boolean[],
  n_words integer[], words bytea[], n_code integer[], n_id uuid[], n_most integer[], n_kind text[], n_event uuid[],
  n_linked integer[], linked uuid[], seed bytea)
returns table (asked integer, packed bytea)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off rows 8 as $$
declare
  c record; which text; actor_kinds text[] := '{}'; actor_ids uuid[] := '{}'; opened text[];
  ids uuid[]; codes integer[]; word_at integer := 0; link_at integer := 0;
begin
  for place in 1..cardinality(tokens) loop
    select * into c from gate.verify(tokens[place]);
    if c.purpose <> which then raise exception 'pages of one purpose' using errcode = 'GF001'; end if;
    which := coalesce(which, c.purpose);
    actor_kinds := array_append(actor_kinds, c.actor_kind);
    actor_ids := array_append(actor_ids, c.actor_id);
  end loop;
  if which is null then raise exception 'no valid purpose token' using errcode = 'GF001'; end if;
  opened := array(select unnest(p.opens) from goodfaith.purposes p where p.purpose = which intersect select unnest(wanted));
  for place in 1..cardinality(n_token) loop
    asked := place;
    packed := null;
    if actor_kinds[n_token[place]] is null then
      return next;
    elsif actor_kinds[n_token[place]] <> 'person' then
      codes := null;
      if how = 'name' then
        select p.ids, p.codes into ids, codes from gate.page_by_name(which, n_backward[place], n_code[place], n_id[place], n_most[place]) p;
      elsif how = 'recent' then
        ids := gate.page_recent(which, n_id[place], n_most[place]);
      else
        ids := gate.page_found(which, words[word_at + 1:word_at + n_words[place]], n_id[place], n_most[place]);
      end if;
      if cardinality(ids) > 0 then
        perform gate.write_view(actor_kinds[n_token[place]], actor_ids[n_token[place]], which, n_kind[place], covered, n_event[place],
          ids[1:n_most[place] - 1], linked[link_at + 1:link_at + n_linked[place]], seed || uuid_send(n_event[place]));
        select array_send(array_agg(row(p.person_id, p.key_id, p.version, p.country, p.created_at, p.changed_at, v.compartment, v.version,
            v.sealed, i.code) order by i.place)) into packed
          from unnest(ids, codes) with ordinality as i (id, code, place)
          join goodfaith.persons p on p.person_id = i.id
          left join goodfaith.sealed_values v on v.person_id = i.id and v.compartment = any (opened);
        if packed is not null then return next; end if;
      end if;
    end if;
    word_at := word_at + n_words[place];
    link_at := link_at + n_linked[place];
  end loop;
end $$;

reset role;
