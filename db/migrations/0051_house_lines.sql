-- Whoever changes what others may do leaves a line, in the transaction of the change and whichever door it goes through:
-- the tables themselves write it. A person's last word, which prolongs a term, is a line about them.

set role goodfaith_gate;

-- A UUID of version 7 (RFC 9562) for a line that is written here: events stand in the order of their ids.
create function gate.new_id() returns uuid language sql volatile set search_path = pg_catalog, pg_temp as $$
  select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid
$$;

-- A line about one person, its link made here: core/ledger.ts `linkHash`, which is the root of its tree as well.
create function gate.write_line(actor_kind text, actor_id uuid, purpose text, kind text, fields text, person uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare salt bytea; hash bytea;
begin
  salt := substring(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) from 1 for 16);
  hash := sha256('\x00'::bytea || salt || uuid_send(person));
  perform gate.write_event(actor_kind, actor_id, purpose, kind, fields, gate.new_id(), array[person], array[salt], array[0], hash, hash);
end $$;

-- A line of the house: it says nothing about a person. A colleague is named by what dies with them (`actorHash`).
create function gate.write_house_line(actor uuid, kind text, fields text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform gate.write_event(case when actor is null then 'system' else 'staff' end,
    coalesce(actor, '00000000-0000-7000-8000-000000000001'), 'analytics.aggregate', kind, fields, gate.new_id(),
    '{}', '{}', '{}', '', sha256(''));
end $$;

create function gate.trace_of(member uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select 'of:' || encode(sha256('\x02'::bytea || s.actor_salt || uuid_send(s.staff_id)), 'hex')
  from goodfaith.staff s where s.staff_id = member
$$;

-- Only what goes through a door: a restore and a migration, which the owner does, bring lines of their own or none.
create function gate.tell_house() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare doer uuid := nullif(current_setting('goodfaith.by', true), '')::uuid;
begin
  case tg_table_name
    when 'staff' then
      if tg_op = 'INSERT' then
        perform gate.write_house_line(doer, 'staff.added', gate.trace_of(new.staff_id) || ',' || array_to_string(new.roles, ','));
      else
        if old.roles is distinct from new.roles then
          perform gate.write_house_line(doer, 'staff.roles', gate.trace_of(new.staff_id) || ',' || array_to_string(new.roles, ','));
        end if;
        if old.left_at is distinct from new.left_at then
          perform gate.write_house_line(doer, case when new.left_at is null then 'staff.back' else 'staff.left' end, gate.trace_of(new.staff_id));
        end if;
        if old.password_hash is distinct from new.password_hash then
          perform gate.write_house_line(new.staff_id, 'staff.password', gate.trace_of(new.staff_id));
        end if;
      end if;
    when 'api_tokens' then
      if tg_op = 'DELETE' then
        perform gate.write_house_line(old.staff_id, 'token.ended', '');
      elsif tg_op = 'INSERT' or old.purposes is distinct from new.purposes or old.expires_at <> new.expires_at then
        perform gate.write_house_line(new.staff_id, 'token.made', coalesce(array_to_string(new.purposes, ','), ''));
      end if;
    when 'balancing_tests' then
      if tg_op = 'INSERT' then
        perform gate.write_house_line(new.written_by, 'test.written', new.purpose);
      else
        if old.signed_at is distinct from new.signed_at then
          perform gate.write_house_line(new.signed_by, 'test.signed', new.purpose);
        end if;
        if old.ended_at is distinct from new.ended_at then
          perform gate.write_house_line(doer, 'test.ended', new.purpose);
        end if;
      end if;
    when 'organisation' then
      perform gate.write_house_line(doer, 'organisation.named', '');
  end case;
  return null;
end $$;
grant execute on function gate.tell_house() to public;

-- Who it is that changes: taken from the token by the doors below, and by nobody's word.
create function gate.note_by(actor_kind text, actor_id uuid) returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  select set_config('goodfaith.by', case when actor_kind = 'staff' then actor_id::text else '' end, true)
$$;

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
  perform gate.note_by(c.actor_kind, c.actor_id);
  insert into goodfaith.staff as s (staff_id, key_id, email_token, sealed, version, password_hash, roles, actor_salt)
    values (member, key, address, sealed, version, password, roles, salt)
    on conflict (staff_id) do update set roles = excluded.roles, sealed = excluded.sealed, version = excluded.version,
      email_token = excluded.email_token where s.version = excluded.version - 1;
  if not found then raise exception 'changed meanwhile' using errcode = 'GF409'; end if;
  perform gate.settle_staff();
end $$;

create or replace function gate.set_organisation(token text, called text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' or not exists (select from goodfaith.staff s
       where s.staff_id = c.actor_id and 'administrator' = any (s.roles) and s.left_at is null) then
    raise exception 'administrators only' using errcode = '42501';
  end if;
  perform gate.note_by(c.actor_kind, c.actor_id);
  insert into goodfaith.organisation as o (name, set_up_at) values (called, gate.now())
    on conflict (only_one) do update set name = excluded.name, set_up_at = coalesce(o.set_up_at, excluded.set_up_at);
end $$;

create or replace function gate.end_test(token text, test uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; which text;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' or not gate.has_role(c.actor_id, '{administrator,privacy_officer}') then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  perform gate.note_by(c.actor_kind, c.actor_id);
  update goodfaith.balancing_tests b set ended_at = gate.now()
    where b.test_id = test and b.ended_at is null returning b.purpose into which;
  if which is null then raise exception 'not found' using errcode = 'GF404'; end if;
  perform gate.settle_purpose(which);
end $$;

-- A last word: what prolongs the purposes that are kept for some months after it.
create or replace function gate.renew(token text, person uuid, which text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if not gate.may_write(c.actor_kind, c.actor_id, c.purpose, person) then
    raise exception 'not found' using errcode = 'GF404';
  end if;
  insert into goodfaith.grant_marks (mark_id, grant_id, person_id, kind, at, by_kind, by_id)
    select gen_random_uuid(), t.grant_id, person, 'renewed', gate.now(), c.actor_kind, c.actor_id
    from gate.grant_times(array[person]) t where t.purpose = which and t.effective is not null
      and t.withdrawn_at is null and t.until > gate.now();
  if not found then return; end if;
  perform gate.settle(array[person]);
  perform gate.write_line(c.actor_kind, c.actor_id, c.purpose, 'renewed', which, person);
end $$;

reset role;

create trigger tell_house after insert or update on goodfaith.staff
  for each row when (current_user = 'goodfaith_gate') execute function gate.tell_house();
create trigger tell_house after insert or update or delete on goodfaith.api_tokens
  for each row when (current_user = 'goodfaith_gate') execute function gate.tell_house();
create trigger tell_house after insert or update on goodfaith.balancing_tests
  for each row when (current_user = 'goodfaith_gate') execute function gate.tell_house();
create trigger tell_house after insert or update on goodfaith.organisation
  for each row when (current_user = 'goodfaith_gate') execute function gate.tell_house();
