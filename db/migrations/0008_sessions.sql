-- Who is signed in, by session, token or one-time link. Each row carries a MAC under a key of the keyring, which the gate
-- checks at every use: whoever writes rows by SQL cannot sign in with them. Secrets are kept as keyed hashes only.

create table goodfaith.sessions (
  hash bytea primary key,
  kind text not null check (kind in ('staff', 'person')),
  staff_id uuid,
  person_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  mac bytea not null,
  check (num_nonnulls(staff_id, person_id) = 1)
);
create index sessions_staff on goodfaith.sessions (staff_id) where staff_id is not null;
create index sessions_person on goodfaith.sessions (person_id) where person_id is not null;

create table goodfaith.api_tokens (
  token_id uuid primary key,
  hash bytea not null unique,
  staff_id uuid not null,
  name text not null,
  -- narrower than the roles of its owner; null: as wide as they are at each use
  purposes text[],
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  mac bytea not null
);
create index api_tokens_staff on goodfaith.api_tokens (staff_id);

-- 'first': makes the first administrator; 'staff': sets a password; 'person': opens the person's own page.
create table goodfaith.sign_in_links (
  hash bytea primary key,
  kind text not null check (kind in ('first', 'staff', 'person')),
  staff_id uuid,
  person_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  mac bytea not null
);
create index sign_in_links_person on goodfaith.sign_in_links (person_id) where person_id is not null;

-- A write that was asked for twice: keyed hashes of actor, purpose and key, and of the request; the id of what it made.
create table goodfaith.repeats (
  key_hash bytea primary key,
  request_hash bytea not null,
  status integer,
  result_id uuid,
  at timestamptz not null default now()
);
create index repeats_result on goodfaith.repeats (result_id) where result_id is not null;
create index repeats_at on goodfaith.repeats (at);

do $$
declare t text;
begin
  foreach t in array array['sessions', 'api_tokens', 'sign_in_links', 'repeats'] loop
    execute format('alter table goodfaith.%I enable row level security', t);
    execute format('alter table goodfaith.%I force row level security', t);
    execute format('create policy gate_passes on goodfaith.%I to goodfaith_gate using (true) with check (true)', t);
  end loop;
end $$;

set role goodfaith_gate;

create function gate.put_session(hash bytea, kind text, staff uuid, person uuid, created timestamptz, expires timestamptz, mac bytea)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from goodfaith.sessions s where s.expires_at < gate.now() - interval '1 day';
  insert into goodfaith.sessions (hash, kind, staff_id, person_id, created_at, expires_at, mac)
    values ($1, $2, $3, $4, $5, $6, $7);
$$;

create function gate.end_session(hash bytea) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$ delete from goodfaith.sessions s where s.hash = $1 $$;

-- Whoever bears the secret with this hash: a session or a token, with the roles its owner has now.
create function gate.bearer(wanted bytea)
returns table (what text, kind text, owner uuid, created_at timestamptz, expires_at timestamptz, purposes text[], mac bytea,
               token_id uuid, roles text[])
language plpgsql security definer set search_path = pg_catalog, pg_temp rows 1 as $$
begin
  update goodfaith.api_tokens t set last_used_at = gate.now()
    where t.hash = wanted and (t.last_used_at is null or t.last_used_at < gate.now() - interval '1 minute');
  return query
    select 'session', s.kind, coalesce(s.staff_id, s.person_id), s.created_at, s.expires_at, null::text[], s.mac, null::uuid, m.roles
    from goodfaith.sessions s left join goodfaith.staff m on m.staff_id = s.staff_id and m.left_at is null
    where s.hash = wanted and s.expires_at > gate.now()
      and (m.staff_id is not null or exists (select from goodfaith.persons p where p.person_id = s.person_id))
    union all
    select 'token', 'staff', t.staff_id, t.created_at, t.expires_at, t.purposes, t.mac, t.token_id, m.roles
    from goodfaith.api_tokens t join goodfaith.staff m on m.staff_id = t.staff_id and m.left_at is null
    where t.hash = wanted and t.expires_at > gate.now();
end $$;

