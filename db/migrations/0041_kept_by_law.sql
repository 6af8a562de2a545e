-- Kept by law (design, section 5): a copy of what a law names, sealed at birth under a key of its own for that person
-- and that law. It stays when the person's own key is destroyed, and goes on its date.

-- Laws of the organisation: an entry is never edited. It counts from its second signature to its end, which needs two as well.
create table goodfaith.laws (
  law_id uuid primary key,
  name text not null,
  article text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  -- whose contracts fall under it, with everything below them
  purposes text[] not null,
  fields text[] not null,
  months integer not null check (months between 0 and 1200),
  -- from the end of the contract, or from the end of the calendar year in which it ended
  counted text not null check (counted in ('end', 'year_end')),
  ships boolean not null default false,
  written_by uuid,
  written_at timestamptz not null default now(),
  signed_by uuid check (signed_by <> written_by),
  signed_at timestamptz,
  end_asked_by uuid,
  end_asked_at timestamptz,
  ended_by uuid check (ended_by <> end_asked_by),
  ended_at timestamptz,
  -- when contracts from before it had their copies
  caught_up_at timestamptz
);

create table goodfaith.kept_copies (
  kept_id uuid primary key,
  -- null once they left: then nothing in the row leads to them
  person_id uuid,
  key_id uuid not null,
  law_id uuid not null,
  version integer not null,
  held text not null,
  sealed bytea not null,
  -- keyed hash of birth date and family name, under a key for this alone; null where the law names not both
  found_by bytea,
  made_at timestamptz not null default now(),
  -- infinity while a contract without an end stands
  until timestamptz not null,
  -- who recorded the contract: they cannot say that it was a mistake
  given_by uuid,
  mistaken_at timestamptz,
  -- its destruction has begun
  ending_at timestamptz,
  erasure_id uuid
);
create unique index kept_copies_person on goodfaith.kept_copies (person_id, law_id);
create index kept_copies_until on goodfaith.kept_copies (until) where until < 'infinity';
create index kept_copies_found on goodfaith.kept_copies (found_by) where found_by is not null;
create index kept_copies_erasure on goodfaith.kept_copies (erasure_id) where erasure_id is not null;
alter table goodfaith.kept_copies alter column sealed set storage external;

-- Why a copy was opened, sealed under the copy's own key: it goes with it.
create table goodfaith.kept_reads (
  read_id uuid primary key,
  kept_id uuid not null,
  event_id uuid not null,
  staff_id uuid not null,
  at timestamptz not null default now(),
  sealed bytea not null
);
create index kept_reads_copy on goodfaith.kept_reads (kept_id);

-- Who has left while a contract stands: all else has ended, the rest goes with the contract.
create table goodfaith.leavings (
  person_id uuid primary key,
  erasure_id uuid not null,
  asked_at timestamptz not null,
  by_kind text not null,
  by_id uuid,
  suppressed bytea[] not null,
  key_hash bytea not null,
  salt bytea not null,
  commitment bytea not null
);
create unique index leavings_erasure on goodfaith.leavings (erasure_id);

-- [{kept_id, holding, law, article, until, fields, destroyed_at}]: no person
alter table goodfaith.erasures add column kept jsonb not null default '[]';

do $$
declare t text;
begin
  foreach t in array array['kept_copies', 'kept_reads', 'leavings'] loop
    execute format('alter table goodfaith.%I enable row level security', t);
    execute format('alter table goodfaith.%I force row level security', t);
    execute format('create policy gate_passes on goodfaith.%I to goodfaith_gate using (true) with check (true)', t);
  end loop;
end $$;

-- That something was destroyed since the last sweep, erasures aside.
create table gate.sweep_asked (
  only_one boolean primary key default true check (only_one),
  at timestamptz not null
);
grant select, insert, update on gate.sweep_asked to goodfaith_gate;
grant trigger on goodfaith.grant_marks to goodfaith_gate;

set role goodfaith_gate;

-- Whether a grant for the purpose falls under one of these, or under what stands above it.
create function gate.below(purpose text, above text[]) returns boolean language sql immutable
return exists (select from unnest(above) a where purpose = a or starts_with(purpose, a || '.'));

