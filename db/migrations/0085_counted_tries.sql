-- A try for a number in the vault is counted before it is answered, in a transaction of its own, as questions at the counter
-- are: a rollback takes back neither the try, nor that it opened, nor a second person's word that it used up.

-- A hash of what was asked, for a minute: the answer is for that question alone. And what the try came to: 'open',
-- 'approval', or nothing where there was nothing to be seen.
alter table goodfaith.secret_tries add column asked bytea, add column outcome text;

set role goodfaith_gate;

create function gate.secret_question(person uuid, which uuid) returns bytea
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select sha256(convert_to('secret ' || person::text || ' ' || which::text, 'UTF8'))
$$;

create function gate.match_question(words bytea[]) returns bytea
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select sha256(convert_to('match ' || array_to_string(array(select encode(w, 'hex') from unnest(words) w), ' '), 'UTF8'))
$$;

drop function gate.count_try(uuid);

-- Counts a try, hit or not; twenty an hour. Answers which.
create function gate.count_try(staff uuid, question bytea) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare made uuid := gen_random_uuid();
begin
  perform pg_advisory_xact_lock(hashtextextended(staff::text, 7));
  delete from goodfaith.secret_tries t where t.at < gate.now() - interval '1 day';
  update goodfaith.secret_tries t set asked = null where t.asked is not null and t.at < gate.now() - interval '1 minute';
  if (select count(*) from goodfaith.secret_tries t where t.staff_id = staff and t.at > gate.now() - interval '1 hour') >= 20 then
    raise exception 'too many' using errcode = 'GF429';
  end if;
  insert into goodfaith.secret_tries (try_id, staff_id, at, asked) values (made, staff, clock_timestamp(), question);
  return made;
end $$;

-- A try for a secret, and what it comes to. To be committed before take_secret is asked; it answers nothing itself. More
-- than three an hour ask for a second person, whose word is used up by this.
create function gate.count_secret(token text, person uuid, which uuid, signed_in bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare c record; tried uuid; approved uuid; came_to text := 'open';
begin
  select * into c from gate.opener(token);
  perform gate.ask_fresh(token, signed_in);
  tried := gate.count_try(c.actor_id, gate.secret_question(person, which));
  perform from goodfaith.standing st
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
    came_to := 'approval';
  end if;
  update goodfaith.secret_tries t set outcome = came_to, opened = came_to = 'open' and approved is null
    where t.try_id = tried;
end $$;

-- A secret on its way to being opened, still sealed, for a try that was counted before this transaction began. No row:
-- absent, invisible and erased alike.
create or replace function gate.take_secret(token text, person uuid, which uuid, signed_in bytea)
returns table (outcome text, kind text, key_id uuid, version integer, sealed bytea, owner_key_id uuid)
language plpgsql security definer set search_path = pg_catalog, pg_temp rows 1 as $$
#variable_conflict use_column
declare c record; tried record;
begin
  select * into c from gate.opener(token);
  perform gate.ask_fresh(token, signed_in);
  select t.outcome into tried from goodfaith.secret_tries t
    where t.staff_id = c.actor_id and t.at < transaction_timestamp() and t.at > transaction_timestamp() - interval '1 minute'
      and t.asked = gate.secret_question(person, which)
    order by t.at desc limit 1;
  if not found then raise exception 'not counted' using errcode = '42501'; end if;
  return query select tried.outcome, x.kind, x.key_id, x.version, x.sealed, p.key_id from goodfaith.standing st
    join goodfaith.persons p on p.person_id = st.person_id
    join goodfaith.secrets x on x.person_id = st.person_id
    where st.purpose = c.purpose and st.person_id = person and st.until > gate.now() and x.secret_id = which
      and tried.outcome = 'open'
    union all
    select tried.outcome, null, null, null, null, null where tried.outcome = 'approval';
end $$;

-- A try for a number. To be committed before match_secrets is asked.
create function gate.count_match(token text, signed_in bytea, words bytea[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.opener(token);
  perform gate.ask_fresh(token, signed_in);
  perform gate.count_try(c.actor_id, gate.match_question(words));
end $$;

-- People whose rows the purpose shows and who have one of these numbers, for a try that was counted before this
-- transaction began. Hidden and absent run the same statements.
create or replace function gate.match_secrets(token text, signed_in bytea, words bytea[])
returns table (person_id uuid, secret_id uuid)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare c record;
begin
  select * into c from gate.opener(token);
  perform gate.ask_fresh(token, signed_in);
  if not exists (select from goodfaith.secret_tries t
      where t.staff_id = c.actor_id and t.at < transaction_timestamp() and t.at > transaction_timestamp() - interval '1 minute'
        and t.asked = gate.match_question(words)) then
    raise exception 'not counted' using errcode = '42501';
  end if;
  return query select t.person_id, t.secret_id from goodfaith.secret_tokens t
    join goodfaith.standing st on st.purpose = c.purpose and st.person_id = t.person_id and st.until > gate.now()
    where t.token = any (words) order by t.person_id limit 50;
end $$;

reset role;
