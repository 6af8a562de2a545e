-- Token and order keys turn with the keyring's epoch. Which generation of keys is looked up and which are written; the
-- highest bit of a token says the parity of its generation, so that the old ones can be told and dropped.

create table gate.token_turn (
  only_one boolean primary key default true check (only_one),
  generation integer not null default 0,
  -- still: one generation. turning: old is looked up, both are written. turned: new is looked up, both are written.
  -- dropping: new alone.
  phase text not null default 'still' check (phase in ('still', 'turning', 'turned', 'dropping')),
  -- how far it has come
  people_after uuid,
  -- keyed hash of a fixed word: tells a keyring that came back with other keys
  mark bytea
);
insert into gate.token_turn default values;
grant select, update on gate.token_turn to goodfaith_gate;

set role goodfaith_gate;

-- Generation 0 has the parity 0.
update goodfaith.search_tokens set token = set_byte(token, 0, get_byte(token, 0) & 127) where get_byte(token, 0) > 127;
update goodfaith.staff set email_token = set_byte(email_token, 0, get_byte(email_token, 0) & 127) where get_byte(email_token, 0) > 127;
update goodfaith.kept_copies set found_by = set_byte(found_by, 0, get_byte(found_by, 0) & 127) where get_byte(found_by, 0) > 127;

create function gate.token_state(out generation integer, out phase text, out people_after uuid, out mark bytea)
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select t.generation, t.phase, t.people_after, t.mark from gate.token_turn t $$;

-- From one phase to the next; nothing when another has been faster.
create function gate.turn_tokens(token text, from_phase text, to_phase text, new_mark bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform gate.system_only(token);
  update gate.token_turn t set phase = to_phase, people_after = null,
      generation = t.generation + case when to_phase = 'still' then 1 else 0 end,
      mark = case when to_phase = 'still' then new_mark else t.mark end
    where t.phase = from_phase;
  return found;
end $$;

-- A page of people with what their tokens are made of, for the gate alone.
create function gate.token_people(token text, after uuid, most integer)
returns table (person_id uuid, key_id uuid, version integer, country text, created_at timestamptz, changed_at timestamptz,
               compartment text, sealed_version integer, sealed bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 600 as $$
#variable_conflict use_column
begin
  perform gate.system_only(token);
  return query
    select p.person_id, p.key_id, p.version, p.country, p.created_at, p.changed_at, v.compartment, v.version, v.sealed
    from (select * from goodfaith.persons q where after is null or q.person_id > after order by q.person_id limit most) p
    left join goodfaith.sealed_values v on v.person_id = p.person_id and v.compartment in ('identity', 'contact', 'demographic')
    order by p.person_id;
end $$;

-- Tokens of the new generation beside the old, and the new places in lists, of those who have not been changed or left
-- meanwhile. Answers with the others who are still there.
create function gate.put_tokens(token text, people uuid[], versions integer[], codes integer[], t_person uuid[], t_token bytea[],
  upto uuid) returns uuid[]
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare same uuid[]; there uuid[];
begin
  perform gate.system_only(token);
  perform from goodfaith.persons p where p.person_id = any (people) order by p.person_id for update;
  there := array(select p.person_id from goodfaith.persons p where p.person_id = any (people)
    and not exists (select from goodfaith.erasures e where e.person_id = p.person_id and e.state <> 'planned'));
  same := array(select p.person_id from goodfaith.persons p join unnest(people, versions) as n (id, version) on n.id = p.person_id
    where p.person_id = any (there) and p.version = n.version);
  insert into goodfaith.search_tokens (token, person_id)
    select n.token, n.person from unnest(t_token, t_person) as n (token, person) where n.person = any (same) on conflict do nothing;
  update goodfaith.name_order o set code = n.code from unnest(people, codes) as n (id, code)
    where o.person_id = n.id and n.id = any (same) and o.code <> n.code;
  if upto is not null then update gate.token_turn t set people_after = upto where t.phase = 'turning'; end if;
  return array(select t from unnest(there) t where t <> all (same));
end $$;

-- Staff and copies that laws keep are found by one hash each: looked for under both keys until the turn is over.
create function gate.put_staff_tokens(token text, members uuid[], addresses bytea[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform gate.system_only(token);
  update goodfaith.staff s set email_token = n.address from unnest(members, addresses) as n (id, address) where s.staff_id = n.id;
end $$;

create function gate.token_kept(token text, after uuid, most integer)
returns table (kept_id uuid, key_id uuid, law_id uuid, version integer, sealed bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 200 as $$
#variable_conflict use_column
begin
  perform gate.system_only(token);
  return query select k.kept_id, k.key_id, k.law_id, k.version, k.sealed from goodfaith.kept_copies k
    where k.found_by is not null and k.ending_at is null and (after is null or k.kept_id > after) order by k.kept_id limit most;
end $$;

create function gate.put_kept_tokens(token text, copies uuid[], versions integer[], words bytea[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform gate.system_only(token);
  update goodfaith.kept_copies k set found_by = n.hash from unnest(copies, versions, words) as n (id, version, hash)
    where k.kept_id = n.id and k.version = n.version;
end $$;

-- Tokens of the other parity go, some at a time. Whoever would be left with none is answered with, and keeps theirs.
create function gate.drop_tokens(token text, parity integer, most integer, out gone integer, out missed uuid[])
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare low bytea := case when parity = 1 then '\x80'::bytea else '\x'::bytea end;
        high bytea := case when parity = 1 then null else '\x80'::bytea end;
        page record;
begin
  perform gate.system_only(token);
  select array_agg(q.token) as tokens, array_agg(q.person_id) as people into page from (
    select t.token, t.person_id from goodfaith.search_tokens t
    where t.token >= low and (high is null or t.token < high) order by t.token, t.person_id limit most) q;
  missed := array(select distinct p from unnest(page.people) p where not exists (
    select from goodfaith.search_tokens n where n.person_id = p and (get_byte(n.token, 0) > 127) <> (parity = 1)));
  delete from goodfaith.search_tokens t using unnest(page.tokens, page.people) as o (token, person)
    where t.token = o.token and t.person_id = o.person and o.person <> all (missed);
  get diagnostics gone = row_count;
  insert into gate.sweep_asked (at) values (gate.now()) on conflict (only_one) do update set at = excluded.at;
end $$;

reset role;