-- When the last ground of a person's under a law ends, whether it has ended or will; null where there never was one.
create function gate.law_ends(person uuid, law uuid) returns timestamptz
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select max(least(t.until, coalesce(t.withdrawn_at, 'infinity')))
  from goodfaith.laws l, gate.grant_times(array[person]) t
  join goodfaith.grants g on g.grant_id = t.grant_id
  where l.law_id = law and g.basis in ('contract', 'legal_obligation') and t.effective is not null
    and gate.below(t.purpose, l.purposes)
$$;

-- Until when the law makes us keep what ended then; core/laws.ts `keptUntil` is the readable rule.
create function gate.law_term(law uuid, ends timestamptz) returns timestamptz
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case when ends = 'infinity' then ends else gate.months_after(case l.counted
      when 'year_end' then (date_trunc('year', ends at time zone 'UTC') + interval '1 year') at time zone 'UTC'
      else ends end, l.months) end
  from goodfaith.laws l where l.law_id = law
$$;

-- The dates of people's copies, from their grants as they stand now.
create function gate.settle_kept(people uuid[]) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update goodfaith.kept_copies k set until = d.until
  from (select c.kept_id, coalesce(gate.law_term(c.law_id, gate.law_ends(c.person_id, c.law_id)), gate.now()) as until
        from goodfaith.kept_copies c where c.person_id = any (people) and c.mistaken_at is null and c.ending_at is null) d
  where k.kept_id = d.kept_id and k.until <> d.until
$$;

-- Whatever ends or prolongs a grant moves the dates in the same transaction, by whatever door it came.
create function gate.keep_dates() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform gate.settle_kept(array(select distinct m.person_id from made m where m.kind in ('withdrawn', 'renewed')));
  return null;
end $$;

create trigger keep_dates after insert on goodfaith.grant_marks referencing new table as made
  for each statement execute function gate.keep_dates();

-- What a person's contracts and laws are, for writing their copies: for the gate alone.
create function gate.kept_of(token text, person uuid)
returns table (law_id uuid, kept_id uuid, key_id uuid, version integer, stands boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp rows 2 as $$
  select l.law_id, k.kept_id, k.key_id, k.version, gate.law_ends(person, l.law_id) > gate.now()
  from gate.claims(token) c, goodfaith.laws l
  left join goodfaith.kept_copies k on k.person_id = person and k.law_id = l.law_id and k.ending_at is null
  where gate.may_write(c.actor_kind, c.actor_id, c.purpose, person)
    and (k.kept_id is not null or (l.signed_at is not null and l.ended_at is null))
$$;

-- The compartments that a law's fields stand in, for the gate alone.
create function gate.kept_facts(token text, person uuid, wanted text[])
returns table (person_id uuid, key_id uuid, version integer, country text, created_at timestamptz, changed_at timestamptz,
               compartment text, sealed_version integer, sealed bytea)
language sql stable security definer set search_path = pg_catalog, pg_temp rows 3 as $$
  select p.person_id, p.key_id, p.version, p.country, p.created_at, p.changed_at, v.compartment, v.version, v.sealed
  from gate.claims(token) c join goodfaith.persons p on p.person_id = person
  left join goodfaith.sealed_values v on v.person_id = person and v.compartment = any (wanted)
    and v.compartment in ('identity', 'contact', 'relation', 'demographic', 'finance')
  where gate.may_write(c.actor_kind, c.actor_id, c.purpose, person)
$$;

-- New copies, and new versions of copies, in the statement that writes the grant or the value. A person made by that
-- same statement may be written to by whoever made them.
create function gate.put_kept(token text, k_person uuid[], k_law uuid[], k_id uuid[], k_key uuid[], k_version integer[],
  k_held text[], k_sealed bytea[], k_found bytea[]) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; done integer; ends timestamptz[];
begin
  select * into c from gate.claims(token);
  ends := array(select gate.law_ends(k.person, k.law) from unnest(k_person, k_law) with ordinality as k (person, law, place)
    order by k.place);
  if exists (select from unnest(k_person) p where not gate.may_write(c.actor_kind, c.actor_id, c.purpose, p)
       and not ((c.actor_kind <> 'person' or p = c.actor_id)
         and exists (select from goodfaith.persons h where h.person_id = p and h.created_at = gate.now())))
     or array_position(ends, null) is not null then
    raise exception 'not found' using errcode = 'GF404';
  end if;
  insert into goodfaith.kept_copies as o (kept_id, person_id, key_id, law_id, version, held, sealed, found_by, made_at, until, given_by)
    select k.id, k.person, k.key, k.law, k.version, k.held, k.sealed, k.found, gate.now(),
      gate.law_term(k.law, k.ends), case when c.actor_kind = 'staff' then c.actor_id end
    from unnest(k_person, k_law, k_id, k_key, k_version, k_held, k_sealed, k_found, ends)
      as k (person, law, id, key, version, held, sealed, found, ends)
    on conflict (person_id, law_id) do update set version = excluded.version, held = excluded.held, sealed = excluded.sealed,
        found_by = excluded.found_by, until = excluded.until, mistaken_at = null
      where o.kept_id = excluded.kept_id and o.key_id = excluded.key_id and o.version = excluded.version - 1 and o.ending_at is null;
  get diagnostics done = row_count;
  if done <> cardinality(k_person) then raise exception 'changed meanwhile' using errcode = 'GF409'; end if;
  return done;
end $$;

-- A person's copies as they are told of them: nothing sealed.
create function gate.kept_list(person uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('kept_id', k.kept_id, 'holding', 'kept_copies', 'basis', 'law',
      'law', l.name, 'article', l.article, 'country', l.country, 'months', l.months, 'counted', l.counted,
      'fields', string_to_array(k.held, ','), 'made_at', k.made_at,
      'until', case when k.until < 'infinity' then k.until end) order by k.until, l.name), '[]')
  from goodfaith.kept_copies k join goodfaith.laws l on l.law_id = k.law_id where k.person_id = person and k.ending_at is null
