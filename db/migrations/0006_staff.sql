-- Doors to staff. Names and addresses are sealed under a key of each member's own; the address is found by a blind token.

set role goodfaith_gate;

-- A new member of staff, or new roles and sealed values for one. The first of all needs no token: there is nobody yet.
create function gate.put_staff(token text, member uuid, key uuid, address bytea, sealed bytea, version integer,
  password text, roles text[], salt bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  perform pg_advisory_xact_lock(7041778);
  if exists (select from goodfaith.staff) then
    select * into c from gate.claims(token);
    if c.actor_kind <> 'staff' or not exists (select from goodfaith.staff s
         where s.staff_id = c.actor_id and 'administrator' = any (s.roles) and s.left_at is null) then
      raise exception 'administrators only' using errcode = '42501';
    end if;
  end if;
  insert into goodfaith.staff as s (staff_id, key_id, email_token, sealed, version, password_hash, roles, actor_salt)
    values (member, key, address, sealed, version, password, roles, salt)
    on conflict (staff_id) do update set roles = excluded.roles, sealed = excluded.sealed, version = excluded.version,
      email_token = excluded.email_token where s.version = excluded.version - 1;
  if not found then raise exception 'changed meanwhile' using errcode = 'GF409'; end if;
  perform gate.settle_staff();
end $$;

-- For signing in: by the token of an address. Nobody and somebody cost the same.
create function gate.staff_by_address(address bytea)
returns table (staff_id uuid, key_id uuid, sealed bytea, version integer, password_hash text, roles text[])
language sql stable security definer set search_path = pg_catalog, pg_temp rows 1 as $$
  select s.staff_id, s.key_id, s.sealed, s.version, s.password_hash, s.roles from goodfaith.staff s
  where s.email_token = address and s.left_at is null
$$;

create function gate.staff_members(members uuid[])
returns table (staff_id uuid, key_id uuid, sealed bytea, version integer, roles text[], created_at timestamptz,
               left_at timestamptz, has_password boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.staff_id, s.key_id, s.sealed, s.version, s.roles, s.created_at, s.left_at, s.password_hash is not null
  from goodfaith.staff s where members is null or s.staff_id = any (members) order by s.created_at, s.staff_id
$$;

create function gate.any_staff() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$ select exists (select from goodfaith.staff) $$;

reset role;
