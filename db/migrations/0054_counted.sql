-- "Someone is here" is counted before it is asked, in a transaction of its own: the question is answered only when its
-- count has been committed, so that a rollback takes nothing back. And mail without a purpose is for what needs none.

-- A hash of what was asked, for a minute: the answer is for that question alone.
alter table goodfaith.find_attempts add column asked bytea;

set role goodfaith_gate;

create function gate.question(first bytea[], second bytea[]) returns bytea
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select sha256(sha256(convert_to(array_to_string(array(select encode(w, 'hex') from unnest(first) w), ' '), 'UTF8'))
    || sha256(convert_to(array_to_string(array(select encode(w, 'hex') from unnest(second) w), ' '), 'UTF8')))
$$;

-- Twenty questions an hour, whatever their answers. To be committed before the answer is asked for.
create function gate.count_find(token text, first bytea[], second bytea[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' or c.purpose not in ('service.request', 'service.account', 'sales.enquiry') then
    raise exception 'not for this purpose' using errcode = 'GF018';
  end if;
  perform pg_advisory_xact_lock(hashtextextended(c.actor_id::text, 1));
  delete from goodfaith.find_attempts a where a.at < gate.now() - interval '1 day';
  update goodfaith.find_attempts a set asked = null where a.asked is not null and a.at < gate.now() - interval '1 minute';
  if (select count(*) from goodfaith.find_attempts a
      where a.staff_id = c.actor_id and a.at > gate.now() - interval '1 hour') >= 20 then
    raise exception 'too many' using errcode = 'GF429';
  end if;
  insert into goodfaith.find_attempts (staff_id, at, asked) values (c.actor_id, clock_timestamp(), gate.question(first, second));
end $$;

-- Someone is here: exact tokens of two identifiers, whether or not the person is visible. One answer at most, for a
-- question that was counted before this transaction began; absent and hidden run the same statements.
create or replace function gate.find_person(token text, first bytea[], second bytea[], until timestamptz)
returns table (person_id uuid, key_id uuid, sealed_version integer, sealed bytea)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare c record; hits uuid[];
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' or c.purpose not in ('service.request', 'service.account', 'sales.enquiry') then
    raise exception 'not for this purpose' using errcode = 'GF018';
  end if;
  if not exists (select from goodfaith.find_attempts a where a.staff_id = c.actor_id
      and a.at < transaction_timestamp() and a.at > transaction_timestamp() - interval '1 minute'
      and a.asked = gate.question(first, second)) then
    raise exception 'not counted' using errcode = '42501';
  end if;
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

-- Standing for what a mail is sent for is asked again right before it leaves. Only what the system writes for somebody's
-- rights needs none: the way to their own page, where their data came from. Staff send for the purpose they work for.
create or replace function gate.put_mail(token text, mail uuid, person uuid, staff uuid, key uuid, called_for text, sealed bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if key is null or gate.receiver_key(token, person, staff) is distinct from key then
    raise exception 'nobody to send it to' using errcode = 'GF404';
  end if;
  if person is not null and (case when called_for is null then c.actor_kind <> 'system' or c.purpose <> 'rights.request'
                                  else c.actor_kind <> 'system' and called_for <> c.purpose end) then
    raise exception 'for which purpose' using errcode = 'GF018';
  end if;
  insert into goodfaith.outbox (mail_id, person_id, staff_id, key_id, purpose, sealed, next_at, created_at)
    values (mail, person, staff, key, called_for, sealed, gate.now(), gate.now());
end $$;

reset role;