$$;

-- The contracts that stand, by which a person is kept though they leave; null where there is none.
create function gate.contracts(person uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_agg(jsonb_build_object('purpose', q.purpose, 'until', case when q.until < 'infinity' then q.until end)
    order by q.purpose) from (
    select t.purpose, max(t.until) as until from gate.grant_times(array[person]) t
    join goodfaith.grants g on g.grant_id = t.grant_id
    where g.basis = 'contract' and gate.below(t.purpose, '{service.account}') and t.effective is not null
      and t.withdrawn_at is null and t.until > gate.now() group by t.purpose) q
$$;

-- What stays of a person who may be written to, under which law or contract and until when; what would end at once if
-- they left; and whether they have left already.
create function gate.kept_about(token text, person uuid)
returns table (kept jsonb, contracts jsonb, ends text[], leaving_id uuid, left_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp rows 1 as $$
  select gate.kept_list(person), gate.contracts(person),
    array(select s.purpose from goodfaith.standing s join goodfaith.grants g on g.grant_id = s.grant_id
      where s.person_id = person and s.until > gate.now()
        and not (g.basis = 'contract' and gate.below(s.purpose, '{service.account}'))
        and not (g.basis = 'legal_obligation' and gate.below(s.purpose, '{legal.retention}')) order by 1),
    v.erasure_id, v.asked_at
  from gate.claims(token) c join goodfaith.persons p on p.person_id = person
  left join goodfaith.leavings v on v.person_id = p.person_id
  where gate.may_write(c.actor_kind, c.actor_id, c.purpose, person)
$$;

-- Everything ends but a contract that stands and what a law asks; and what the contract does not open is destroyed.
create function gate.end_others(person uuid, by_kind text, by_id uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into goodfaith.grant_marks (mark_id, grant_id, person_id, kind, at, by_kind, by_id)
    select gen_random_uuid(), g.grant_id, g.person_id, 'withdrawn', gate.now(), end_others.by_kind, end_others.by_id
    from goodfaith.grants g join gate.grant_times(array[person]) t on t.grant_id = g.grant_id
    where g.person_id = person and t.withdrawn_at is null and t.refused_at is null
      and not (g.basis = 'contract' and gate.below(g.purpose, '{service.account}') and t.until > gate.now())
      and not (g.basis = 'legal_obligation' and gate.below(g.purpose, '{legal.retention}'));
  perform gate.settle(array[person]);
  delete from goodfaith.found f where f.person_id = person;
  delete from goodfaith.sealed_values v where v.person_id = person and gate.contracts(person) is not null
    and not exists (select from goodfaith.standing s join goodfaith.purposes p on p.purpose = s.purpose
      where s.person_id = person and gate.below(s.purpose, '{service.account}') and v.compartment = any (p.opens));
end $$;

-- The copies go with the erasure from now on, whose page says what is kept; the rest of the person leaves sight.
create function gate.out_of_sight(person uuid, erasure uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform gate.settle_kept(array[person]);
  -- nothing is kept without a date once they have left
  update goodfaith.kept_copies k set erasure_id = erasure,
      until = case when k.until < 'infinity' then k.until else gate.law_term(k.law_id, gate.now()) end
    where k.person_id = person;
  update goodfaith.erasures e set kept = gate.kept_list(person) where e.erasure_id = erasure;
  delete from goodfaith.standing s where s.person_id = person;
  delete from goodfaith.name_order o where o.person_id = person;
  delete from goodfaith.search_tokens t where t.person_id = person;
  -- nor may anyone go on writing to them who found them at the counter
  delete from goodfaith.found f where f.person_id = person;
end $$;

-- A plan: the id and the code that are shown before anything is destroyed, and what would be. One that was shown keeps
-- its id and its code: whoever wrote the address down finds the receipt there.
drop function gate.plan_erasure(text, uuid, uuid, text);
create function gate.plan_erasure(token text, person uuid, erasure uuid, code text)
returns table (erasure_id uuid, shown text, holding text, title text, fate text, count bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare c record; planned goodfaith.erasures;
begin
  select * into c from gate.claims(token);
  if not gate.may_write(c.actor_kind, c.actor_id, c.purpose, person) then
    raise exception 'not found' using errcode = 'GF404';
  end if;
  if exists (select from goodfaith.leavings v where v.person_id = person) then
    raise exception 'under way' using errcode = 'GF419';
  end if;
  delete from goodfaith.erasures e where e.state = 'planned' and e.planned_at < gate.now() - interval '30 days';
  -- one plan for one person, also when two ask at once
  perform from goodfaith.persons p where p.person_id = person for update;
  select * into planned from goodfaith.erasures e where e.person_id = person and e.state = 'planned';
  if not found then
    insert into goodfaith.erasures (erasure_id, person_id, state, code, by_kind, by_id, planned_at)
      values (erasure, person, 'planned', code, c.actor_kind, case when c.actor_kind = 'staff' then c.actor_id end, gate.now())
      returning * into planned;
  end if;
  return query select planned.erasure_id, planned.code, h.holding, h.title, h.fate, h.count from gate.count_holdings(person) h;
end $$;

-- Records the erasure. From this commit on nobody sees the person: their standing, order and tokens go at once. While a
-- contract stands all else ends, and the rest waits for its end. The code is compared when one was shown; given null, a
-- plan that stands is begun under its id.
create or replace function gate.begin_erasure(token text, person uuid, erasure uuid, shown text, suppressing bytea[], key_hash bytea,
  new_salt bytea, new_commitment bytea, event uuid, salts bytea[], places integer[], hashes bytea, root bytea, reason bytea) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; planned goodfaith.erasures; asker uuid;
begin
  select * into c from gate.claims(token);
  asker := case when c.actor_kind = 'staff' then c.actor_id end;
  if not gate.may_write(c.actor_kind, c.actor_id, c.purpose, person) then
    raise exception 'not found' using errcode = 'GF404';
  end if;
  perform from goodfaith.persons p where p.person_id = person for update;
  if not found then raise exception 'not found' using errcode = 'GF404'; end if;
  if exists (select from goodfaith.erasures e where e.person_id = person and e.state <> 'planned')
     or exists (select from goodfaith.leavings v where v.person_id = person) then
    raise exception 'under way' using errcode = 'GF419';
  end if;
  select * into planned from goodfaith.erasures e where e.person_id = person and e.state = 'planned'
    order by e.planned_at desc limit 1;
  if shown is not null and (planned.erasure_id is null or planned.code <> upper(shown)) then
    raise exception 'wrong code' using errcode = 'GF420';
  end if;
  erasure := coalesce(planned.erasure_id, erasure);
  delete from goodfaith.erasures e where e.person_id = person and e.state = 'planned';
  insert into goodfaith.suppressions (token, channel, made_at, why)
    select s, 'all', date_trunc('day', gate.now()), 'erased' from unnest(suppressing) s on conflict do nothing;
  perform gate.write_event(c.actor_kind, c.actor_id, c.purpose, 'erasure_asked', '', event, array[person], salts, places,
    hashes, root, array[reason]);
  perform gate.end_others(person, c.actor_kind, c.actor_id);
  if gate.contracts(person) is not null then
    insert into goodfaith.leavings (person_id, erasure_id, asked_at, by_kind, by_id, suppressed, key_hash, salt, commitment)
      values (person, erasure, gate.now(), c.actor_kind, asker, suppressing, key_hash, new_salt, new_commitment);
  else
    insert into goodfaith.erasures (erasure_id, person_id, state, code, planned_at, asked_at, by_kind, by_id, suppressed,
        key_hashes, salt, commitment)
      values (erasure, person, 'recorded', '', coalesce(planned.planned_at, gate.now()), gate.now(), c.actor_kind, asker,
        suppressing, array[key_hash], new_salt, new_commitment);
    perform gate.out_of_sight(person, erasure);
  end if;
  return erasure;
end $$;

-- Who left and whose contract has ended since: their erasure is recorded as of when they asked.
create function gate.release_leavings(token text) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v goodfaith.leavings; done integer := 0;
begin
  perform gate.system_only(token);
  for v in select * from goodfaith.leavings l where gate.contracts(l.person_id) is null loop
    perform from goodfaith.persons p where p.person_id = v.person_id for update;
    -- another server may have been here, or a contract been made meanwhile
    if gate.contracts(v.person_id) is not null then continue; end if;
    delete from goodfaith.leavings l where l.person_id = v.person_id;
    if not found then continue; end if;
    perform gate.end_others(v.person_id, 'system', '00000000-0000-7000-8000-000000000001');
    delete from goodfaith.erasures e where e.person_id = v.person_id and e.state = 'planned';
    insert into goodfaith.erasures (erasure_id, person_id, state, code, planned_at, asked_at, by_kind, by_id, suppressed,
        key_hashes, salt, commitment)
      values (v.erasure_id, v.person_id, 'recorded', '', v.asked_at, v.asked_at, v.by_kind, v.by_id, v.suppressed,
        array[v.key_hash], v.salt, v.commitment);
    perform gate.out_of_sight(v.person_id, v.erasure_id);
    done := done + 1;
  end loop;
  return done;
end $$;

-- What is said of an erasure to whoever holds its id, also while a contract keeps the rest.
drop function gate.read_erasure(uuid);
create function gate.read_erasure(erasure uuid)
returns table (erasure_id uuid, state text, asked_at timestamptz, key_gone_at timestamptz, rows_gone_at timestamptz,
               done_at timestamptz, holdings jsonb, suppressed bytea[], key_hashes bytea[],
               salt bytea, commitment bytea, receipt text, kept jsonb, contracts jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp rows 1 as $$
  select e.erasure_id, e.state, e.asked_at, e.key_gone_at, e.rows_gone_at, e.done_at, e.holdings, e.suppressed, e.key_hashes,
    e.salt, e.commitment, e.receipt, e.kept, null::jsonb
  from goodfaith.erasures e where e.erasure_id = erasure and e.state <> 'planned'
  union all
  select v.erasure_id, 'recorded', v.asked_at, null, null, null, '[]', v.suppressed, '{}', v.salt, v.commitment, null,
    gate.kept_list(v.person_id), coalesce(gate.contracts(v.person_id), '[]')
  from goodfaith.leavings v where v.erasure_id = erasure
$$;

-- The privacy officer's doors. Under no other purpose is there a way to a copy.
create function gate.officer_only(token text, out actor_id uuid) returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' or c.purpose <> 'legal.retention' or not gate.has_role(c.actor_id, '{privacy_officer}') then
    raise exception 'not for this purpose' using errcode = 'GF018';
  end if;
  actor_id := c.actor_id;
end $$;

-- Copies by the person, by the erasure's id, or by birth date and family name.
create function gate.find_kept(token text, person uuid, erasure uuid, words bytea[])
returns table (kept_id uuid, person_id uuid, key_id uuid, law_id uuid, version integer, held text, sealed bytea,
               made_at timestamptz, until timestamptz, erasure_id uuid, law text, article text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 2 as $$
#variable_conflict use_column
begin
  perform gate.officer_only(token);
  return query select k.kept_id, k.person_id, k.key_id, k.law_id, k.version, k.held, k.sealed, k.made_at, k.until, k.erasure_id,
      l.name, l.article
    from goodfaith.kept_copies k join goodfaith.laws l on l.law_id = k.law_id
    where (k.person_id = person or k.erasure_id = erasure or k.found_by = any (words))
      and k.until > gate.now() and k.ending_at is null order by k.until, k.kept_id limit 20;
end $$;

-- The line and the reason, committed before the key is used.
create function gate.open_kept(token text, kept uuid, person uuid, reading uuid, sealed_reason bytea,
  event uuid, salts bytea[], places integer[], hashes bytea, root bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare officer uuid; k goodfaith.kept_copies;
begin
  officer := gate.officer_only(token);
  select * into k from goodfaith.kept_copies o where o.kept_id = kept and o.until > gate.now() and o.ending_at is null
    and o.person_id is not distinct from person;
  if not found then raise exception 'not found' using errcode = 'GF404'; end if;
  perform gate.write_event('staff', officer, 'legal.retention', 'kept_opened', k.held, event,
    array_remove(array[k.person_id], null), salts, places, hashes, root);
  insert into goodfaith.kept_reads (read_id, kept_id, event_id, staff_id, at, sealed)
    values (reading, kept, event, officer, gate.now(), sealed_reason);
end $$;

-- The contract was a mistake: no law keeps it. Only when it has been withdrawn, and never by whoever recorded it.
create function gate.end_kept(token text, kept uuid, person uuid, reading uuid, sealed_reason bytea,
  event uuid, salts bytea[], places integer[], hashes bytea, root bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare officer uuid; k goodfaith.kept_copies;
begin
  officer := gate.officer_only(token);
  select * into k from goodfaith.kept_copies o where o.kept_id = kept and o.until > gate.now() and o.ending_at is null
    and o.person_id is not distinct from person;
  if not found then raise exception 'not found' using errcode = 'GF404'; end if;
  if k.person_id is not null and gate.law_ends(k.person_id, k.law_id) > gate.now() then
    raise exception 'it stands' using errcode = 'GF422';
  end if;
  if k.given_by = officer or exists (select from goodfaith.grants g join goodfaith.laws l on l.law_id = k.law_id
       where g.person_id = k.person_id and g.by_id = officer and gate.below(g.purpose, l.purposes)
         and g.basis in ('contract', 'legal_obligation')) then
    raise exception 'a second person' using errcode = 'GF016';
  end if;
  update goodfaith.kept_copies o set until = gate.now(), mistaken_at = gate.now() where o.kept_id = kept;
  perform gate.write_event('staff', officer, 'legal.retention', 'kept_mistaken', k.held, event,
    array_remove(array[k.person_id], null), salts, places, hashes, root);
  insert into goodfaith.kept_reads (read_id, kept_id, event_id, staff_id, at, sealed)
    values (reading, kept, event, officer, gate.now(), sealed_reason);
end $$;

-- Copies whose date has come: from now on nothing makes them longer.
create function gate.due_kept(token text, most integer) returns table (kept_id uuid, key_id uuid, person_id uuid)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  perform gate.system_only(token);
  return query update goodfaith.kept_copies k set ending_at = coalesce(k.ending_at, gate.now())
    where k.kept_id in (select d.kept_id from goodfaith.kept_copies d where d.until <= gate.now() order by d.until limit most)
    returning k.kept_id, k.key_id, k.person_id;
end $$;

-- The row goes after its key, with a line in the ledger and a word on the erasure's page.
create function gate.drop_kept(token text, kept uuid, person uuid, key_hash bytea,
  event uuid, salts bytea[], places integer[], hashes bytea, root bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; k goodfaith.kept_copies;
begin
  perform gate.system_only(token);
  select * into c from gate.claims(token);
  if not exists (select from goodfaith.kept_copies o where o.kept_id = kept) then return; end if;
  -- lines first, rows then: in the order in which an erasure takes its locks
  perform gate.write_event('system', c.actor_id, 'legal.retention', 'kept_destroyed', '', event,
    array_remove(array[person], null), salts, places, hashes, root);
  delete from goodfaith.kept_copies o where o.kept_id = kept and o.ending_at is not null
    and o.person_id is not distinct from person returning * into k;
  if k.kept_id is null then raise exception 'changed meanwhile' using errcode = 'GF409'; end if;
  delete from goodfaith.kept_reads r where r.kept_id = kept;
  update goodfaith.erasures e set key_hashes = e.key_hashes || array[drop_kept.key_hash],
      kept = (select jsonb_agg(case when j ->> 'kept_id' = drop_kept.kept::text then j || jsonb_build_object('destroyed_at', gate.now()) else j end)
        from jsonb_array_elements(e.kept) j)
    where e.erasure_id = k.erasure_id;
  insert into gate.sweep_asked (at) values (gate.now()) on conflict (only_one) do update set at = excluded.at;
end $$;

-- People whose contract falls under a law that has no copy of theirs yet: a law signed after the contract was made.
create function gate.kept_wanting(token text, law uuid, after uuid, most integer) returns table (person_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  perform gate.system_only(token);
  return query select distinct s.person_id from goodfaith.laws l
    join goodfaith.purposes p on gate.below(p.purpose, l.purposes)
    join goodfaith.standing s on s.purpose = p.purpose and s.until > gate.now()
    where l.law_id = law and l.ended_at is null and (after is null or s.person_id > after)
      and exists (select from goodfaith.grants g where g.person_id = s.person_id and g.purpose = s.purpose
        and g.basis in ('contract', 'legal_obligation'))
      and not exists (select from goodfaith.kept_copies k where k.person_id = s.person_id and k.law_id = law)
    order by s.person_id limit most;
end $$;

create function gate.law_caught_up(token text, law uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform gate.system_only(token);
  update goodfaith.laws l set caught_up_at = gate.now() where l.law_id = law;
end $$;

-- For `verify`: contracts without their copy, copies past their date, and who left and whose contract has ended.
create function gate.verify_kept(token text, out copies bigint, out wanting bigint, out overdue bigint, out leaving bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform gate.system_only(token);
  select count(*), count(*) filter (where k.until < gate.now() - interval '1 day') into copies, overdue from goodfaith.kept_copies k;
  select count(*) into wanting from goodfaith.laws l, lateral gate.kept_wanting(token, l.law_id, null, 1000000) w
    where l.caught_up_at is not null and l.ended_at is null;
  select count(*) into leaving from goodfaith.leavings v
    where gate.contracts(v.person_id) is null and v.asked_at < gate.now() - interval '1 day';
end $$;

-- Backups: each copy on its own, under its own key.
create function gate.backup_kept(token text, after uuid, most integer) returns table (kept_id uuid, key_id uuid, content text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  perform gate.system_only(token);
  return query select k.kept_id, k.key_id, json_build_array(row_to_json(k))::text from goodfaith.kept_copies k
    where after is null or k.kept_id > after order by k.kept_id limit most;
end $$;

-- The registry, written by one and signed by another; an end is asked for by one and signed by another as well.
create function gate.write_law(token text, law uuid, name text, article text, country text, purposes text[], fields text[],
  months integer, counted text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' or not gate.has_role(c.actor_id, '{administrator,privacy_officer}') then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  if exists (select from unnest(write_law.purposes) w where not exists (select from goodfaith.purposes p
       where p.purpose = w and p.bases && '{contract,legal_obligation}' and p.kind = 'granted')) then
    raise exception 'no such purpose' using errcode = 'GF010';
  end if;
  insert into goodfaith.laws (law_id, name, article, country, purposes, fields, months, counted, written_by, written_at)
    values (law, name, article, country, purposes, fields, months, counted, c.actor_id, gate.now());
end $$;

create function gate.sign_law(token text, law uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' or not gate.has_role(c.actor_id, '{administrator,privacy_officer}')
     or exists (select from goodfaith.laws l where l.law_id = law and l.written_by = c.actor_id) then
    raise exception 'a second person' using errcode = 'GF016';
  end if;
  update goodfaith.laws l set signed_by = c.actor_id, signed_at = gate.now()
    where l.law_id = law and l.signed_at is null and l.ended_at is null;
  if not found then raise exception 'not found' using errcode = 'GF404'; end if;
end $$;

-- One that never counted is taken back by anyone who may write one. Copies that were made stay to their date.
create function gate.end_law(token text, law uuid) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; l goodfaith.laws;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' or not gate.has_role(c.actor_id, '{administrator,privacy_officer}') then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  select * into l from goodfaith.laws o where o.law_id = law and o.ended_at is null and not o.ships for update;
  if not found then raise exception 'not found' using errcode = 'GF404'; end if;
  if l.signed_at is null then
    update goodfaith.laws o set ended_at = gate.now() where o.law_id = law;
    return 'ended';
  end if;
  if l.end_asked_by is null then
    update goodfaith.laws o set end_asked_by = c.actor_id, end_asked_at = gate.now() where o.law_id = law;
    return 'asked';
  end if;
  if l.end_asked_by = c.actor_id then raise exception 'a second person' using errcode = 'GF016'; end if;
  update goodfaith.laws o set ended_by = c.actor_id, ended_at = gate.now() where o.law_id = law;
  return 'ended';
end $$;

reset role;
revoke trigger on goodfaith.grant_marks from goodfaith_gate;