-- A token belongs to whoever the purpose token names, and to nobody else.
create function gate.put_api_token(token text, id uuid, hash bytea, name text, purposes text[], created timestamptz,
  expires timestamptz, mac bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' then raise exception 'staff only' using errcode = '42501'; end if;
  insert into goodfaith.api_tokens (token_id, hash, staff_id, name, purposes, created_at, expires_at, mac)
    values (id, hash, c.actor_id, name, purposes, created, expires, mac);
end $$;

create function gate.api_tokens(token text)
returns table (token_id uuid, name text, purposes text[], created_at timestamptz, expires_at timestamptz, last_used_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.token_id, t.name, t.purposes, t.created_at, t.expires_at, t.last_used_at
  from gate.claims(token) c join goodfaith.api_tokens t on c.actor_kind = 'staff' and t.staff_id = c.actor_id
  order by t.created_at desc, t.token_id
$$;

create function gate.end_api_token(token text, id uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  delete from goodfaith.api_tokens t where t.token_id = id and c.actor_kind = 'staff' and t.staff_id = c.actor_id;
  return found;
end $$;

create function gate.put_link(hash bytea, kind text, staff uuid, person uuid, created timestamptz, expires timestamptz, mac bytea)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  -- a new link of its kind ends the ones before
  delete from goodfaith.sign_in_links l where l.expires_at < gate.now()
    or (l.kind = $2 and l.kind <> 'person' and l.staff_id is not distinct from $3);
  insert into goodfaith.sign_in_links (hash, kind, staff_id, person_id, created_at, expires_at, mac)
    select $1, $2, $3, $4, $5, $6, $7
    where $2 <> 'person' or exists (select from goodfaith.persons p where p.person_id = $4);
$$;

create function gate.read_link(wanted bytea)
returns table (kind text, owner uuid, created_at timestamptz, expires_at timestamptz, mac bytea)
language sql stable security definer set search_path = pg_catalog, pg_temp rows 1 as $$
  select l.kind, coalesce(l.staff_id, l.person_id), l.created_at, l.expires_at, l.mac from goodfaith.sign_in_links l
  where l.hash = wanted and l.expires_at > gate.now()
    and (l.kind <> 'first' or not exists (select from goodfaith.staff))
$$;

-- Once: true for one caller only, whoever else holds the link.
create function gate.use_link(wanted bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from goodfaith.sign_in_links l where l.hash = wanted and l.expires_at > gate.now();
  return found;
end $$;

-- A password of one's own: the purpose token names whose. Their other sessions end.
create function gate.set_password(token text, password text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' then raise exception 'staff only' using errcode = '42501'; end if;
  update goodfaith.staff s set password_hash = password where s.staff_id = c.actor_id;
  delete from goodfaith.sessions s where s.staff_id = c.actor_id;
end $$;

create function gate.set_organisation(token text, called text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' or not exists (select from goodfaith.staff s
       where s.staff_id = c.actor_id and 'administrator' = any (s.roles) and s.left_at is null) then
    raise exception 'administrators only' using errcode = '42501';
  end if;
  insert into goodfaith.organisation as o (name, set_up_at) values (called, gate.now())
    on conflict (only_one) do update set name = excluded.name, set_up_at = coalesce(o.set_up_at, excluded.set_up_at);
end $$;

-- Whether anybody is held, for the first page of a new installation.
create function gate.any_people() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$ select exists (select from goodfaith.persons) $$;

-- Takes a key for one request, or tells what became of the request that has it.
create function gate.reserve(wanted bytea, request bytea)
returns table (fresh boolean, same boolean, status integer, result_id uuid)
language plpgsql security definer set search_path = pg_catalog, pg_temp rows 1 as $$
begin
  delete from goodfaith.repeats r where r.at < gate.now() - interval '24 hours';
  -- one that never ended: its server is gone, and it may be tried anew
  delete from goodfaith.repeats r where r.key_hash = wanted and r.status is null and r.at < gate.now() - interval '2 minutes';
  insert into goodfaith.repeats (key_hash, request_hash, at) values (wanted, request, gate.now()) on conflict do nothing;
  if found then return query select true, true, null::integer, null::uuid; return; end if;
  return query select false, r.request_hash = request, r.status, r.result_id from goodfaith.repeats r where r.key_hash = wanted;
end $$;

create function gate.keep_result(wanted bytea, status integer, result uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update goodfaith.repeats r set status = $2, result_id = $3 where r.key_hash = $1
$$;

create function gate.give_up(wanted bytea) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from goodfaith.repeats r where r.key_hash = wanted and r.status is null
$$;

reset role;
