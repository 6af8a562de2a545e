-- The vault: card, bank and identity numbers, each sealed under a key of its own. What people see of them (masks with
-- their sources) is one more compartment of the person's sealed values, so that a read asks for nothing more.

create table goodfaith.secrets (
  secret_id uuid primary key,
  person_id uuid not null references goodfaith.persons,
  kind text not null check (kind in ('card', 'iban', 'national_id')),
  key_id uuid not null,
  version integer not null default 1,
  sealed bytea not null,
  added_at timestamptz not null default now()
);
create index secrets_person on goodfaith.secrets (person_id);

-- Keyed equality, apart from everything else: equal numbers of a kind give equal tokens.
create table goodfaith.secret_tokens (
  token bytea not null,
  person_id uuid not null,
  secret_id uuid not null,
  primary key (token, person_id)
);
create index secret_tokens_person on goodfaith.secret_tokens (person_id);

-- Sessions whose password was asked again, for five minutes. The MAC is made by the gate: a row written by SQL counts
-- for nothing.
create table goodfaith.fresh_sign_ins (
  session bytea primary key,
  staff_id uuid not null,
  at timestamptz not null,
  mac bytea not null
);

-- How often a member of staff asked for a whole secret, or who has one; hit or not.
create table goodfaith.secret_tries (
  try_id uuid primary key,
  staff_id uuid not null,
  at timestamptz not null,
  -- opened without a second person
  opened boolean not null default false
);
create index secret_tries_staff on goodfaith.secret_tries (staff_id, at);

-- A second person's word for many at once: each secret named in it may be opened once, by whoever asked.
create table goodfaith.approvals (
  approval_id uuid primary key,
  staff_id uuid not null,
  purpose text not null,
  state text not null default 'waiting' check (state in ('waiting', 'approved', 'refused')),
  asked_at timestamptz not null,
  decided_by uuid check (decided_by <> staff_id),
  decided_at timestamptz,
  ends_at timestamptz not null
);
create index approvals_asked on goodfaith.approvals (asked_at);

create table goodfaith.approval_secrets (
  approval_id uuid not null references goodfaith.approvals,
  secret_id uuid not null,
  person_id uuid not null,
  -- why it was asked for, sealed under the person's key
  sealed_reason bytea not null,
  opened_at timestamptz,
  primary key (approval_id, secret_id)
);
create index approval_secrets_person on goodfaith.approval_secrets (person_id);
create index approval_secrets_secret on goodfaith.approval_secrets (secret_id);

do $$
declare t text;
begin
  foreach t in array array['secrets', 'secret_tokens', 'fresh_sign_ins', 'secret_tries', 'approvals', 'approval_secrets'] loop
    execute format('alter table goodfaith.%I enable row level security', t);
    execute format('alter table goodfaith.%I force row level security', t);
    execute format('create policy gate_passes on goodfaith.%I to goodfaith_gate using (true) with check (true)', t);
  end loop;
end $$;

set role goodfaith_gate;

-- Who may open whole secrets for a purpose (core/secrets.ts; a test holds the two equal); none for any other purpose.
create function gate.secret_openers(purpose text) returns text[]
language sql immutable security definer set search_path = pg_catalog, pg_temp as $$
  select case when purpose = 'service.account' or starts_with(purpose, 'service.account.') then '{service}'::text[]
              when purpose = 'legal.retention' or starts_with(purpose, 'legal.retention.') then '{privacy_officer}'::text[]
              else '{}'::text[] end
$$;

