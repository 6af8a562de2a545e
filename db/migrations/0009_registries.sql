-- Writing the registries: wordings and balancing tests. Neither is ever edited: a new wording is a new version, and a
-- weighing that no longer holds is ended.

set role goodfaith_gate;

create function gate.has_role(member uuid, wanted text[]) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from goodfaith.staff s where s.staff_id = member and s.left_at is null and s.roles && wanted)
$$;

create function gate.write_notice(token text, which text, wording text) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; next integer; made text;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' or not gate.has_role(c.actor_id, '{administrator,privacy_officer}') then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  if not exists (select from goodfaith.purposes p where p.purpose = which and 'consent' = any (p.bases)) then
    raise exception 'no such purpose' using errcode = 'GF010';
  end if;
  perform pg_advisory_xact_lock(hashtextextended(which, 2));
  select coalesce(max(n.version), 0) + 1 into next from goodfaith.notices n where n.purpose = which;
  made := which || '@' || next;
  insert into goodfaith.notices (notice, purpose, version, text, written_at, written_by)
    values (made, which, next, wording, gate.now(), c.actor_id);
  return made;
end $$;

create function gate.write_test(token text, test uuid, which text, weighing text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' then raise exception 'not allowed' using errcode = '42501'; end if;
  if not exists (select from goodfaith.purposes p where p.purpose = which and 'legitimate_interest' = any (p.bases)) then
    raise exception 'no such purpose' using errcode = 'GF011';
  end if;
  insert into goodfaith.balancing_tests (test_id, purpose, text, written_by, written_at)
    values (test, which, weighing, c.actor_id, gate.now());
end $$;

-- A second person signs; the privacy officer or an administrator, and never whoever wrote it.
create function gate.sign_test(token text, test uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; which text;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' or not gate.has_role(c.actor_id, '{administrator,privacy_officer}')
     or exists (select from goodfaith.balancing_tests b where b.test_id = test and b.written_by = c.actor_id) then
    raise exception 'a second person' using errcode = 'GF016';
  end if;
  update goodfaith.balancing_tests b set signed_by = c.actor_id, signed_at = gate.now()
    where b.test_id = test and b.signed_at is null and b.ended_at is null returning b.purpose into which;
  if which is null then raise exception 'not found' using errcode = 'GF404'; end if;
  perform gate.settle_purpose(which);
end $$;

create function gate.end_test(token text, test uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; which text;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' or not gate.has_role(c.actor_id, '{administrator,privacy_officer}') then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  update goodfaith.balancing_tests b set ended_at = gate.now()
    where b.test_id = test and b.ended_at is null returning b.purpose into which;
  if which is null then raise exception 'not found' using errcode = 'GF404'; end if;
  perform gate.settle_purpose(which);
end $$;

reset role;
