-- Pages whose cursor is a bound of the index in every plan: with "no cursor, or after it" a plan for any cursor read
-- the list from its beginning.

set role goodfaith_gate;

create or replace function gate.list_people(token text, wanted text[], backward boolean, after_code integer, after_id uuid, most integer)
returns table (person_id uuid, key_id uuid, version integer, country text, created_at timestamptz, changed_at timestamptz,
               compartment text, sealed_version integer, sealed bytea, code integer)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 100 as $$
#variable_conflict use_column
declare c record; page_ids uuid[]; page_codes integer[];
begin
  select * into c from gate.claims(token);
  if c.actor_kind = 'person' then return; end if;
  -- the order of names tells of names
  if not exists (select from goodfaith.purposes p where p.purpose = c.purpose and 'identity' = any (p.opens)
      and (p.fields is null or p.fields @> '{given_name,family_name}')) then
    raise exception 'names are not opened' using errcode = 'GF018';
  end if;
  if backward then
    after_code := coalesce(after_code, 2147483647);
    after_id := coalesce(after_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
    select array_agg(q.person_id), array_agg(q.code) into page_ids, page_codes from (
      select o.person_id, o.code from goodfaith.name_order o
      join goodfaith.standing s on s.purpose = o.purpose and s.person_id = o.person_id and s.until > gate.now()
      where o.purpose = c.purpose and (o.code, o.person_id) < (after_code, after_id)
      order by o.code desc, o.person_id desc limit most) q;
  else
    after_code := coalesce(after_code, -2147483648);
    after_id := coalesce(after_id, '00000000-0000-0000-0000-000000000000');
    select array_agg(q.person_id), array_agg(q.code) into page_ids, page_codes from (
      select o.person_id, o.code from goodfaith.name_order o
      join goodfaith.standing s on s.purpose = o.purpose and s.person_id = o.person_id and s.until > gate.now()
      where o.purpose = c.purpose and (o.code, o.person_id) > (after_code, after_id)
      order by o.code, o.person_id limit most) q;
  end if;
  return query select * from gate.page(c.purpose, page_ids, page_codes, wanted);
end $$;

create or replace function gate.list_recent(token text, wanted text[], after_id uuid, most integer)
returns table (person_id uuid, key_id uuid, version integer, country text, created_at timestamptz, changed_at timestamptz,
               compartment text, sealed_version integer, sealed bytea, code integer)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 100 as $$
#variable_conflict use_column
declare c record; page_ids uuid[];
begin
  select * into c from gate.claims(token);
  if c.actor_kind = 'person' then return; end if;
  after_id := coalesce(after_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  select array_agg(q.person_id) into page_ids from (
    select s.person_id from goodfaith.standing s
    where s.purpose = c.purpose and s.until > gate.now() and s.person_id < after_id
    order by s.person_id desc limit most) q;
  return query select * from gate.page(c.purpose, page_ids, array[]::integer[], wanted);
end $$;

create or replace function gate.search_people(token text, words bytea[], wanted text[], after_id uuid, most integer)
returns table (person_id uuid, key_id uuid, version integer, country text, created_at timestamptz, changed_at timestamptz,
               compartment text, sealed_version integer, sealed bytea, code integer)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 100 as $$
#variable_conflict use_column
declare c record; page_ids uuid[];
begin
  select * into c from gate.claims(token);
  if c.actor_kind = 'person' then return; end if;
  after_id := coalesce(after_id, '00000000-0000-0000-0000-000000000000');
  if cardinality(words) = 1 then
    select array_agg(q.person_id) into page_ids from (
      select t.person_id from goodfaith.search_tokens t
      join goodfaith.standing s on s.purpose = c.purpose and s.person_id = t.person_id and s.until > gate.now()
      where t.token = words[1] and t.person_id > after_id
      order by t.person_id limit most) q;
  else
    select array_agg(q.person_id) into page_ids from (
      select t.person_id from goodfaith.search_tokens t
      join goodfaith.standing s on s.purpose = c.purpose and s.person_id = t.person_id and s.until > gate.now()
      where t.token = words[1] and t.person_id > after_id
        and not exists (select from unnest(words[2:]) as w (word)
          where not exists (select from goodfaith.search_tokens o where o.token = w.word and o.person_id = t.person_id))
      order by t.person_id limit most) q;
  end if;
  return query select * from gate.page(c.purpose, page_ids, array[]::integer[], wanted);
end $$;

reset role;
