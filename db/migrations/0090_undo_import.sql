-- Undoing an import that has ended: people whom it created and with whom nothing has happened since are erased, each by
-- an erasure of their own. None of them asked for it, so no mark keeps a corrected file from bringing them in.

create table goodfaith.import_undos (
  import_id uuid primary key references goodfaith.imports,
  -- who asked, and for which purpose: the line in the ledger is theirs
  staff_id uuid not null,
  purpose text not null,
  -- a privacy officer who did not import: for them a contract that the file claimed by mistake keeps no copy
  second_person boolean not null,
  state text not null check (state in ('running', 'done')),
  undone integer not null default 0,
  asked_at timestamptz not null,
  ended_at timestamptz
);
alter table goodfaith.import_undos enable row level security;
alter table goodfaith.import_undos force row level security;
create policy gate_passes on goodfaith.import_undos to goodfaith_gate using (true) with check (true);

-- By the import in the order of its people: batch after batch without reading the whole again.
create index sources_import_person on goodfaith.sources (import_id, person_id) where import_id is not null;
drop index goodfaith.sources_import;

set role goodfaith_gate;

-- What has happened with people since an import created them; null: nothing. Being listed or found by a search is
-- nothing, and so are our own letters about the import (where the data came from, whether a claim is so). Whatever is in
-- a holding that is not named here is something.
create function gate.since_import(import uuid, people uuid[], second_person boolean) returns table (person_id uuid, why text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare h record; those uuid[]; more uuid[] := '{}';
begin
  for h in select * from gate.holdings where table_name <> all ('{persons,sources,sealed_values,search_tokens,name_order,standing,
      grants,grant_marks,confirmations,ledger_links,outbox,sign_in_links,secrets,secret_tokens,kept_copies}'::text[]) loop
    execute format('select array_agg(distinct t.%1$I) from goodfaith.%2$I t where t.%1$I = any ($1)', h.person_column, h.table_name)
      into those using people;
    more := more || coalesce(those, '{}');
  end loop;
  return query select p.person_id, case
      when p.version <> 1
        or exists (select from goodfaith.sources s where s.person_id = p.person_id and s.import_id is distinct from import)
        or exists (select from goodfaith.sealed_values v where v.person_id = p.person_id and v.version <> 1)
        or exists (select from goodfaith.secrets s where s.person_id = p.person_id and s.added_at <> p.created_at) then 'changed'
      when exists (select from goodfaith.grants g where g.person_id = p.person_id
            and (g.by_kind <> 'import' or g.given_at <> p.created_at))
        or exists (select from goodfaith.grant_marks m where m.person_id = p.person_id) then 'choices'
      when p.person_id = any (more)
        -- the one link to a question of ours aside
        or (select count(*) from goodfaith.sign_in_links l where l.person_id = p.person_id)
           > (select count(distinct c.person_id) from goodfaith.confirmations c where c.person_id = p.person_id)
        or exists (select from goodfaith.ledger_links l join goodfaith.ledger_events e on e.event_id = l.event_id
            where l.person_id = p.person_id
              and e.kind not in ('collected', 'listed', 'searched', 'told', 'asked', 'kept_copied')
              -- the address that such a letter of ours went to
              and not (e.kind = 'opened' and e.actor_kind = 'system' and e.purpose = 'rights.request'))
        or (select count(*) from goodfaith.outbox o where o.person_id = p.person_id)
           > (select count(*) from goodfaith.ledger_links l join goodfaith.ledger_events e on e.event_id = l.event_id
              where l.person_id = p.person_id and e.kind in ('told', 'asked')) then 'since'
      when not second_person and exists (select from goodfaith.kept_copies k where k.person_id = p.person_id) then 'law'
    end
    from goodfaith.persons p where p.person_id = any (people);
end $$;

-- People of an import who are here, in order; not those whose erasure is recorded.
create function gate.people_of_import(import uuid, after uuid, most integer) returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select array(select s.person_id from goodfaith.sources s where s.import_id = import and (after is null or s.person_id > after)
    and not exists (select from goodfaith.erasures e where e.person_id = s.person_id and e.state <> 'planned')
    order by s.person_id limit most)
$$;

-- Asks for it, for whoever imported and still works for that purpose, or a privacy officer. Asked again, it goes over
-- those who were left.
create function gate.ask_undo(token text, import uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; i goodfaith.imports;
begin
  select * into c from gate.claims(token);
  select * into i from goodfaith.imports o where o.import_id = import for update;
  if not found or c.actor_kind <> 'staff' or not ((i.staff_id = c.actor_id and i.purpose = c.purpose)
       or (c.purpose = 'rights.request' and gate.has_role(c.actor_id, '{privacy_officer}'))) then
    raise exception 'not found' using errcode = 'GF404';
  end if;
  if i.state not in ('done', 'failed', 'cancelled') or i.dry_run or i.ends_at <= gate.now() then
    raise exception 'not to be undone' using errcode = 'GF450';
  end if;
  insert into goodfaith.import_undos as o (import_id, staff_id, purpose, second_person, state, asked_at)
    values (import, c.actor_id, c.purpose, c.purpose = 'rights.request' and c.actor_id <> i.staff_id, 'running', gate.now())
    on conflict (import_id) do update set staff_id = excluded.staff_id, purpose = excluded.purpose,
        second_person = excluded.second_person, state = 'running', asked_at = excluded.asked_at, ended_at = null
      where o.state = 'done';
end $$;

-- How far it is: people of the import who are here, and how many of them would go, where they are few enough to tell at
-- once.
create function gate.read_undo(token text, import uuid)
returns table (state text, asked_at timestamptz, ended_at timestamptz, undone integer, people bigint, would bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 1 as $$
#variable_conflict use_column
declare c record; held uuid[]; least_counted constant integer := 5000;
begin
  select * into c from gate.claims(token);
  if not exists (select from gate.read_imports(token, import)) then return; end if;
  held := gate.people_of_import(import, null, least_counted + 1);
  return query select coalesce(u.state, 'none'), u.asked_at, u.ended_at, coalesce(u.undone, 0),
      case when cardinality(held) <= least_counted then cardinality(held)::bigint
           else (select count(*) from goodfaith.sources s where s.import_id = i.import_id) end,
      case when cardinality(held) <= least_counted then (select count(*) from gate.since_import(import, held,
        c.purpose = 'rights.request' and c.actor_id <> i.staff_id) w where w.why is null) end
    from goodfaith.imports i left join goodfaith.import_undos u on u.import_id = i.import_id
    where i.import_id = import;
end $$;

-- Of a page of the import's people those who stay, and why; only whom the purpose shows.
create function gate.left_of_import(token text, import uuid, after uuid, most integer)
returns table (person_id uuid, why text, up_to uuid, more boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare c record; page uuid[]; importer uuid;
begin
  select * into c from gate.claims(token);
  select i.staff_id into importer from gate.read_imports(token, import) i;
  if not found then return; end if;
  page := gate.people_of_import(import, after, most);
  if cardinality(page) = 0 then return; end if;
  -- one row at least: where this page shows nobody, the next one may
  return query select w.person_id, w.why, page[cardinality(page)], cardinality(page) = most
    from (select) one left join (
      select w.person_id, w.why from gate.since_import(import, page, c.purpose = 'rights.request' and c.actor_id <> importer) w
      join goodfaith.standing s on s.purpose = c.purpose and s.person_id = w.person_id and s.until > gate.now()
      where w.why is not null) w on true
    order by w.person_id;
end $$;

-- The next people: their erasures are recorded, with one line about all of them. Whoever is being written to is waited
-- for and looked at afterwards. No row: nobody is left.
create function gate.undo_batch(token text, import uuid, after uuid, most integer, seed bytea)
returns table (up_to uuid, erasures uuid[])
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  u goodfaith.import_undos; e record; page uuid[]; gone uuid[]; made uuid[] := '{}';
  linked uuid[]; salts bytea[]; hashes bytea[];
begin
  perform gate.system_only(token);
  select * into u from goodfaith.import_undos o where o.import_id = import and o.state = 'running' for update;
  if not found then return; end if;
  page := gate.people_of_import(import, after, most);
  if cardinality(page) = 0 then return; end if;
  perform from goodfaith.persons p where p.person_id = any (page) order by p.person_id for update;
  gone := array(select w.person_id from gate.since_import(import, page, u.second_person) w where w.why is null order by 1);
  if cardinality(gone) > 0 then
    update goodfaith.kept_copies k set until = gate.now(), mistaken_at = gate.now()
      where k.person_id = any (gone) and k.ending_at is null;
    for e in
      insert into goodfaith.erasures (erasure_id, person_id, state, code, planned_at, asked_at, by_kind, by_id, suppressed,
          key_hashes, salt, commitment)
        select gen_random_uuid(), s.person_id, 'recorded', '', gate.now(), gate.now(), 'staff', u.staff_id, '{}',
          array[sha256(uuid_send(s.key_id))], s.salt, sha256(s.salt || uuid_send(s.person_id))
        from (select p.person_id, p.key_id, substring(sha256(seed || uuid_send(p.key_id)) for 16) as salt
              from goodfaith.persons p where p.person_id = any (gone)) s
        returning erasure_id, person_id loop
      perform gate.out_of_sight(e.person_id, e.erasure_id);
      made := array_append(made, e.erasure_id);
    end loop;
    select array_agg(f.person order by f.hash), array_agg(f.salt order by f.hash), array_agg(f.hash order by f.hash)
      into linked, salts, hashes
      from (select s.person, s.salt, sha256('\x00'::bytea || s.salt || uuid_send(s.person)) as hash
            from (select p as person, substring(sha256(seed || uuid_send(p)) for 16) as salt from unnest(gone) p) s) f;
    perform gate.write_event('staff', u.staff_id, u.purpose, 'import_undone', '', gate.new_id(), linked, salts,
      array(select g - 1 from generate_series(1, cardinality(linked)) g),
      (select string_agg(h, ''::bytea order by h) from unnest(hashes) h), gate.links_root(hashes));
    update goodfaith.import_undos o set undone = o.undone + cardinality(gone) where o.import_id = import;
  end if;
  return query select page[cardinality(page)], made;
end $$;

create function gate.end_undo(token text, import uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform gate.system_only(token);
  update goodfaith.import_undos o set state = 'done', ended_at = gate.now() where o.import_id = import and o.state = 'running';
end $$;

-- Those that have not ended: whoever starts goes on with them.
create function gate.open_undos(token text) returns table (import_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  perform gate.system_only(token);
  return query select u.import_id from goodfaith.import_undos u where u.state = 'running' order by u.asked_at;
end $$;

reset role;
