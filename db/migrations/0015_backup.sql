-- Backups: doors that hand the rows of people to the gate, page by page, in one snapshot, to be sealed under each
-- person's key. Only for the system, under the purpose by which people get their rights. Restores go by the owner's
-- connection; while one is not finished there is a row in gate.restoring, and nothing opens for work.

create table gate.restoring (
  only_one boolean primary key default true check (only_one),
  started_at timestamptz not null default now()
);

set role goodfaith_gate;

-- A page of people with their rows in every holding, parents first; rows as JSON, bytes as '\x…'.
create function gate.backup_people(token text, skip text[], after uuid, most integer)
returns table (person_id uuid, key_id uuid, holding text, content text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare h record; page uuid[];
begin
  perform gate.system_only(token);
  select array_agg(q.person_id) into page from (
    select p.person_id from goodfaith.persons p where after is null or p.person_id > after
    order by p.person_id limit most) q;
  for h in select * from gate.holdings where table_name <> all (skip) order by place desc loop
    return query execute format(
      'select p.person_id, p.key_id, %L::text, json_agg(t)::text from goodfaith.persons p
       join goodfaith.%I t on t.%I = p.person_id where p.person_id = any ($1) group by p.person_id order by p.person_id',
      h.table_name, h.table_name, h.person_column) using page;
  end loop;
end $$;

-- A page of rows that are nobody's: of tables without people, and those a person no longer stands in. In the order of
-- the primary key, after the last row of the page before.
create function gate.backup_house(token text, holding text, after text, most integer) returns setof text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare keys text; nobody text;
begin
  perform gate.system_only(token);
  select string_agg(quote_ident(a.attname), ', ' order by k.place) into keys
    from pg_index i, unnest(i.indkey::smallint[]) with ordinality as k (attnum, place)
    join pg_attribute a on a.attnum = k.attnum
    where i.indrelid = format('goodfaith.%I', holding)::regclass and a.attrelid = i.indrelid and i.indisprimary;
  select format('%I is null', h.person_column) into nobody from gate.holdings h where h.table_name = holding;
  return query execute format(
    'select row_to_json(t)::text from goodfaith.%1$I t where %2$s
       and ($1 is null or (%3$s) > (select %3$s from json_populate_record(null::goodfaith.%1$I, $1::json)))
     order by %3$s limit $2', holding, coalesce(nobody, 'true'), keys) using after, most;
end $$;

create function gate.backup_staff(token text) returns table (staff_id uuid, key_id uuid, content text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  perform gate.system_only(token);
  return query select s.staff_id, s.key_id, json_agg(s)::text from goodfaith.staff s group by s.staff_id order by s.staff_id;
end $$;

reset role;
