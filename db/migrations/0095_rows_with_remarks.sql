-- Rows that came in with a remark (a value was left out, or read in a way that somebody should look at): counted beside
-- the others, so that every screen names the same number of rows to look at.
alter table goodfaith.imports add column remarked integer not null default 0;

set role goodfaith_gate;

drop function gate.note_batch(text, uuid, integer, integer, integer, integer, integer, integer, integer, bytea);

-- The batch's counts and report, in the transaction of its people. Two that run the same import cannot both go on.
create function gate.note_batch(token text, import uuid, number integer, read integer, made integer, changed integer,
  same integer, left_out integer, refused integer, noted integer, report bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  update goodfaith.imports i set batches = number, rows_read = i.rows_read + read, imported = i.imported + made,
      updated = i.updated + changed, duplicates = i.duplicates + same, suppressed = i.suppressed + left_out,
      rejected = i.rejected + refused, remarked = i.remarked + noted
    where i.import_id = import and i.staff_id = c.actor_id and i.state = 'running' and i.batches = number - 1;
  if not found then raise exception 'not running' using errcode = 'GF409'; end if;
  insert into goodfaith.import_reports (import_id, batch, sealed) values (import, number, report);
end $$;

reset role;
