-- An erasure is a saga of steps that are each safe to repeat: recorded, key, rows, receipt. Its id cannot be guessed and
-- opens what is said of it to whoever holds it; the person's id is gone with their rows.

create table goodfaith.erasures (
  erasure_id uuid primary key,
  person_id uuid,
  state text not null check (state in ('planned', 'recorded', 'running', 'waiting_recipients', 'done')),
  -- typed by whoever confirms, as it was shown
  code text not null,
  planned_at timestamptz not null default now(),
  asked_at timestamptz,
  by_kind text not null,
  by_id uuid,
  -- the keyed hashes that keep the person from being brought back, as the receipt lists them
  suppressed bytea[] not null default '{}',
  key_hashes bytea[] not null default '{}',
  -- SHA-256 of a salt and the person's id: only who knows the id can tell that the receipt is theirs
  salt bytea,
  commitment bytea,
  key_gone_at timestamptz,
  rows_gone_at timestamptz,
  -- [{holding, title, count, fate}]: counts only
  holdings jsonb not null default '[]',
  receipt text,
  done_at timestamptz
);
create index erasures_open on goodfaith.erasures (state) where state in ('recorded', 'running', 'waiting_recipients');
create index erasures_person on goodfaith.erasures (person_id) where person_id is not null;
alter table goodfaith.erasures enable row level security;
alter table goodfaith.erasures force row level security;
create policy gate_passes on goodfaith.erasures to goodfaith_gate using (true) with check (true);

set role goodfaith_gate;

