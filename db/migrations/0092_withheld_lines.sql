-- How many lines about a visible person are for purposes that the asker may not name; the gate rounds it. Nothing of the
-- lines themselves: by a time or an id they could be found among the organisation's events, which name purpose and actor.

set role goodfaith_gate;

create function gate.withheld_lines(token text, person uuid) returns bigint
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' or c.purpose = 'rights.request' or not gate.sees(c.actor_kind, c.actor_id, c.purpose, person) then
    return 0;
  end if;
  return (select count(*) from goodfaith.ledger_links l join goodfaith.ledger_events e on e.event_id = l.event_id
    where l.person_id = person
      and not exists (select from goodfaith.staff_purposes n where n.staff_id = c.actor_id and n.purpose = e.purpose));
end $$;

reset role;
