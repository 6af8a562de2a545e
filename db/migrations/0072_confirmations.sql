-- A consent that somebody else claimed opens nothing until it is proven. The person is asked, once, by a message with a
-- link: their yes counts at once, their no ends it, and silence leaves it as it is.

create table goodfaith.confirmations (
  grant_id uuid primary key references goodfaith.grants,
  person_id uuid not null,
  asked_at timestamptz not null default now(),
  -- 'unaskable': no e-mail address; or too young to be asked without their guardian
  outcome text not null check (outcome in ('sent', 'unaskable', 'suppressed'))
);
create index confirmations_person on goodfaith.confirmations (person_id);
alter table goodfaith.confirmations enable row level security;
alter table goodfaith.confirmations force row level security;
create policy gate_passes on goodfaith.confirmations to goodfaith_gate using (true) with check (true);

create index grants_claimed on goodfaith.grants (given_at) where basis = 'consent' and not confirmed;

set role goodfaith_gate;

-- Claims that nobody has been asked about, the oldest first. Whoever must first be told where their data came from is
-- told first (GDPR art. 14).
create function gate.unasked_claims(token text, most integer) returns table (grant_id uuid, person_id uuid, under_age boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  perform gate.system_only(token);
  return query select g.grant_id, g.person_id, g.under_age from goodfaith.grants g
    join goodfaith.purposes p on p.purpose = g.purpose and p.proven and p.kind = 'granted'
    join goodfaith.persons h on h.person_id = g.person_id and h.notice_due is null
    where g.basis = 'consent' and not g.confirmed and g.given_at > gate.now() - interval '30 days'
      and (g.expires_at is null or g.expires_at > gate.now())
      and not exists (select from goodfaith.confirmations c where c.grant_id = g.grant_id)
      and not exists (select from goodfaith.grant_marks m where m.grant_id = g.grant_id and m.kind <> 'renewed')
      and not exists (select from goodfaith.erasures e where e.person_id = g.person_id and e.state <> 'planned')
    order by g.given_at, g.grant_id limit most;
end $$;

-- They were asked, or cannot be. Once: a second worker is refused.
create function gate.note_asked(token text, person uuid, claims uuid[], became text, event uuid, salts bytea[],
  places integer[], hashes bytea, root bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; noted integer;
begin
  perform gate.system_only(token);
  select * into c from gate.claims(token);
  insert into goodfaith.confirmations (grant_id, person_id, asked_at, outcome)
    select g.grant_id, g.person_id, gate.now(), became from goodfaith.grants g
    where g.grant_id = any (claims) and g.person_id = person on conflict do nothing;
  get diagnostics noted = row_count;
  if noted <> cardinality(claims) then raise exception 'asked already' using errcode = 'GF409'; end if;
  if became = 'sent' then
    perform gate.write_event(c.actor_kind, c.actor_id, c.purpose, 'asked', 'grants', event, array[person], salts, places, hashes, root);
  end if;
end $$;

-- A second person's check, or the person's own yes or no. Nobody of ours checks what they gave themselves.
create or replace function gate.check_grant(token text, person uuid, which uuid, verdict text, mark uuid, reason bytea,
  event uuid, salts bytea[], places integer[], hashes bytea, root bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; g record;
begin
  select * into c from gate.claims(token);
  if not (c.actor_kind = 'person' and verdict in ('confirmed', 'refused')
       or c.actor_kind = 'staff' and verdict in ('accepted', 'refused')) then
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
  if c.actor_kind = 'staff' and g.by_id = c.actor_id then
    raise exception 'a second person' using errcode = 'GF016';
  end if;
  if verdict = 'accepted' and (g.by_kind not in ('staff', 'import') or coalesce(g.evidence_kind, 'import') = 'import') then
    raise exception 'nothing to check' using errcode = 'GF013';
  end if;
  insert into goodfaith.grant_marks (mark_id, grant_id, person_id, kind, at, by_kind, by_id)
    values (mark, which, person, verdict, gate.now(), c.actor_kind, c.actor_id);
  perform gate.settle(array[person]);
  perform gate.write_event(c.actor_kind, c.actor_id, c.purpose,
    case when c.actor_kind = 'person' and verdict = 'refused' then 'declined' else verdict end,
    g.purpose, event, array[person], salts, places, hashes, root, array[reason]);
end $$;

reset role;