-- Whether the bearer may put secrets of this person into the vault, and waits until nobody is recording their erasure.
-- Someone who is made by the very statement is not seen by any purpose yet.
create function gate.may_keep(actor_kind text, actor_id uuid, purpose text, person uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from goodfaith.persons p where p.person_id = person for key share;
  return (gate.may_write(actor_kind, actor_id, purpose, person)
      or (actor_kind = 'staff' and exists (select from goodfaith.persons p where p.person_id = person and p.created_at = gate.now())))
    and not exists (select from goodfaith.erasures e where e.person_id = person and e.state <> 'planned');
end $$;

-- Secrets of people with their tokens, and (for people who are held already) the sealed list of their masks.
create function gate.put_secrets(token text, s_person uuid[], s_id uuid[], s_kind text[], s_key uuid[], s_sealed bytea[],
  s_token bytea[], i_person uuid[], i_version integer[], i_held text[], i_sealed bytea[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; changed integer;
begin
  select * into c from gate.claims(token);
  if exists (select from unnest(s_person || i_person) p where not gate.may_keep(c.actor_kind, c.actor_id, c.purpose, p)) then
    raise exception 'not found' using errcode = 'GF404';
  end if;
  insert into goodfaith.secrets (secret_id, person_id, kind, key_id, sealed, added_at)
    select s.id, s.person, s.kind, s.key, s.sealed, gate.now()
    from unnest(s_id, s_person, s_kind, s_key, s_sealed) as s (id, person, kind, key, sealed);
  insert into goodfaith.secret_tokens (token, person_id, secret_id)
    select s.token, s.person, s.id from unnest(s_token, s_person, s_id) as s (token, person, id);
  insert into goodfaith.sealed_values as o (person_id, compartment, version, held, sealed)
    select i.person, 'vault', i.version, i.held, i.sealed
    from unnest(i_person, i_version, i_held, i_sealed) as i (person, version, held, sealed)
    on conflict (person_id, compartment) do update set version = excluded.version, held = excluded.held, sealed = excluded.sealed
      where o.version = excluded.version - 1;
  get diagnostics changed = row_count;
  if changed <> cardinality(i_person) then raise exception 'changed meanwhile' using errcode = 'GF409'; end if;
end $$;

-- The sealed list of a person's masks and the tokens of what they have, held until this transaction ends; for the gate
-- alone: whoever types a number into a text does not see what else is there.
create function gate.vault_list(token text, person uuid)
returns table (key_id uuid, country text, version integer, sealed bytea, tokens bytea[])
language plpgsql security definer set search_path = pg_catalog, pg_temp rows 1 as $$
#variable_conflict use_column
declare c record;
begin
  select * into c from gate.claims(token);
  if not gate.may_keep(c.actor_kind, c.actor_id, c.purpose, person) then return; end if;
  perform from goodfaith.persons p where p.person_id = person for no key update;
  return query select p.key_id, p.country, v.version, v.sealed,
      array(select t.token from goodfaith.secret_tokens t where t.person_id = person)
    from goodfaith.persons p
    left join goodfaith.sealed_values v on v.person_id = p.person_id and v.compartment = 'vault'
    where p.person_id = person;
end $$;

-- Takes the secrets of some kinds out of the vault; the gate destroys their keys once this is committed.
create function gate.drop_secrets(token text, person uuid, kinds text[]) returns table (secret_id uuid, key_id uuid)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare c record;
begin
  select * into c from gate.claims(token);
  if not gate.may_keep(c.actor_kind, c.actor_id, c.purpose, person) then
    raise exception 'not found' using errcode = 'GF404';
  end if;
  delete from goodfaith.secret_tokens t using goodfaith.secrets s
    where s.person_id = person and s.kind = any (kinds) and t.person_id = person and t.secret_id = s.secret_id;
  delete from goodfaith.approval_secrets a using goodfaith.secrets s
    where s.person_id = person and s.kind = any (kinds) and a.secret_id = s.secret_id;
  return query delete from goodfaith.secrets s where s.person_id = person and s.kind = any (kinds)
    returning s.secret_id, s.key_id;
end $$;

-- The claims of staff who may open whole secrets for the purpose of their token.
create function gate.opener(token text, out actor_id uuid, out purpose text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' or cardinality(gate.secret_openers(c.purpose)) = 0 then
    raise exception 'not for this purpose' using errcode = 'GF018';
  end if;
  if not gate.has_role(c.actor_id, gate.secret_openers(c.purpose)) then
    raise exception 'not their role' using errcode = '42501';
  end if;
  actor_id := c.actor_id; purpose := c.purpose;
end $$;

-- A password that was asked again; the purpose token names whose.
create function gate.put_fresh(token text, signed_in bytea, moment timestamptz, proof bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' then raise exception 'staff only' using errcode = '42501'; end if;
  delete from goodfaith.fresh_sign_ins f where f.at < gate.now() - interval '1 hour';
  insert into goodfaith.fresh_sign_ins as o (session, staff_id, at, mac) values (signed_in, c.actor_id, moment, proof)
    on conflict (session) do update set at = excluded.at, mac = excluded.mac where o.staff_id = excluded.staff_id;
end $$;

create function gate.read_fresh(token text, signed_in bytea) returns table (at timestamptz, mac bytea)
language sql stable security definer set search_path = pg_catalog, pg_temp rows 1 as $$
  select f.at, f.mac from gate.claims(token) c join goodfaith.fresh_sign_ins f on c.actor_kind = 'staff' and f.staff_id = c.actor_id
  where f.session = signed_in and f.at > gate.now() - interval '5 minutes'
$$;

create function gate.ask_fresh(token text, signed_in bytea) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from gate.read_fresh(token, signed_in)) then
    raise exception 'a fresh sign-in is needed' using errcode = 'GF440';
  end if;
end $$;

-- Counts a try, hit or not; twenty an hour. Answers which.
create function gate.count_try(staff uuid) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare made uuid := gen_random_uuid();
begin
  perform pg_advisory_xact_lock(hashtextextended(staff::text, 7));
  delete from goodfaith.secret_tries t where t.at < gate.now() - interval '1 day';
  if (select count(*) from goodfaith.secret_tries t where t.staff_id = staff and t.at > gate.now() - interval '1 hour') >= 20 then
    raise exception 'too many' using errcode = 'GF429';
  end if;
  insert into goodfaith.secret_tries (try_id, staff_id, at) values (made, staff, gate.now());
  return made;
end $$;

-- A secret on its way to being opened, still sealed. No row: absent, invisible and erased alike. 'approval': more than
-- three an hour ask for a second person, whose word is used up by this.
create function gate.take_secret(token text, person uuid, which uuid, signed_in bytea)
returns table (outcome text, kind text, key_id uuid, version integer, sealed bytea, owner_key_id uuid)
language plpgsql security definer set search_path = pg_catalog, pg_temp rows 1 as $$
#variable_conflict use_column
declare c record; s record; tried uuid; approved uuid;
begin
  select * into c from gate.opener(token);
  perform gate.ask_fresh(token, signed_in);
  tried := gate.count_try(c.actor_id);
  select x.kind, x.key_id, x.version, x.sealed, p.key_id as owner into s from goodfaith.standing st
    join goodfaith.persons p on p.person_id = st.person_id
    join goodfaith.secrets x on x.person_id = st.person_id
    where st.purpose = c.purpose and st.person_id = person and st.until > gate.now() and x.secret_id = which;
  if not found then return; end if;
  select i.approval_id into approved from goodfaith.approval_secrets i join goodfaith.approvals a on a.approval_id = i.approval_id
    where i.secret_id = which and i.person_id = person and i.opened_at is null and a.state = 'approved'
      and a.ends_at > gate.now() and a.staff_id = c.actor_id and a.purpose = c.purpose
    order by a.ends_at limit 1 for update of i;
  if approved is not null then
    update goodfaith.approval_secrets i set opened_at = gate.now() where i.approval_id = approved and i.secret_id = which;
  elsif (select count(*) from goodfaith.secret_tries t
         where t.staff_id = c.actor_id and t.at > gate.now() - interval '1 hour' and t.opened) >= 3 then
    return query select 'approval'::text, null::text, null::uuid, null::integer, null::bytea, null::uuid;
    return;
  else
    update goodfaith.secret_tries t set opened = true where t.try_id = tried;
  end if;
  return query select 'open'::text, s.kind, s.key_id, s.version, s.sealed, s.owner;
end $$;

-- People whose rows the purpose shows and who have one of these numbers. Hidden and absent run the same statements.
create function gate.match_secrets(token text, signed_in bytea, words bytea[])
returns table (person_id uuid, secret_id uuid)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare c record;
begin
  select * into c from gate.opener(token);
  perform gate.ask_fresh(token, signed_in);
  perform gate.count_try(c.actor_id);
  return query select t.person_id, t.secret_id from goodfaith.secret_tokens t
    join goodfaith.standing st on st.purpose = c.purpose and st.person_id = t.person_id and st.until > gate.now()
    where t.token = any (words) order by t.person_id limit 50;
end $$;

-- The keys under which the reasons of a request are sealed: of people whom the purpose shows.
create function gate.owners_of_secrets(token text, which uuid[]) returns table (secret_id uuid, person_id uuid, key_id uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select x.secret_id, x.person_id, p.key_id from gate.opener(token) c
  join goodfaith.standing st on st.purpose = c.purpose and st.until > gate.now()
  join goodfaith.persons p on p.person_id = st.person_id
  join goodfaith.secrets x on x.person_id = st.person_id
  where x.secret_id = any (which)
$$;

create function gate.ask_approval(token text, approval uuid, which uuid[], reasons bytea[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; named integer;
begin
  select * into c from gate.opener(token);
  delete from goodfaith.approval_secrets i using goodfaith.approvals a
    where a.approval_id = i.approval_id and a.asked_at < gate.now() - interval '30 days';
  delete from goodfaith.approvals a where a.asked_at < gate.now() - interval '30 days';
  insert into goodfaith.approvals (approval_id, staff_id, purpose, asked_at, ends_at)
    values (approval, c.actor_id, c.purpose, gate.now(), gate.now() + interval '1 day');
  insert into goodfaith.approval_secrets (approval_id, secret_id, person_id, sealed_reason)
    select approval, o.secret_id, o.person_id, w.reason
    from unnest(which, reasons) as w (id, reason) join gate.owners_of_secrets(token, which) o on o.secret_id = w.id;
  get diagnostics named = row_count;
  if named <> cardinality(which) or named = 0 then raise exception 'not found' using errcode = 'GF404'; end if;
end $$;

-- What was asked for by the bearer, and what waits for a second person of their role. Of people whom the purpose shows.
create function gate.list_approvals(token text)
returns table (approval_id uuid, staff_id uuid, purpose text, state text, asked_at timestamptz, ends_at timestamptz,
               decided_by uuid, secret_id uuid, person_id uuid, kind text, key_id uuid, sealed_reason bytea, opened_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp rows 20 as $$
  select a.approval_id, a.staff_id, a.purpose, a.state, a.asked_at, a.ends_at, a.decided_by, i.secret_id, i.person_id, x.kind, p.key_id,
    i.sealed_reason, i.opened_at
  from gate.opener(token) c
  join goodfaith.approvals a on a.purpose = c.purpose and a.ends_at > gate.now()
  join goodfaith.approval_secrets i on i.approval_id = a.approval_id
  join goodfaith.secrets x on x.secret_id = i.secret_id
  join goodfaith.persons p on p.person_id = i.person_id
  join goodfaith.standing st on st.purpose = c.purpose and st.person_id = i.person_id and st.until > gate.now()
  where a.staff_id = c.actor_id or a.state = 'waiting'
  order by a.asked_at desc, a.approval_id, i.secret_id limit 1000
$$;

-- A second person's word. An hour is left for opening.
create function gate.decide_approval(token text, approval uuid, verdict text, signed_in bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; asked goodfaith.approvals;
begin
  select * into c from gate.opener(token);
  perform gate.ask_fresh(token, signed_in);
  select * into asked from goodfaith.approvals a where a.approval_id = approval and a.purpose = c.purpose for update;
  if not found then raise exception 'not found' using errcode = 'GF404'; end if;
  if asked.staff_id = c.actor_id then raise exception 'a second person' using errcode = 'GF016'; end if;
  if asked.state <> 'waiting' or asked.ends_at <= gate.now() then
    raise exception 'decided' using errcode = 'GF441';
  end if;
  update goodfaith.approvals a set state = verdict, decided_by = c.actor_id, decided_at = gate.now(),
    ends_at = gate.now() + interval '1 hour' where a.approval_id = approval;
end $$;

-- The keys of a person's secrets, for their destruction; their hashes are on record before that, as the person's own is.
create function gate.take_secret_keys(token text, erasure uuid) returns table (key_id uuid)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare person uuid;
begin
  perform gate.system_only(token);
  select e.person_id into person from goodfaith.erasures e where e.erasure_id = erasure and e.state in ('recorded', 'running');
  update goodfaith.erasures e set key_hashes = e.key_hashes || array(
      select sha256(uuid_send(s.key_id)) from goodfaith.secrets s
      where s.person_id = person and sha256(uuid_send(s.key_id)) <> all (e.key_hashes))
    where e.erasure_id = erasure and person is not null;
  return query select s.key_id from goodfaith.secrets s where s.person_id = person;
end $$;

reset role;
