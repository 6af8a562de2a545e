-- People whose data did not come from them and who have not been told yet (GDPR art. 14), the nearest deadline first.
set role goodfaith_gate;

create function gate.untold_people(token text, most integer) returns table (person_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  perform gate.system_only(token);
  return query select p.person_id from goodfaith.persons p
    where p.notice_due > gate.now()
      and exists (select from goodfaith.sealed_values v where v.person_id = p.person_id and v.compartment = 'contact'
        and 'email' = any (string_to_array(v.held, ',')))
    order by p.notice_due limit most;
end $$;

reset role;
