-- What waits to be done: mail, sealed under its receiver's key, and jobs, which hold ids alone.

create table goodfaith.outbox (
  mail_id uuid primary key,
  person_id uuid,
  staff_id uuid,
  key_id uuid not null,
  -- the purpose that it is sent for: asked again before it leaves; null where the receiver asked for it themself
  purpose text references goodfaith.purposes,
  sealed bytea not null,
  -- 'unsure': its server ended while it was handed over; it may have arrived, and is not sent again
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'failed', 'withheld', 'unsure')),
  attempts integer not null default 0,
  next_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  check (num_nonnulls(person_id, staff_id) = 1)
);
create index outbox_waiting on goodfaith.outbox (next_at) where state in ('waiting', 'sending');
create index outbox_person on goodfaith.outbox (person_id) where person_id is not null;
create index outbox_settled on goodfaith.outbox (settled_at) where settled_at is not null;

create table goodfaith.jobs (
  job_id uuid primary key,
  name text not null,
  person_id uuid,
  -- an import, an erasure: whatever else it works on
  subject_id uuid,
  run_at timestamptz not null,
  attempts integer not null default 0,
  locked_until timestamptz,
  -- the code of the last failure, never its message
  problem text,
  created_at timestamptz not null default now()
);
create index jobs_next on goodfaith.jobs (run_at);
create index jobs_person on goodfaith.jobs (person_id) where person_id is not null;

do $$
declare t text;
begin
  foreach t in array array['outbox', 'jobs'] loop
    execute format('alter table goodfaith.%I enable row level security', t);
    execute format('alter table goodfaith.%I force row level security', t);
    execute format('create policy gate_passes on goodfaith.%I to goodfaith_gate using (true) with check (true)', t);
  end loop;
end $$;

set role goodfaith_gate;

-- The key under which a mail to this receiver is sealed, for whoever may write to them; null otherwise.
create function gate.receiver_key(token text, person uuid, staff uuid) returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if person is not null then
    return (select p.key_id from goodfaith.persons p
      where p.person_id = person and gate.may_write(c.actor_kind, c.actor_id, c.purpose, person));
  end if;
  return (select s.key_id from goodfaith.staff s where s.staff_id = staff and s.left_at is null);
end $$;

create function gate.put_mail(token text, mail uuid, person uuid, staff uuid, key uuid, called_for text, sealed bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if key is null or gate.receiver_key(token, person, staff) is distinct from key then
    raise exception 'nobody to send it to' using errcode = 'GF404';
  end if;
  insert into goodfaith.outbox (mail_id, person_id, staff_id, key_id, purpose, sealed, next_at, created_at)
    values (mail, person, staff, key, called_for, sealed, gate.now(), gate.now());
end $$;

-- Mail as it waits: to staff for an administrator, to persons for who works for their rights.
create function gate.list_mail(token text, to_persons boolean, most integer)
returns table (mail_id uuid, person_id uuid, staff_id uuid, key_id uuid, sealed bytea, state text, created_at timestamptz, settled_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare c record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' or (to_persons and c.purpose <> 'rights.request') or (not to_persons and not exists (
       select from goodfaith.staff s where s.staff_id = c.actor_id and 'administrator' = any (s.roles))) then
    raise exception 'not theirs to read' using errcode = '42501';
  end if;
  return query select o.mail_id, o.person_id, o.staff_id, o.key_id, o.sealed, o.state, o.created_at, o.settled_at
    from goodfaith.outbox o where (o.person_id is not null) = to_persons order by o.created_at desc, o.mail_id limit most;
end $$;

-- The next mail to hand over, for one worker only. Standing is asked here, right before it leaves.
create function gate.take_mail(token text)
returns table (mail_id uuid, person_id uuid, staff_id uuid, key_id uuid, sealed bytea, attempts integer)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare c record; taken goodfaith.outbox;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'system' then raise exception 'the system only' using errcode = '42501'; end if;
  delete from goodfaith.outbox o where o.settled_at < gate.now() - interval '30 days';
  update goodfaith.outbox o set state = 'unsure', settled_at = gate.now()
    where o.state = 'sending' and o.next_at < gate.now() - interval '10 minutes';
  update goodfaith.outbox o set state = 'withheld', settled_at = gate.now()
    where o.state = 'waiting' and o.next_at <= gate.now() and o.person_id is not null and o.purpose is not null
      and not exists (select from goodfaith.standing s
        where s.purpose = o.purpose and s.person_id = o.person_id and s.until > gate.now());
  select * into taken from goodfaith.outbox o where o.state = 'waiting' and o.next_at <= gate.now()
    order by o.next_at, o.mail_id limit 1 for update skip locked;
  if not found then return; end if;
  update goodfaith.outbox o set state = 'sending', attempts = o.attempts + 1, next_at = gate.now()
    where o.mail_id = taken.mail_id;
  return query select taken.mail_id, taken.person_id, taken.staff_id, taken.key_id, taken.sealed, taken.attempts + 1;
end $$;

-- What became of it: sent, failed for good, or waiting for another try.
create function gate.settle_mail(token text, mail uuid, becomes text, again timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'system' then raise exception 'the system only' using errcode = '42501'; end if;
  update goodfaith.outbox o set state = becomes, next_at = coalesce(again, o.next_at),
    settled_at = case when becomes <> 'waiting' then gate.now() end
    where o.mail_id = mail and o.state = 'sending';
end $$;

create function gate.put_job(token text, id uuid, called text, person uuid, subject uuid, at timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform gate.claims(token);
  insert into goodfaith.jobs (job_id, name, person_id, subject_id, run_at)
    values (id, called, person, subject, greatest(at, gate.now()));
end $$;

-- The next job, held for so many seconds: a worker that lives renews it, one that died loses it.
create function gate.take_job(token text, known text[], seconds integer)
returns table (job_id uuid, name text, person_id uuid, subject_id uuid, attempts integer)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare c record; taken goodfaith.jobs;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'system' then raise exception 'the system only' using errcode = '42501'; end if;
  select * into taken from goodfaith.jobs j where j.run_at <= gate.now() and j.name = any (known)
    and (j.locked_until is null or j.locked_until < gate.now())
    order by j.run_at, j.job_id limit 1 for update skip locked;
  if not found then return; end if;
  update goodfaith.jobs j set attempts = j.attempts + 1, locked_until = gate.now() + make_interval(secs => seconds)
    where j.job_id = taken.job_id;
  return query select taken.job_id, taken.name, taken.person_id, taken.subject_id, taken.attempts + 1;
end $$;

-- Done when no time is given: the row goes. Otherwise it is tried again then, or held on to when nothing failed.
create function gate.settle_job(token text, id uuid, again timestamptz, failed text, hold integer) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'system' then raise exception 'the system only' using errcode = '42501'; end if;
  if hold is not null then
    update goodfaith.jobs j set locked_until = gate.now() + make_interval(secs => hold) where j.job_id = id;
  elsif again is null then
    delete from goodfaith.jobs j where j.job_id = id;
  else
    update goodfaith.jobs j set run_at = again, locked_until = null, problem = failed where j.job_id = id;
  end if;
end $$;

-- An installation without an administrator could not be mended by anybody.
create function gate.keep_an_administrator() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if 'administrator' = any (old.roles) and not exists (select from goodfaith.staff s
       where 'administrator' = any (s.roles) and s.left_at is null) then
    raise exception 'the last administrator' using errcode = 'GF430';
  end if;
  return null;
end $$;
grant execute on function gate.keep_an_administrator() to public;

reset role;

create trigger keep_an_administrator after update or delete on goodfaith.staff
  for each row execute function gate.keep_an_administrator();
