-- Who stands on a page, entered by indexes in every plan. None may read a table through, sort everyone, or begin with everyone
-- who has standing: one that was made while there was nobody would go on doing so. Standing is asked row by row.

set role goodfaith_gate;

create or replace function gate.page_by_name(purpose text, backward boolean, after_code integer, after_id uuid, most integer,
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

create or replace function gate.page_recent(purpose text, after_id uuid, most integer) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
begin
  after_id := coalesce(after_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  return array(select s.person_id from goodfaith.standing s
    where s.purpose = page_recent.purpose and s.until > gate.now() and s.person_id < after_id
    order by s.person_id desc limit most);
end $$;

create or replace function gate.page_found(purpose text, words bytea[], after_id uuid, most integer) returns uuid[]
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

drop function gate.view_page(text, text, boolean, bytea[], integer, uuid, integer, text[], text, text[], uuid, uuid[], bytea);

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
