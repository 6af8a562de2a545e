-- A write with an Idempotency-Key happens once, whenever it is asked for again: that it was done is noted in the
-- transaction that does it. Whoever holds a key and is slower than another who took it over is refused at that note.

-- Whose try it is; and whether the note and the deed are one commit, so that a key without a note means that nothing was
-- done. Where a deed has several commits, a try that did not end is told as such, and not done anew.
alter table goodfaith.repeats add column holder uuid;
alter table goodfaith.repeats add column one_commit boolean not null default false;
grant trigger on goodfaith.repeats to goodfaith_gate;

set role goodfaith_gate;

drop function gate.reserve(bytea, bytea);
drop function gate.keep_result(bytea, integer, uuid);
drop function gate.give_up(bytea);

-- Takes a key for one request, or tells what became of the request that has it. Kept for thirty days.
create function gate.reserve(wanted bytea, request bytea, by_holder uuid, in_one_commit boolean)
returns table (fresh boolean, same boolean, status integer, result_id uuid, unsettled boolean)
language plpgsql security definer set search_path = pg_catalog, pg_temp rows 1 as $$
declare gone constant timestamptz := gate.now() - interval '2 minutes';
begin
  delete from goodfaith.repeats r where r.at < gate.now() - interval '30 days';
  insert into goodfaith.repeats (key_hash, request_hash, holder, one_commit, at)
    values (wanted, request, by_holder, in_one_commit, gate.now()) on conflict do nothing;
  if not found then
    -- its server is gone, and with it what it did not commit
    update goodfaith.repeats r set holder = by_holder, at = gate.now()
      where r.key_hash = wanted and r.request_hash = request and r.status is null and r.one_commit and r.at < gone;
  end if;
  if found then return query select true, true, null::integer, null::uuid, false; return; end if;
  return query select false, r.request_hash = request, r.status, r.result_id, r.status is null and r.at < gone
    from goodfaith.repeats r where r.key_hash = wanted;
end $$;

-- In the transaction of the deed, or right after one of several.
create function gate.keep_result(wanted bytea, by_holder uuid, became integer, result uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update goodfaith.repeats r set status = became, result_id = result
    where r.key_hash = wanted and r.holder = by_holder and r.status is null;
  if not found then raise exception 'another took it over' using errcode = 'GF409'; end if;
end $$;

-- Nothing was done: the key may be used again. One that is being noted is waited for, and stays.
create function gate.give_up(wanted bytea, by_holder uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from goodfaith.repeats r where r.key_hash = wanted and r.holder = by_holder and r.status is null
$$;

-- Whom it was about is gone: what is left says that the key was used, and for nothing that anybody could ask for.
create function gate.forget_request() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if new.result_id is null and old.result_id is not null then new.request_hash := ''; end if;
  return new;
end $$;

create trigger forget_request before update on goodfaith.repeats for each row execute function gate.forget_request();

reset role;
revoke trigger on goodfaith.repeats from goodfaith_gate;
