-- What an importer is told of undoing an import does not tell who of its people has left from who is withheld: whoever
-- was not undone is counted as not undone, here or not, and a page ends where nobody who is shown follows.

set role goodfaith_gate;

-- How far it is: people whom it created and whom it has not taken back, and how many of them would go, where they are few
-- enough to tell at once.
create or replace function gate.read_undo(token text, import uuid)
returns table (state text, asked_at timestamptz, ended_at timestamptz, undone integer, people bigint, would bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 1 as $$
#variable_conflict use_column
declare c record; held uuid[]; least_counted constant integer := 5000;
begin
  select * into c from gate.claims(token);
  if not exists (select from gate.read_imports(token, import)) then return; end if;
  if (select i.imported from goodfaith.imports i where i.import_id = import) <= least_counted then
    held := gate.people_of_import(import, null, null);
  end if;
  return query select coalesce(u.state, 'none'), u.asked_at, u.ended_at, coalesce(u.undone, 0),
      greatest(i.imported - coalesce(u.undone, 0), 0)::bigint,
      case when held is not null then (select count(*) from gate.since_import(import, held,
        c.purpose = 'rights.request' and c.actor_id <> i.staff_id) w where w.why is null) end
    from goodfaith.imports i left join goodfaith.import_undos u on u.import_id = i.import_id
    where i.import_id = import;
end $$;

-- Of a page of the import's people those who stay, and why; only whom the purpose shows, so that neither where a page ends
-- nor whether there is another depends on anybody else.
create or replace function gate.left_of_import(token text, import uuid, after uuid, most integer)
returns table (person_id uuid, why text, up_to uuid, more boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare c record; page uuid[]; importer uuid;
begin
  select * into c from gate.claims(token);
  select i.staff_id into importer from gate.read_imports(token, import) i;
  if not found or not exists (select from goodfaith.standing s where s.purpose = c.purpose) then return; end if;
  page := array(select s.person_id from goodfaith.sources s where s.import_id = import and (after is null or s.person_id > after)
    and exists (select from goodfaith.standing t where t.purpose = c.purpose and t.person_id = s.person_id and t.until > gate.now())
    order by s.person_id limit most);
  if cardinality(page) = 0 then return; end if;
  -- one row at least: where nobody of this page stays, somebody of the next one may
  return query select w.person_id, w.why, page[cardinality(page)], cardinality(page) = most
    from (select) one left join (
      select w.person_id, w.why from gate.since_import(import, page, c.purpose = 'rights.request' and c.actor_id <> importer) w
      where w.why is not null) w on true
    order by w.person_id;
end $$;

reset role;