-- How many rows each holding has of a person: what would be destroyed.
create function gate.count_holdings(person uuid) returns table (holding text, title text, fate text, count bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare h record;
begin
  for h in select * from gate.holdings where table_name <> 'erasures' order by place loop
    execute format('select count(*) from goodfaith.%I where %I = $1', h.table_name, h.person_column) into count using person;
    holding := h.table_name; title := h.title; fate := h.fate;
    return next;
  end loop;
end $$;

-- A plan: the id and the code that are shown before anything is destroyed, and what would be.
create function gate.plan_erasure(token text, person uuid, erasure uuid, code text)
returns table (holding text, title text, fate text, count bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if not gate.may_write(c.actor_kind, c.actor_id, c.purpose, person) then
    raise exception 'not found' using errcode = 'GF404';
  end if;
  delete from goodfaith.erasures e where e.state = 'planned' and (e.person_id = person or e.planned_at < gate.now() - interval '1 day');
  insert into goodfaith.erasures (erasure_id, person_id, state, code, by_kind, by_id, planned_at)
    values (erasure, person, 'planned', code, c.actor_kind, case when c.actor_kind = 'staff' then c.actor_id end, gate.now());
  return query select * from gate.count_holdings(person);
end $$;

-- The contact values whose keyed marks keep the person from being brought back; for the gate alone.
create function gate.erasure_facts(token text, person uuid)
returns table (person_id uuid, key_id uuid, version integer, country text, created_at timestamptz, changed_at timestamptz,
               compartment text, sealed_version integer, sealed bytea)
language sql stable security definer set search_path = pg_catalog, pg_temp rows 1 as $$
  select p.person_id, p.key_id, p.version, p.country, p.created_at, p.changed_at, v.compartment, v.version, v.sealed
  from gate.claims(token) c join goodfaith.persons p on p.person_id = person
  left join goodfaith.sealed_values v on v.person_id = person and v.compartment = 'contact'
  where gate.may_write(c.actor_kind, c.actor_id, c.purpose, person)
$$;

-- Records the erasure. From this commit on nobody sees the person: their standing, order and tokens go at once.
-- The code is compared when one was shown; given null, the plan is made and begun in one.
create function gate.begin_erasure(token text, person uuid, erasure uuid, shown text, suppressing bytea[], key_hash bytea,
  new_salt bytea, new_commitment bytea, event uuid, salts bytea[], places integer[], hashes bytea, root bytea, reason bytea) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; planned goodfaith.erasures;
begin
  select * into c from gate.claims(token);
  if not gate.may_write(c.actor_kind, c.actor_id, c.purpose, person) then
    raise exception 'not found' using errcode = 'GF404';
  end if;
  perform from goodfaith.persons p where p.person_id = person for update;
  if not found then raise exception 'not found' using errcode = 'GF404'; end if;
  if exists (select from goodfaith.erasures e where e.person_id = person and e.state <> 'planned') then
    raise exception 'under way' using errcode = 'GF419';
  end if;
  if shown is not null then
    select * into planned from goodfaith.erasures e where e.person_id = person and e.state = 'planned' and e.code = upper(shown);
    if not found then raise exception 'wrong code' using errcode = 'GF420'; end if;
    erasure := planned.erasure_id;
  else
    delete from goodfaith.erasures e where e.person_id = person and e.state = 'planned';
    insert into goodfaith.erasures (erasure_id, person_id, state, code, by_kind, by_id)
      values (erasure, person, 'planned', '', c.actor_kind, case when c.actor_kind = 'staff' then c.actor_id end);
  end if;
  update goodfaith.erasures e set state = 'recorded', asked_at = gate.now(), suppressed = suppressing, key_hashes = array[key_hash],
      salt = new_salt, commitment = new_commitment
    where e.erasure_id = erasure;
  insert into goodfaith.suppressions (token, channel, made_at, why)
    select s, 'all', date_trunc('day', gate.now()), 'erased' from unnest(suppressing) s on conflict do nothing;
  perform gate.write_event(c.actor_kind, c.actor_id, c.purpose, 'erasure_asked', '', event, array[person], salts, places,
    hashes, root, array[reason]);
  delete from goodfaith.standing s where s.person_id = person;
  delete from goodfaith.name_order o where o.person_id = person;
  delete from goodfaith.search_tokens t where t.person_id = person;
  -- nor may anyone go on writing to them who found them at the counter
  delete from goodfaith.found f where f.person_id = person;
  return erasure;
end $$;

create function gate.system_only(token text) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'system' or c.purpose <> 'rights.request' then
    raise exception 'not for this purpose' using errcode = 'GF018';
  end if;
end $$;

-- Erasures that were recorded and are not done: whoever starts goes on with them.
create function gate.open_erasures(token text)
returns table (erasure_id uuid, person_id uuid, key_id uuid, key_gone_at timestamptz, rows_gone_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  perform gate.system_only(token);
  return query select e.erasure_id, e.person_id, p.key_id, e.key_gone_at, e.rows_gone_at
    from goodfaith.erasures e left join goodfaith.persons p on p.person_id = e.person_id
    where e.state in ('recorded', 'running', 'waiting_recipients') order by e.asked_at;
end $$;

create function gate.mark_key_gone(token text, erasure uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform gate.system_only(token);
  update goodfaith.erasures e set key_gone_at = coalesce(e.key_gone_at, gate.now()), state = 'running'
    where e.erasure_id = erasure and e.state in ('recorded', 'running');
end $$;

-- Every row of every holding, and proof that none is left, in one commit. The lock lets lines that are being written
-- about the person finish first and later ones see that the person is gone.
create function gate.forget_rows(token text, erasure uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare h record; person uuid; gone bigint; lost bigint; counts jsonb := '[]';
begin
  perform gate.system_only(token);
  select e.person_id into person from goodfaith.erasures e
    where e.erasure_id = erasure and e.state = 'running' and e.key_gone_at is not null and e.rows_gone_at is null for update;
  if person is null then return; end if;
  lock table goodfaith.ledger_links in share row exclusive mode;
  for h in select * from gate.holdings where table_name <> 'erasures' order by place loop
    if h.fate = 'unlinked' then
      execute format('update goodfaith.%I set %I = null where %I = $1', h.table_name, h.person_column, h.person_column) using person;
    elsif h.fate = 'destroyed' then
      execute format('delete from goodfaith.%I where %I = $1', h.table_name, h.person_column) using person;
    else continue;
    end if;
    get diagnostics gone = row_count;
    counts := counts || jsonb_build_object('holding', h.table_name, 'title', h.title, 'count', gone, 'fate', h.fate);
  end loop;
  for h in select * from gate.holdings where table_name <> 'erasures' and fate <> 'kept' loop
    execute format('select count(*) from goodfaith.%I where %I = $1', h.table_name, h.person_column) into lost using person;
    if lost > 0 then raise exception 'left over' using errcode = 'GF421'; end if;
  end loop;
  update goodfaith.erasures e set person_id = null, rows_gone_at = gate.now(), holdings = counts where e.erasure_id = erasure;
end $$;

create function gate.finish_erasure(token text, erasure uuid, signed text, at timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform gate.system_only(token);
  update goodfaith.erasures e set receipt = signed, done_at = at, state = 'done', code = ''
    where e.erasure_id = erasure and e.rows_gone_at is not null and e.receipt is null;
end $$;

-- What is said of an erasure to whoever holds its id.
create function gate.read_erasure(erasure uuid)
returns table (erasure_id uuid, state text, asked_at timestamptz, key_gone_at timestamptz, rows_gone_at timestamptz,
               done_at timestamptz, holdings jsonb, suppressed bytea[], key_hashes bytea[],
               salt bytea, commitment bytea, receipt text)
language sql stable security definer set search_path = pg_catalog, pg_temp rows 1 as $$
  select e.erasure_id, e.state, e.asked_at, e.key_gone_at, e.rows_gone_at, e.done_at, e.holdings, e.suppressed, e.key_hashes,
    e.salt, e.commitment, e.receipt
  from goodfaith.erasures e where e.erasure_id = erasure and e.state <> 'planned'
$$;

-- People whom no purpose keeps any more, seven days after the last one ended.
create function gate.unkept_people(token text, most integer) returns table (person_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  perform gate.system_only(token);
  return query select p.person_id from goodfaith.persons p
    where p.kept_until < gate.now() - interval '7 days'
      and not exists (select from goodfaith.erasures e where e.person_id = p.person_id and e.state <> 'planned')
    order by p.kept_until limit most;
end $$;

reset role;
