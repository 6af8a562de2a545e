-- The ground: schemas, the registries of purposes and notices, staff, and the key by which purpose tokens are verified.
-- Tables belong to the owner, who is under their row policies too (FORCE). Functions that must see past a policy belong
-- to goodfaith_gate, which nobody can log in as; the working login may execute a few of them and own nothing.

create schema goodfaith;
create schema gate;
grant usage on schema goodfaith, gate to goodfaith_gate;
grant create on schema gate to goodfaith_gate;
-- What the owner makes later is seen by the gate role as well; row policies still decide what the working login sees.
alter default privileges in schema goodfaith grant select, insert, update, delete on tables to goodfaith_gate;

create table goodfaith.organisation (
  only_one boolean primary key default true check (only_one),
  name text not null,
  country text not null default 'DE',
  created_at timestamptz not null default now(),
  set_up_at timestamptz
);

-- Purposes that ship come from core/purposes.ts at every migration; an organisation's own stand below them.
create table goodfaith.purposes (
  purpose text primary key,
  parent text references goodfaith.purposes,
  title text not null,
  says text not null,
  dpv text not null,
  bases text[] not null,
  roles text[] not null,
  actors text[] not null,
  opens text[] not null,
  fields text[],
  kind text not null check (kind in ('granted', 'by_law', 'aggregate', 'group')),
  -- months from the grant, from the last word, or from the grant where it states no end; null: no end by itself
  term_months integer,
  term_from text check (term_from in ('grant', 'last_word', 'unstated')),
  -- ends after so many months without a word
  silence_months integer,
  -- a balancing test ships with it
  balanced boolean not null default false,
  -- a consent not confirmed by the person waits for them or for a second person
  proven boolean not null default false,
  ships boolean not null default false
);

create table goodfaith.notices (
  notice text primary key check (notice ~ '^[a-z_.]+@[0-9]+$'),
  purpose text not null references goodfaith.purposes,
  version integer not null check (version > 0),
  text text not null,
  written_at timestamptz not null default now(),
  written_by uuid,
  unique (purpose, version)
);

create table goodfaith.balancing_tests (
  test_id uuid primary key,
  purpose text not null references goodfaith.purposes,
  text text not null,
  written_by uuid not null,
  written_at timestamptz not null default now(),
  signed_by uuid check (signed_by <> written_by),
  signed_at timestamptz,
  ended_at timestamptz
);

create table goodfaith.staff (
  staff_id uuid primary key,
  key_id uuid not null,
  email_token bytea not null unique,
  sealed bytea not null,
  version integer not null default 1,
  password_hash text,
  roles text[] not null,
  -- what the ledger's leaves name them by; when it dies with them, "someone from service" did it
  actor_salt bytea not null,
  created_at timestamptz not null default now(),
  left_at timestamptz
);

-- Which purposes a member of staff may name now; kept by gate.settle_staff, read at every token.
create table goodfaith.staff_purposes (
  staff_id uuid not null,
  purpose text not null,
  primary key (staff_id, purpose)
);

-- HMAC keys (RFC 2104) of running gates: only the owner writes them, only gate.verify reads them.
create table gate.token_keys (
  key_no bigint primary key,
  inner_pad bytea not null check (length(inner_pad) = 64),
  outer_pad bytea not null check (length(outer_pad) = 64),
  made_at timestamptz not null default now()
);
grant select on gate.token_keys to goodfaith_gate;

-- What holds personal data, in the order in which it is destroyed; written from every holdings.ts while migrating.
create table gate.holdings (
  place integer primary key,
  table_name text not null unique,
  title text not null,
  person_column text not null,
  fate text not null check (fate in ('destroyed', 'kept', 'unlinked'))
);
grant select on gate.holdings to goodfaith_gate;

set role goodfaith_gate;

-- The one clock. Its own function so that a test can move it across a boundary; inlined, so it costs nothing.
create function gate.now() returns timestamptz language sql stable as $$ select statement_timestamp() $$;

-- The claims of a purpose token, or no row. Token: 'v1|key|actor kind|actor|purpose|bound|pid|moment|hmac'.
-- bound 'tx': moment is this transaction's start; bound 'conn': moment is when it was minted, good for 60 seconds.
create function gate.verify(token text, out actor_kind text, out actor_id uuid, out purpose text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  part text[] := string_to_array(token, '|');
  key gate.token_keys;
begin
  if token is null or cardinality(part) <> 9 or part[1] <> 'v1' then return; end if;
  if part[7] <> pg_backend_pid()::text then return; end if;
  if part[6] = 'tx' then
    if part[8] <> (extract(epoch from transaction_timestamp()) * 1000000)::bigint::text then return; end if;
  elsif part[6] = 'conn' then
    if part[8] !~ '^[0-9]{1,18}$'
       or abs((extract(epoch from statement_timestamp()) * 1000000)::bigint - part[8]::bigint) > 60000000
    then return; end if;
  else return;
  end if;
  if part[2] !~ '^[0-9]{1,18}$' then return; end if;
  select * into key from gate.token_keys k where k.key_no = part[2]::bigint;
  if not found then return; end if;
  if encode(sha256(key.outer_pad || sha256(key.inner_pad ||
       convert_to(array_to_string(part[1:8], '|'), 'UTF8'))), 'hex') <> part[9] then return; end if;
  if part[3] = 'staff' and not exists (select from goodfaith.staff_purposes s
       where s.staff_id = part[4]::uuid and s.purpose = part[5]) then return; end if;
  if part[3] <> 'staff' and not exists (select from goodfaith.purposes p
       where p.purpose = part[5] and part[3] = any (p.actors)) then return; end if;
  actor_kind := part[3]; actor_id := part[4]::uuid; purpose := part[5];
end $$;

-- What the row policies ask: the purpose of the token set for this transaction, or null.
create function gate.purpose() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select (gate.verify(current_setting('goodfaith.token', true))).purpose $$;

-- The one person a person's own token is bound to; null for staff and the system.
create function gate.self() returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select case when v.actor_kind = 'person' then v.actor_id end from gate.verify(current_setting('goodfaith.token', true)) v $$;

create function gate.claims(token text, out actor_kind text, out actor_id uuid, out purpose text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  select v.actor_kind, v.actor_id, v.purpose into actor_kind, actor_id, purpose from gate.verify(token) v;
  if purpose is null then raise exception 'no valid purpose token' using errcode = 'GF001'; end if;
end $$;

-- Roles to purposes, after a change of roles or of the registry.
create function gate.settle_staff() returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from goodfaith.staff_purposes s where not exists (
    select from goodfaith.staff m join goodfaith.purposes p on m.roles && p.roles and 'staff' = any (p.actors)
    where m.staff_id = s.staff_id and m.left_at is null and p.purpose = s.purpose);
  insert into goodfaith.staff_purposes (staff_id, purpose)
    select m.staff_id, p.purpose from goodfaith.staff m
    join goodfaith.purposes p on m.roles && p.roles and 'staff' = any (p.actors) where m.left_at is null
    on conflict do nothing;
$$;

reset role;
