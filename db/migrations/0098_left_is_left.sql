-- Whoever has left while a contract stands has ended everything else. It stays ended: nothing new is begun with them but
-- a contract of their account and what a law asks, by nobody, not even by a switch on their own page.

set role goodfaith_gate;

create or replace function gate.give(token text, person uuid, g_id uuid, g_purpose text, g_basis text, g_notice text, g_kind text,
  g_guardian boolean, g_under_age boolean, g_sealed bytea, g_expires timestamptz, lifted bytea[],
  event uuid, salts bytea[], places integer[], hashes bytea, root bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if not gate.may_write(c.actor_kind, c.actor_id, c.purpose, person) then
    raise exception 'not found' using errcode = 'GF404';
  end if;
  -- leaving takes the same lock: whichever comes second sees the first
  perform from goodfaith.persons p where p.person_id = person for update;
  if exists (select from goodfaith.leavings v where v.person_id = person)
     and not (g_basis = 'contract' and gate.below(g_purpose, '{service.account}'))
     and not (g_basis = 'legal_obligation' and gate.below(g_purpose, '{legal.retention}')) then
    raise exception 'they have left' using errcode = 'GF423';
  end if;
  perform gate.put_grants(c.actor_kind, c.actor_id, array[g_id], array[person], array[g_purpose], array[g_basis],
    array[g_notice], array[g_kind], array[g_guardian], array[g_under_age], array[g_sealed], array[g_expires]);
  if c.actor_kind = 'person' then
    delete from goodfaith.suppressions s where s.token = any (lifted);
  end if;
  perform gate.settle(array[person]);
  perform gate.write_event(c.actor_kind, c.actor_id, c.purpose, 'granted', g_purpose, event, array[person], salts, places, hashes, root);
end $$;

reset role;
