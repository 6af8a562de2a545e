-- Sessions, one-time links and the rows of staff are handed to the gate alone: the doors ask for a token of the system,
-- which nobody but the gate can mint. The MAC of each row stays: the owner of the database cannot sign in either.

drop function gate.put_session(bytea, text, uuid, uuid, timestamptz, timestamptz, bytea);
drop function gate.end_session(bytea);
drop function gate.bearer(bytea);
drop function gate.put_link(bytea, text, uuid, uuid, timestamptz, timestamptz, bytea);
drop function gate.read_link(bytea);
drop function gate.use_link(bytea);
drop function gate.set_password(text, text);
drop function gate.staff_by_address(bytea);
drop function gate.staff_members(uuid[]);

set role goodfaith_gate;

create function gate.put_session(token text, hash bytea, kind text, staff uuid, person uuid, created timestamptz,
  expires timestamptz, mac bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform gate.system_only(token);
  delete from goodfaith.sessions s where s.expires_at < gate.now() - interval '1 day';
  insert into goodfaith.sessions (hash, kind, staff_id, person_id, created_at, expires_at, mac)
    values ($2, $3, $4, $5, $6, $7, $8);
end $$;

create function gate.end_session(token text, hash bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform gate.system_only(token);
  delete from goodfaith.sessions s where s.hash = $2;
end $$;

-- Whoever bears the secret with this hash: a session or a token, with the roles its owner has now.
create function gate.bearer(token text, wanted bytea)
returns table (what text, kind text, owner uuid, created_at timestamptz, expires_at timestamptz, purposes text[], mac bytea,
               token_id uuid, roles text[])
language plpgsql security definer set search_path = pg_catalog, pg_temp rows 1 as $$
begin
  perform gate.system_only(token);
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

create function gate.put_link(token text, hash bytea, kind text, staff uuid, person uuid, created timestamptz,
  expires timestamptz, mac bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform gate.system_only(token);
  -- a new link of its kind ends the ones before
  delete from goodfaith.sign_in_links l where l.expires_at < gate.now()
    or (l.kind = $3 and l.kind <> 'person' and l.staff_id is not distinct from $4);
  insert into goodfaith.sign_in_links (hash, kind, staff_id, person_id, created_at, expires_at, mac)
    select $2, $3, $4, $5, $6, $7, $8
    where $3 <> 'person' or exists (select from goodfaith.persons p where p.person_id = $5);
end $$;

create function gate.read_link(token text, wanted bytea)
returns table (kind text, owner uuid, created_at timestamptz, expires_at timestamptz, mac bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 1 as $$
#variable_conflict use_column
begin
  perform gate.system_only(token);
  return query select l.kind, coalesce(l.staff_id, l.person_id), l.created_at, l.expires_at, l.mac from goodfaith.sign_in_links l
    where l.hash = wanted and l.expires_at > gate.now()
      and (l.kind <> 'first' or not exists (select from goodfaith.staff));
end $$;

-- Once: true for one caller only, whoever else holds the link.
create function gate.use_link(token text, wanted bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform gate.system_only(token);
  delete from goodfaith.sign_in_links l where l.hash = wanted and l.expires_at > gate.now();
  return found;
end $$;

-- A new password after a link was used, and the end of their other sessions. Not by a token of the member's own: who
-- got hold of one could make themselves a way in that outlives it.
create function gate.set_password(token text, member uuid, password text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform gate.system_only(token);
  update goodfaith.staff s set password_hash = password where s.staff_id = member;
  delete from goodfaith.sessions s where s.staff_id = member;
end $$;

-- For signing in: by the token of an address. Nobody and somebody cost the same.
create function gate.staff_by_address(token text, address bytea)
returns table (staff_id uuid, key_id uuid, sealed bytea, version integer, password_hash text, roles text[])
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 1 as $$
#variable_conflict use_column
begin
  perform gate.system_only(token);
  return query select s.staff_id, s.key_id, s.sealed, s.version, s.password_hash, s.roles from goodfaith.staff s
    where s.email_token = address and s.left_at is null;
end $$;

-- trace: what the lines of the ledger name them by (core/ledger.ts `actorHash`).
create function gate.staff_members(token text, members uuid[])
returns table (staff_id uuid, key_id uuid, sealed bytea, version integer, roles text[], created_at timestamptz,
               left_at timestamptz, has_password boolean, trace bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  perform gate.system_only(token);
  return query select s.staff_id, s.key_id, s.sealed, s.version, s.roles, s.created_at, s.left_at, s.password_hash is not null,
      sha256('\x02'::bytea || s.actor_salt || uuid_send(s.staff_id))
    from goodfaith.staff s where members is null or s.staff_id = any (members) order by s.created_at, s.staff_id;
end $$;

-- A new member of staff, or new roles and sealed values for one. The first of all is the gate's own doing.
create or replace function gate.put_staff(token text, member uuid, key uuid, address bytea, sealed bytea, version integer,
  password text, roles text[], salt bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  perform pg_advisory_xact_lock(7041778);
  if exists (select from goodfaith.staff) then
    if c.actor_kind <> 'staff' or not exists (select from goodfaith.staff s
         where s.staff_id = c.actor_id and 'administrator' = any (s.roles) and s.left_at is null) then
      raise exception 'administrators only' using errcode = '42501';
    end if;
  else
    perform gate.system_only(token);
  end if;
  insert into goodfaith.staff as s (staff_id, key_id, email_token, sealed, version, password_hash, roles, actor_salt)
    values (member, key, address, sealed, version, password, roles, salt)
    on conflict (staff_id) do update set roles = excluded.roles, sealed = excluded.sealed, version = excluded.version,
      email_token = excluded.email_token where s.version = excluded.version - 1;
  if not found then raise exception 'changed meanwhile' using errcode = 'GF409'; end if;
  perform gate.settle_staff();
end $$;

reset role;
