-- For a change: the search token of birth date and family name hangs on two compartments, of which a purpose may open
-- one alone. The gate makes it anew whatever the purpose opens; nothing else leaves the gate.
set role goodfaith_gate;

-- One visible person with the compartments that the purpose opens and those that tokens are made of, for the gate alone.
create function gate.read_for_change(token text, person uuid, wanted text[])
returns table (person_id uuid, key_id uuid, version integer, country text, created_at timestamptz, changed_at timestamptz,
               compartment text, sealed_version integer, sealed bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 3 as $$
#variable_conflict use_column
declare c record; opened text[];
begin
  select * into c from gate.claims(token);
  select opens into opened from goodfaith.purposes where purpose = c.purpose;
  return query
    select p.person_id, p.key_id, p.version, p.country, p.created_at, p.changed_at, v.compartment, v.version, v.sealed
    from goodfaith.standing s
    join goodfaith.persons p on p.person_id = s.person_id
    left join goodfaith.sealed_values v on v.person_id = s.person_id and v.compartment = any (wanted)
      and (v.compartment = any (opened) or v.compartment in ('identity', 'contact', 'demographic'))
    where s.purpose = c.purpose and s.person_id = person and s.until > gate.now()
      and (c.actor_kind <> 'person' or s.person_id = c.actor_id);
end $$;

reset role;
