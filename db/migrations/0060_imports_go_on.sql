-- Imports that have not ended, however many came after them: whoever starts goes on with them.

set role goodfaith_gate;

create function gate.open_imports(token text) returns setof goodfaith.imports
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 20 as $$
begin
  perform gate.system_only(token);
  return query select i.* from goodfaith.imports i where i.state in ('queued', 'running') order by i.created_at;
end $$;

reset role;
