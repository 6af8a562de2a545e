-- Upkeep: when deleted rows and the old log were last swept away, and the doors of `goodfaith verify`.

create table gate.swept (
  only_one boolean primary key default true check (only_one),
  at timestamptz not null
);
grant select on gate.swept to goodfaith_gate;

set role goodfaith_gate;

-- Tables whose rows lead to a person of whom there is no record, or still belong to someone who was erased.
create function gate.verify_rows(token text) returns table (holding text, count bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare h record;
begin
  perform gate.system_only(token);
  for h in select * from gate.holdings where fate = 'destroyed' and table_name <> 'persons' order by place loop
    execute format('select count(*) from goodfaith.%1$I t where t.%2$I is not null
        and (%3$L <> ''repeats'') and not exists (select from goodfaith.persons p where p.person_id = t.%2$I)',
      h.table_name, h.person_column, h.table_name) into count;
    holding := h.table_name;
    return next;
  end loop;
end $$;

-- What is said of erasures: open ones, and done ones that still name a person.
create function gate.verify_erasures(token text, out open bigint, out unlinked bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform gate.system_only(token);
  select count(*) filter (where e.state in ('recorded', 'running', 'waiting_recipients')),
         count(*) filter (where e.rows_gone_at is not null and e.person_id is not null)
    into open, unlinked from goodfaith.erasures e;
end $$;

-- Hashes of the keys that erasures destroyed, a page at a time.
create function gate.erased_keys(token text, after uuid, most integer) returns table (erasure_id uuid, hashes bytea[])
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  perform gate.system_only(token);
  return query select e.erasure_id, e.key_hashes from goodfaith.erasures e
    where e.key_gone_at is not null and (after is null or e.erasure_id > after) order by e.erasure_id limit most;
end $$;

-- The ids of every key that a row needs, a page at a time: whatever column is called key_id.
create function gate.needed_keys(token text, after uuid, most integer) returns table (key_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare parts text;
begin
  perform gate.system_only(token);
  select string_agg(format('(select t.%1$I as k from goodfaith.%2$I t where t.%1$I > $1 %3$s order by t.%1$I limit $2)',
      a.attname, c.relname,
      -- whoever is leaving may have lost their key already
      case when c.relname = 'persons' then 'and not exists (select from goodfaith.erasures e where e.person_id = t.person_id
        and e.state <> ''planned'')' else '' end), ' union all ') into parts
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname like '%key_id' and a.atttypid = 'uuid'::regtype
    where c.relnamespace = 'goodfaith'::regnamespace and c.relkind in ('r', 'p') and not a.attisdropped;
  return query execute format('select distinct q.k from (%s) q order by q.k limit $2', parts)
    using coalesce(after, '00000000-0000-0000-0000-000000000000'), most;
end $$;

-- Of these keys, those that some row names.
create function gate.owned_keys(token text, keys uuid[]) returns table (key_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare parts text;
begin
  perform gate.system_only(token);
  select string_agg(format('select t.%1$I as k from goodfaith.%2$I t where t.%1$I = any ($1)', a.attname, c.relname), ' union ') into parts
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname like '%key_id' and a.atttypid = 'uuid'::regtype
    where c.relnamespace = 'goodfaith'::regnamespace and c.relkind in ('r', 'p') and not a.attisdropped;
  return query execute parts using keys;
end $$;

-- What a page of people's standing and places in lists are, a line each.
create function gate.standing_lines(people uuid[]) returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select array(
    select concat_ws('|', s.purpose, s.person_id, s.since, s.until, s.grant_id) from goodfaith.standing s where s.person_id = any (people)
    union all
    select concat_ws('|', o.purpose, o.person_id) from goodfaith.name_order o where o.person_id = any (people))
$$;

-- How many lines of standing are not what the grants say, for a page of people: settled anew and compared. The caller
-- rolls back.
create function gate.verify_standing(token text, after uuid, most integer, out last uuid, out wrong bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare page uuid[]; before text[]; later text[];
begin
  perform gate.system_only(token);
  select array_agg(q.person_id order by q.person_id) into page from (
    select p.person_id from goodfaith.persons p where (after is null or p.person_id > after)
      and not exists (select from goodfaith.erasures e where e.person_id = p.person_id and e.state <> 'planned')
    order by p.person_id limit most) q;
  wrong := 0;
  if page is null then return; end if;
  last := page[cardinality(page)];
  before := gate.standing_lines(page);
  perform gate.settle(page);
  later := gate.standing_lines(page);
  select count(*) into wrong from (
    (select unnest(before) except select unnest(later)) union all (select unnest(later) except select unnest(before))) d;
end $$;

reset role;
