-- What attacks showed to be wider than it had to be (test/bypass).

set role goodfaith_gate;

-- The compartments that the purpose of the token set for this transaction opens.
create function gate.opened() returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select p.opens from goodfaith.purposes p where p.purpose = gate.purpose() $$;

-- Bound to what they name when they are made: a search path of the caller's cannot put another function in its place.
create or replace function gate.now() returns timestamptz language sql stable return statement_timestamp();
create or replace function gate.months_after(moment timestamptz, months integer) returns timestamptz language sql immutable
return (moment at time zone 'UTC' + make_interval(months => months)) at time zone 'UTC';

reset role;

-- That someone has a compartment at all may tell of them: a row of protective facts is one.
drop policy by_purpose on goodfaith.sealed_values;
create policy by_purpose on goodfaith.sealed_values for select using (
  compartment = any ((select gate.opened())::text[])
  and exists (select from goodfaith.standing s where s.purpose = (select gate.purpose())
    and s.person_id = sealed_values.person_id and s.until > gate.now())
  and ((select gate.self()) is null or person_id = (select gate.self())));
