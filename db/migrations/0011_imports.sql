-- Imports: what a file was said to be, how far it is, and a report per batch, sealed under a key of the import's own that
-- ends thirty days after it. A batch's people, counts and report are one commit: a killed import goes on where it was.

create table goodfaith.imports (
  import_id uuid primary key,
  staff_id uuid not null,
  purpose text not null,
  key_id uuid,
  -- file name, mapping, source, grants, date orders
  sealed bytea,
  dry_run boolean not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  problem text,
  batches integer not null default 0,
  total integer,
  rows_read integer not null default 0,
  imported integer not null default 0,
  updated integer not null default 0,
  duplicates integer not null default 0,
  suppressed integer not null default 0,
  rejected integer not null default 0,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  ends_at timestamptz not null default now() + interval '30 days'
);
create index imports_open on goodfaith.imports (created_at) where state in ('queued', 'running');

create table goodfaith.import_reports (
  import_id uuid not null references goodfaith.imports,
  batch integer not null,
  sealed bytea not null,
  primary key (import_id, batch)
);

-- Blind tokens of the rows so far, to tell duplicates within the file; gone when it ends.
create table goodfaith.import_seen (
  import_id uuid not null,
  token bytea not null,
  primary key (import_id, token)
);

do $$
declare t text;
begin
  foreach t in array array['imports', 'import_reports', 'import_seen'] loop
    execute format('alter table goodfaith.%I enable row level security', t);
    execute format('alter table goodfaith.%I force row level security', t);
    execute format('create policy gate_passes on goodfaith.%I to goodfaith_gate using (true) with check (true)', t);
  end loop;
end $$;

set role goodfaith_gate;

create function gate.create_import(token text, import uuid, key uuid, described bytea, dry boolean) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' then raise exception 'staff only' using errcode = '42501'; end if;
  insert into goodfaith.imports (import_id, staff_id, purpose, key_id, sealed, dry_run, created_at)
    values (import, c.actor_id, c.purpose, key, described, dry, gate.now());
end $$;

-- Their own imports; all of them for an administrator or the privacy officer.
create function gate.read_imports(token text, which uuid) returns setof goodfaith.imports
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 20 as $$
declare c record;
begin
  select * into c from gate.claims(token);
  return query select i.* from goodfaith.imports i
    where (which is null or i.import_id = which) and (c.actor_kind = 'system' or (c.actor_kind = 'staff'
      and (i.staff_id = c.actor_id or gate.has_role(c.actor_id, '{administrator,privacy_officer}'))))
    order by i.created_at desc limit 100;
end $$;

create function gate.read_import_report(token text, import uuid, after integer, most integer)
returns table (batch integer, sealed bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  if not exists (select from gate.read_imports(token, import)) then
    raise exception 'not found' using errcode = 'GF404';
  end if;
  return query select r.batch, r.sealed from goodfaith.import_reports r
    where r.import_id = import and r.batch > after order by r.batch limit most;
end $$;

-- Which of these tokens the file has not had before.
create function gate.see_in_import(token text, import uuid, words bytea[]) returns table (word bytea)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if not exists (select from goodfaith.imports i where i.import_id = import and i.staff_id = c.actor_id) then
    raise exception 'not found' using errcode = 'GF404';
  end if;
  return query insert into goodfaith.import_seen as s (import_id, token) select import, w from unnest(words) w
    on conflict do nothing returning s.token;
end $$;

-- The batch's counts and report, in the transaction of its people. Two that run the same import cannot both go on.
create function gate.note_batch(token text, import uuid, number integer, read integer, made integer, changed integer,
  same integer, left_out integer, refused integer, report bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  update goodfaith.imports i set batches = number, rows_read = i.rows_read + read, imported = i.imported + made,
      updated = i.updated + changed, duplicates = i.duplicates + same, suppressed = i.suppressed + left_out,
      rejected = i.rejected + refused
    where i.import_id = import and i.staff_id = c.actor_id and i.state = 'running' and i.batches = number - 1;
  if not found then raise exception 'not running' using errcode = 'GF409'; end if;
  insert into goodfaith.import_reports (import_id, batch, sealed) values (import, number, report);
end $$;

create function gate.turn_import(token text, import uuid, new_state text, why text, rows_total integer) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; done boolean;
begin
  select * into c from gate.claims(token);
  update goodfaith.imports i set state = new_state, problem = why, total = coalesce(rows_total, i.total),
      ended_at = case when new_state in ('done', 'failed', 'cancelled') then gate.now() end
    where i.import_id = import and (c.actor_kind = 'system' or i.staff_id = c.actor_id
        or gate.has_role(c.actor_id, '{administrator,privacy_officer}'))
      and i.state in ('queued', 'running');
  done := found;
  if done and new_state in ('done', 'failed', 'cancelled') then
    delete from goodfaith.import_seen s where s.import_id = import;
  end if;
  return done;
end $$;

-- Imports whose thirty days are over: their key, report and description go.
create function gate.expire_imports(token text) returns table (import_id uuid, key_id uuid)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  perform gate.system_only(token);
  delete from goodfaith.import_reports r using goodfaith.imports i
    where i.import_id = r.import_id and i.ends_at < gate.now() and i.key_id is not null;
  return query update goodfaith.imports i set key_id = null, sealed = null from goodfaith.imports o
    where i.import_id = o.import_id and i.ends_at < gate.now() and i.key_id is not null
    returning o.import_id, o.key_id;
end $$;

reset role;
