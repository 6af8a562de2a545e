-- The doors: the only functions through which the gate reads and writes people. Each verifies the token it is handed,
-- drives from standing, and answers alike for absent, invisible and erased.

set role goodfaith_gate;

-- People by id, as the purpose allows. A person without standing gives no row. What the purpose does not open, or was
-- not asked for, comes as the names of its fields alone; protective facts not even so.
create function gate.read_people(token text, people uuid[], wanted text[])
returns table (person_id uuid, key_id uuid, version integer, country text, created_at timestamptz, changed_at timestamptz,
               compartment text, sealed_version integer, held text, sealed bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 4 as $$
#variable_conflict use_column
declare c record; opened text[];
begin
  select * into c from gate.claims(token);
  select opens into opened from goodfaith.purposes where purpose = c.purpose;
  return query
    select p.person_id, p.key_id, p.version, p.country, p.created_at, p.changed_at, v.compartment, v.version, v.held,
      case when v.compartment = any (wanted) and v.compartment = any (opened) then v.sealed end
    from goodfaith.standing s
    join goodfaith.persons p on p.person_id = s.person_id
    left join goodfaith.sealed_values v on v.person_id = s.person_id
      and (v.compartment <> 'protective' or v.compartment = any (opened))
    where s.purpose = c.purpose and s.person_id = any (people) and s.until > gate.now()
      and (c.actor_kind <> 'person' or s.person_id = c.actor_id);
end $$;

-- A page of people in order of name. backward: from Z to A. The cursor is the last row's code and id.
create function gate.list_people(token text, wanted text[], backward boolean, after_code integer, after_id uuid, most integer)
returns table (person_id uuid, key_id uuid, version integer, country text, created_at timestamptz, changed_at timestamptz,
               compartment text, sealed_version integer, sealed bytea, code integer)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 100 as $$
#variable_conflict use_column
declare c record; page_ids uuid[]; page_codes integer[];
begin
  select * into c from gate.claims(token);
  if c.actor_kind = 'person' then return; end if;
  -- the order of names tells of names
  if not exists (select from goodfaith.purposes p where p.purpose = c.purpose and 'identity' = any (p.opens)
      and (p.fields is null or p.fields @> '{given_name,family_name}')) then
    raise exception 'names are not opened' using errcode = 'GF018';
  end if;
  if backward then
    select array_agg(q.person_id), array_agg(q.code) into page_ids, page_codes from (
      select o.person_id, o.code from goodfaith.name_order o
      join goodfaith.standing s on s.purpose = o.purpose and s.person_id = o.person_id and s.until > gate.now()
      where o.purpose = c.purpose and (after_id is null or (o.code, o.person_id) < (after_code, after_id))
      order by o.code desc, o.person_id desc limit most) q;
  else
    select array_agg(q.person_id), array_agg(q.code) into page_ids, page_codes from (
      select o.person_id, o.code from goodfaith.name_order o
      join goodfaith.standing s on s.purpose = o.purpose and s.person_id = o.person_id and s.until > gate.now()
      where o.purpose = c.purpose and (after_id is null or (o.code, o.person_id) > (after_code, after_id))
      order by o.code, o.person_id limit most) q;
  end if;
  return query select * from gate.page(c.purpose, page_ids, page_codes, wanted);
end $$;

-- The newest first: ids are UUIDv7, so their order is the order of arrival.
create function gate.list_recent(token text, wanted text[], after_id uuid, most integer)
returns table (person_id uuid, key_id uuid, version integer, country text, created_at timestamptz, changed_at timestamptz,
               compartment text, sealed_version integer, sealed bytea, code integer)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 100 as $$
#variable_conflict use_column
declare c record; page_ids uuid[];
begin
  select * into c from gate.claims(token);
  if c.actor_kind = 'person' then return; end if;
  select array_agg(q.person_id) into page_ids from (
    select s.person_id from goodfaith.standing s
    where s.purpose = c.purpose and s.until > gate.now() and (after_id is null or s.person_id < after_id)
    order by s.person_id desc limit most) q;
  return query select * from gate.page(c.purpose, page_ids, array[]::integer[], wanted);
end $$;

-- People who carry every one of the tokens (blind words or exact addresses), by id. The first token drives.
create function gate.search_people(token text, words bytea[], wanted text[], after_id uuid, most integer)
returns table (person_id uuid, key_id uuid, version integer, country text, created_at timestamptz, changed_at timestamptz,
               compartment text, sealed_version integer, sealed bytea, code integer)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 100 as $$
#variable_conflict use_column
declare c record; page_ids uuid[];
begin
  select * into c from gate.claims(token);
  if c.actor_kind = 'person' then return; end if;
  select array_agg(q.person_id) into page_ids from (
    select t.person_id from goodfaith.search_tokens t
    join goodfaith.standing s on s.purpose = c.purpose and s.person_id = t.person_id and s.until > gate.now()
    where t.token = words[1] and (after_id is null or t.person_id > after_id)
      and not exists (select from unnest(words[2:]) as w (word)
        where not exists (select from goodfaith.search_tokens o where o.token = w.word and o.person_id = t.person_id))
    order by t.person_id limit most) q;
  return query select * from gate.page(c.purpose, page_ids, array[]::integer[], wanted);
end $$;

create function gate.page(purpose text, ids uuid[], codes integer[], wanted text[])
returns table (person_id uuid, key_id uuid, version integer, country text, created_at timestamptz, changed_at timestamptz,
               compartment text, sealed_version integer, sealed bytea, code integer)
language sql stable security definer set search_path = pg_catalog, pg_temp rows 100 as $$
  select p.person_id, p.key_id, p.version, p.country, p.created_at, p.changed_at, v.compartment, v.version, v.sealed, i.code
  from unnest(ids, codes) with ordinality as i (id, code, place)
  join goodfaith.persons p on p.person_id = i.id
  left join goodfaith.sealed_values v on v.person_id = i.id and v.compartment = any (wanted)
    and v.compartment = any (array(select unnest(q.opens) from goodfaith.purposes q where q.purpose = $1))
  order by i.place
$$;

-- How many the purpose shows, and how many are held: for an unfiltered screen only, rounded by the gate.
create function gate.count_people(token text, out shown bigint, out held bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind = 'person' then return; end if;
  select count(*) into shown from goodfaith.standing s where s.purpose = c.purpose and s.until > gate.now();
  select count(*) into held from goodfaith.persons;
end $$;

-- Grants of new people or of one person who is visible. Refuses what the registry does not accept; the time is the
-- database's own, so nothing is dated back.
create function gate.put_grants(by_kind text, by_id uuid, g_id uuid[], g_person uuid[], g_purpose text[], g_basis text[],
  g_notice text[], g_kind text[], g_guardian boolean[], g_under_age boolean[], g_sealed bytea[], g_expires timestamptz[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare bad text;
begin
  select case when p.purpose is null or p.kind in ('group', 'aggregate') then 'GF010'
              when g.basis <> all (p.bases) then 'GF011'
              when g.basis = 'consent' and (n.notice is null or n.purpose <> g.purpose) then 'GF012'
              when g.basis = 'consent' and g.kind is null then 'GF013'
              when g.basis = 'legitimate_interest' and not p.balanced and not exists (select from goodfaith.balancing_tests b
                where b.purpose = g.purpose and b.signed_at <= gate.now() and coalesce(b.ended_at, 'infinity') > gate.now())
                then 'GF014' end
    into bad
    from unnest(g_purpose, g_basis, g_notice, g_kind) as g (purpose, basis, notice, kind)
    left join goodfaith.purposes p on p.purpose = g.purpose
    left join goodfaith.notices n on n.notice = g.notice
    order by 1 nulls last limit 1;
  if bad is not null then raise exception 'grant refused' using errcode = bad; end if;
  insert into goodfaith.grants (grant_id, person_id, purpose, basis, notice, evidence_kind, confirmed, guardian, under_age,
                                sealed, given_at, by_kind, by_id, expires_at)
    select g.id, g.person, g.purpose, g.basis, g.notice, g.kind, by_kind = 'person', g.guardian, g.under_age,
      g.sealed, gate.now(), by_kind, by_id, g.expires
    from unnest(g_id, g_person, g_purpose, g_basis, g_notice, g_kind, g_guardian, g_under_age, g_sealed, g_expires)
      as g (id, person, purpose, basis, notice, kind, guardian, under_age, sealed, expires);
end $$;

-- New people with source, sealed values, tokens, grants, standing and ledger line: all or nothing, one round trip.
create function gate.create_people(token text, import uuid, people uuid[], keys uuid[], countries text[], dues timestamptz[],
  s_id uuid[], s_kind text[], s_notice text[], s_collected timestamptz[],
  v_person uuid[], v_compartment text[], v_held text[], v_sealed bytea[], t_person uuid[], t_token bytea[], codes integer[],
  g_id uuid[], g_person uuid[], g_purpose text[], g_basis text[], g_notice text[], g_kind text[], g_guardian boolean[],
  g_under_age boolean[], g_sealed bytea[], g_expires timestamptz[],
  event uuid, fields text, salts bytea[], places integer[], hashes bytea, root bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; wrote_as text;
begin
  select * into c from gate.claims(token);
  if c.actor_kind = 'person' and people <> array[c.actor_id] then
    raise exception 'not that person' using errcode = 'GF001';
  end if;
  if exists (select from unnest(people) p where p <> all (g_person)) then
    raise exception 'no grant' using errcode = 'GF015';
  end if;
  wrote_as := case when import is null then c.actor_kind else 'import' end;
  insert into goodfaith.persons (person_id, key_id, country, notice_due, created_at, changed_at)
    select p.id, p.key, p.country, p.due, gate.now(), gate.now() from unnest(people, keys, countries, dues) as p (id, key, country, due);
  insert into goodfaith.sources (source_id, person_id, kind, notice, collected_at, recorded_at, by_kind, by_id, import_id)
    select s.id, s.person, s.kind, s.notice, s.collected, gate.now(), wrote_as, c.actor_id, import
    from unnest(s_id, people, s_kind, s_notice, s_collected) as s (id, person, kind, notice, collected);
  insert into goodfaith.sealed_values (person_id, compartment, version, held, sealed)
    select v.person, v.compartment, 1, v.held, v.sealed
    from unnest(v_person, v_compartment, v_held, v_sealed) as v (person, compartment, held, sealed);
  insert into goodfaith.search_tokens (token, person_id)
    select t.token, t.person from unnest(t_token, t_person) as t (token, person) on conflict do nothing;
  insert into goodfaith.name_order (purpose, code, person_id)
    select 'rights.request', o.code, o.person from unnest(codes, people) as o (code, person);
  perform gate.put_grants(wrote_as, c.actor_id, g_id, g_person, g_purpose, g_basis, g_notice, g_kind, g_guardian,
    g_under_age, g_sealed, g_expires);
  perform gate.settle(people);
  perform gate.write_event(c.actor_kind, c.actor_id, c.purpose, 'collected', fields, event, people, salts, places, hashes, root);
end $$;

-- Whether the bearer of these claims may write to the person: standing for the purpose, themself, or found at the counter.
create function gate.may_write(actor_kind text, actor_id uuid, purpose text, person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select (actor_kind <> 'person' or person = actor_id) and exists (select from goodfaith.persons p where p.person_id = person)
    and (exists (select from goodfaith.standing s where s.purpose = $3 and s.person_id = person and s.until > gate.now())
      or exists (select from goodfaith.found f where f.person_id = person and f.staff_id = actor_id and f.until > gate.now()))
$$;

-- New versions of some compartments of one person. Versions only rise: an older blob put back does not open.
create function gate.change_person(token text, person uuid, expected integer, country_set boolean, new_country text,
  s_id uuid, s_kind text, s_notice text, s_collected timestamptz,
  v_compartment text[], v_version integer[], v_held text[], v_sealed bytea[], t_drop bytea[], t_add bytea[], new_code integer, due timestamptz,
  event uuid, fields text, salts bytea[], places integer[], hashes bytea, root bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; changed integer;
begin
  select * into c from gate.claims(token);
  if not gate.may_write(c.actor_kind, c.actor_id, c.purpose, person)
     or not v_compartment <@ (select opens from goodfaith.purposes where purpose = c.purpose) then
    raise exception 'not found' using errcode = 'GF404';
  end if;
  update goodfaith.persons p set version = version + 1, changed_at = gate.now(),
    country = case when country_set then new_country else country end, notice_due = least(p.notice_due, due)
    where p.person_id = person and p.version = expected;
  if not found then raise exception 'changed meanwhile' using errcode = 'GF409'; end if;
  insert into goodfaith.sources (source_id, person_id, kind, notice, collected_at, recorded_at, by_kind, by_id)
    values (s_id, person, s_kind, s_notice, s_collected, gate.now(), c.actor_kind, c.actor_id);
  insert into goodfaith.sealed_values as o (person_id, compartment, version, held, sealed)
    select person, v.compartment, v.version, v.held, v.sealed
    from unnest(v_compartment, v_version, v_held, v_sealed) as v (compartment, version, held, sealed)
    on conflict (person_id, compartment) do update set version = excluded.version, held = excluded.held, sealed = excluded.sealed
      where o.version = excluded.version - 1;
  get diagnostics changed = row_count;
  if changed <> cardinality(v_compartment) then raise exception 'changed meanwhile' using errcode = 'GF409'; end if;
  delete from goodfaith.search_tokens t where t.person_id = person and t.token = any (t_drop);
  insert into goodfaith.search_tokens (token, person_id) select unnest(t_add), person on conflict do nothing;
  if new_code is not null then
    update goodfaith.name_order o set code = new_code where o.person_id = person;
  end if;
  if due is not null then perform gate.settle(array[person]); end if;
  perform gate.write_event(c.actor_kind, c.actor_id, c.purpose, 'changed', fields, event, array[person], salts, places, hashes, root);
end $$;

create function gate.give(token text, person uuid, g_id uuid, g_purpose text, g_basis text, g_notice text, g_kind text,
  g_guardian boolean, g_under_age boolean, g_sealed bytea, g_expires timestamptz, lifted bytea[],
  event uuid, salts bytea[], places integer[], hashes bytea, root bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if not gate.may_write(c.actor_kind, c.actor_id, c.purpose, person) then
    raise exception 'not found' using errcode = 'GF404';
  end if;
  perform gate.put_grants(c.actor_kind, c.actor_id, array[g_id], array[person], array[g_purpose], array[g_basis],
    array[g_notice], array[g_kind], array[g_guardian], array[g_under_age], array[g_sealed], array[g_expires]);
  if c.actor_kind = 'person' then
    delete from goodfaith.suppressions s where s.token = any (lifted);
  end if;
  perform gate.settle(array[person]);
  perform gate.write_event(c.actor_kind, c.actor_id, c.purpose, 'granted', g_purpose, event, array[person], salts, places, hashes, root);
end $$;

-- The key of a person whom the bearer may write to; null otherwise.
create function gate.key_of(token text, person uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.key_id from gate.claims(token) c, goodfaith.persons p
  where p.person_id = person and gate.may_write(c.actor_kind, c.actor_id, c.purpose, person)
$$;

-- What the age of consent hangs on, for the gate alone: it answers yes or no, whatever the purpose opens.
create function gate.age_facts(token text, person uuid)
returns table (key_id uuid, country text, version integer, sealed bytea)
language sql stable security definer set search_path = pg_catalog, pg_temp rows 1 as $$
  select p.key_id, p.country, v.version, v.sealed from gate.claims(token) c
  join goodfaith.persons p on p.person_id = person
  left join goodfaith.sealed_values v on v.person_id = person and v.compartment = 'demographic'
  where gate.may_write(c.actor_kind, c.actor_id, c.purpose, person)
$$;

-- The grants of a visible person with what happened to them, newest first.
create function gate.read_grants(token text, person uuid)
returns table (grant_id uuid, purpose text, basis text, notice text, evidence_kind text, confirmed boolean, guardian boolean,
               under_age boolean, version integer, sealed bytea, given_at timestamptz, by_kind text, by_id uuid,
               expires_at timestamptz, key_id uuid, marks jsonb)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 8 as $$
#variable_conflict use_column
declare c record;
begin
  select * into c from gate.claims(token);
  return query
    select g.grant_id, g.purpose, g.basis, g.notice, g.evidence_kind, g.confirmed, g.guardian, g.under_age, g.version,
      g.sealed, g.given_at, g.by_kind, g.by_id, g.expires_at, p.key_id,
      coalesce((select jsonb_agg(jsonb_build_object('kind', m.kind, 'at', m.at, 'by_kind', m.by_kind, 'by_id', m.by_id)
        order by m.at) from goodfaith.grant_marks m where m.grant_id = g.grant_id), '[]')
    from goodfaith.standing s
    join goodfaith.persons p on p.person_id = s.person_id
    join goodfaith.grants g on g.person_id = s.person_id
    where s.purpose = c.purpose and s.person_id = person and s.until > gate.now()
      and (c.actor_kind <> 'person' or s.person_id = c.actor_id)
    order by g.given_at desc, g.grant_id desc;
end $$;

-- A second person's check, or the person's own confirmation. Nobody checks what they gave themselves.
create function gate.check_grant(token text, person uuid, which uuid, verdict text, mark uuid, reason bytea,
  event uuid, salts bytea[], places integer[], hashes bytea, root bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; g record;
begin
  select * into c from gate.claims(token);
  if verdict not in ('accepted', 'refused', 'confirmed') or (verdict = 'confirmed') <> (c.actor_kind = 'person')
     or c.actor_kind = 'system' then
    raise exception 'not yours to check' using errcode = 'GF016';
  end if;
  if not gate.may_write(c.actor_kind, c.actor_id, c.purpose, person) then
    raise exception 'not found' using errcode = 'GF404';
  end if;
  perform from goodfaith.persons p where p.person_id = person for update;
  select t.*, o.by_id, o.by_kind, o.evidence_kind into g from gate.grant_times(array[person]) t
    join goodfaith.grants o on o.grant_id = t.grant_id where t.grant_id = which;
  if not found then raise exception 'not found' using errcode = 'GF404'; end if;
  if not g.waits or g.effective is not null or g.refused_at is not null or g.withdrawn_at is not null then
    raise exception 'not waiting' using errcode = 'GF017';
  end if;
  if verdict <> 'confirmed' and g.by_id = c.actor_id then
    raise exception 'a second person' using errcode = 'GF016';
  end if;
  if verdict = 'accepted' and (g.by_kind not in ('staff', 'import') or coalesce(g.evidence_kind, 'import') = 'import') then
    raise exception 'nothing to check' using errcode = 'GF013';
  end if;
  insert into goodfaith.grant_marks (mark_id, grant_id, person_id, kind, at, by_kind, by_id)
    values (mark, which, person, verdict, gate.now(), c.actor_kind, c.actor_id);
  perform gate.settle(array[person]);
  perform gate.write_event(c.actor_kind, c.actor_id, c.purpose, verdict, g.purpose, event, array[person], salts, places, hashes, root,
    array[reason]);
end $$;

-- Withdraws every open grant of one purpose, or of all ('all').
create function gate.withdraw(token text, person uuid, which text, event uuid, salts bytea[], places integer[], hashes bytea, root bytea)
returns integer language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; done integer;
begin
  select * into c from gate.claims(token);
  if not gate.may_write(c.actor_kind, c.actor_id, c.purpose, person) then
    raise exception 'not found' using errcode = 'GF404';
  end if;
  if which <> 'all' and not exists (select from goodfaith.purposes p where p.purpose = which and p.kind not in ('group', 'aggregate')) then
    raise exception 'no such purpose' using errcode = 'GF010';
  end if;
  perform from goodfaith.persons p where p.person_id = person for update;
  insert into goodfaith.grant_marks (mark_id, grant_id, person_id, kind, at, by_kind, by_id)
    select gen_random_uuid(), g.grant_id, person, 'withdrawn', gate.now(), c.actor_kind, c.actor_id
    from goodfaith.grants g where g.person_id = person and (which = 'all' or g.purpose = which)
      and not exists (select from goodfaith.grant_marks m where m.grant_id = g.grant_id and m.kind in ('withdrawn', 'refused'));
  get diagnostics done = row_count;
  perform gate.settle(array[person]);
  perform gate.write_event(c.actor_kind, c.actor_id, c.purpose, 'withdrawn', which, event, array[person], salts, places, hashes, root);
  return done;
end $$;

-- A last word: what prolongs the purposes that are kept for some months after it.
create function gate.renew(token text, person uuid, which text) returns void
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
  perform gate.settle(array[person]);
end $$;

-- Someone is here: exact tokens of two identifiers, whether or not the person is visible. One answer at most, twenty
-- questions an hour; absent and hidden run the same statements.
create function gate.find_person(token text, first bytea[], second bytea[], until timestamptz)
returns table (person_id uuid, key_id uuid, sealed_version integer, sealed bytea)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare c record; hits uuid[];
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' or c.purpose not in ('service.request', 'service.account', 'sales.enquiry') then
    raise exception 'not for this purpose' using errcode = 'GF018';
  end if;
  perform pg_advisory_xact_lock(hashtextextended(c.actor_id::text, 1));
  if (select count(*) from goodfaith.find_attempts a
      where a.staff_id = c.actor_id and a.at > gate.now() - interval '1 hour') >= 20 then
    raise exception 'too many' using errcode = 'GF429';
  end if;
  insert into goodfaith.find_attempts (staff_id, at) values (c.actor_id, gate.now());
  select array_agg(q.person_id) into hits from (
    select a.person_id from goodfaith.search_tokens a
    where a.token = any (first) and not first && second
      and exists (select from goodfaith.search_tokens b where b.token = any (second) and b.person_id = a.person_id)
    group by a.person_id limit 2) q;
  if cardinality(hits) > 1 then hits := '{}'; end if;
  insert into goodfaith.found (person_id, staff_id, found_at, until)
    select h, c.actor_id, gate.now(), least(find_person.until, gate.now() + interval '15 minutes') from unnest(hits) h;
  return query select p.person_id, p.key_id, v.version, v.sealed from goodfaith.persons p
    join goodfaith.sealed_values v on v.person_id = p.person_id and v.compartment = 'identity'
    where p.person_id = any (hits);
end $$;

-- Duplicates for an importer: only among people they may see; suppressed values among all (they name nobody).
create function gate.known_people(token text, words bytea[])
returns table (word bytea, person_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare c record;
begin
  select * into c from gate.claims(token);
  return query select t.token, t.person_id from goodfaith.search_tokens t
    join goodfaith.standing s on s.purpose = c.purpose and s.person_id = t.person_id and s.until > gate.now()
    where t.token = any (words) and c.actor_kind <> 'person';
end $$;

create function gate.suppressed(token text, words bytea[])
returns table (word bytea, channel text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  perform gate.claims(token);
  return query select s.token, s.channel from goodfaith.suppressions s where s.token = any (words);
end $$;

create function gate.suppress(token text, words bytea[], channels text[], reason text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform gate.claims(token);
  insert into goodfaith.suppressions (token, channel, why)
    select w.word, w.channel, reason from unnest(words, channels) as w (word, channel) on conflict do nothing;
end $$;

-- An event of another kind (export, erasure asked, sign-in) about visible people, in the caller's transaction.
create function gate.record(token text, kind text, fields text, event uuid, people uuid[], salts bytea[], places integer[], hashes bytea, root bytea,
  reasons bytea[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if exists (select from unnest(people) p where not gate.may_write(c.actor_kind, c.actor_id, c.purpose, p)) then
    raise exception 'not found' using errcode = 'GF404';
  end if;
  perform gate.write_event(c.actor_kind, c.actor_id, c.purpose, kind, fields, event, people, salts, places, hashes, root, reasons);
end $$;

-- Told where their data came from (GDPR art. 14): the deadline falls away.
create function gate.told(token text, person uuid, event uuid, salts bytea[], places integer[], hashes bytea, root bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if not gate.may_write(c.actor_kind, c.actor_id, c.purpose, person) then
    raise exception 'not found' using errcode = 'GF404';
  end if;
  update goodfaith.persons p set notice_told = gate.now(), notice_due = null where p.person_id = person and p.notice_due is not null;
  perform gate.settle(array[person]);
  perform gate.write_event(c.actor_kind, c.actor_id, c.purpose, 'told', '', event, array[person], salts, places, hashes, root);
end $$;

reset role;
