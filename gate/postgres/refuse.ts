import { Problem } from '../../core/errors.ts'

/** Whatever runs one statement: a client of `pg`, or a pool. */
export interface Queryable {
  query(text: string, values: unknown[]): Promise<{ rows: unknown[] }>
}

export interface LoginRules {
  /** the setting that names the login, for the message: `DATABASE_URL` unless told */
  readonly setting?: string
  /** functions (`schema.name`, in every form) that this login must not be able to call, such as the mint */
  readonly forbidden?: readonly string[]
  /** the oldest PostgreSQL that serves, 15 unless told */
  readonly oldest?: number
}

/**
 * Refuses a login under which the row policies would not hold, or could be made not to: they bind neither a
 * superuser nor a table's owner. What it could become by `SET ROLE` counts as much as what it is. One round trip,
 * reading catalogues that every login may read.
 *
 * @throws Problem `not_configured` with one line that names every reason
 */
export async function refuseUnsafeLogin(client: Queryable, rules: LoginRules = {}): Promise<void> {
  const { setting = 'DATABASE_URL', forbidden = [], oldest = 15 } = rules
  const { rows } = await client.query(REASONS, [oldest, forbidden])
  const reasons = (rows as { reason: string }[]).map((row) => row.reason)
  if (reasons.length === 0) return
  throw new Problem('not_configured', {
    detail: `the login of ${setting} cannot be used: ${reasons.join('; ')}`,
  })
}

const REASONS = `
with recursive reached(oid) as (
  select oid from pg_catalog.pg_roles where rolname in (session_user, current_user)
  union
  select m.roleid from pg_catalog.pg_auth_members m join reached on reached.oid = m.member
),
role as (
  select r.*, case when r.rolname = session_user then 'it' else 'it can act as ' || r.rolname || ', which' end as who
    from pg_catalog.pg_roles r join reached using (oid)
),
reason(rank, text) as (
  select 0, 'the server is PostgreSQL ' || current_setting('server_version') || ', and '
         || $1::int || ' or later is needed'
   where current_setting('server_version_num')::int < $1::int * 10000
  union all
  select 0, 'the database is in ' || current_setting('server_encoding') || ' and has to be in UTF8'
   where current_setting('server_encoding') <> 'UTF8'
  union all
  select 1, who || ' ' || attribute.has
    from role, lateral (values
      (rolsuper, 'is a superuser'),
      (rolbypassrls, 'bypasses row policies (BYPASSRLS)'),
      (rolcreaterole, 'makes roles (CREATEROLE)'),
      (rolreplication, 'reads the whole server (REPLICATION)'),
      (rolname in ('pg_read_all_data', 'pg_write_all_data', 'pg_read_server_files', 'pg_write_server_files',
                   'pg_execute_server_program', 'pg_create_subscription'), 'reaches past all privileges')
    ) as attribute(holds, has)
   where attribute.holds
  union all
  select 2, who || ' owns ' || min(pg_catalog.pg_describe_object(d.classid, d.objid, 0))
         || case when count(*) > 1 then ' and ' || (count(*) - 1) || ' more' else '' end
    from role join pg_catalog.pg_shdepend d on d.refobjid = role.oid
   where d.refclassid = 'pg_catalog.pg_authid'::regclass and d.deptype = 'o'
     and d.dbid in (0, (select oid from pg_catalog.pg_database where datname = current_database()))
   group by who
  union all
  select 3, who || ' may make schemas in the database'
    from role where pg_catalog.has_database_privilege(role.oid, current_database(), 'CREATE')
  union all
  select 3, who || ' may make objects in schema ' || n.nspname
    from role, pg_catalog.pg_namespace n
   where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     and exists (select from pg_catalog.pg_class c where c.relnamespace = n.oid and c.relkind in ('r', 'p'))
     and pg_catalog.has_schema_privilege(role.oid, n.oid, 'CREATE')
  union all
  -- any login can give itself some: they would hold for every connection to come
  select 3, who || ' has settings of its own (' || string_agg(split_part(s.setting, '=', 1), ', ' order by s.setting)
         || '): alter role ' || quote_ident(role.rolname) || ' reset all'
         || case when bool_or(r.setdatabase <> 0) then ', and in database ' || quote_ident(current_database()) || ' as well' else '' end
    from role join pg_catalog.pg_db_role_setting r on r.setrole = role.oid, unnest(r.setconfig) as s(setting)
   where r.setdatabase in (0, (select oid from pg_catalog.pg_database where datname = current_database()))
   group by who, role.rolname
  union all
  select 4, who || ' may empty, or set triggers on, ' || c.oid::regclass::text || ' past its row policies'
    from role, pg_catalog.pg_class c
   where c.relrowsecurity and pg_catalog.has_table_privilege(role.oid, c.oid, 'TRUNCATE, TRIGGER')
  union all
  select 5, who || ' may call ' || p.oid::regprocedure::text
    from role, unnest($2::text[]) as f(name), pg_catalog.pg_proc p
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace
   where n.nspname || '.' || p.proname = f.name and pg_catalog.has_function_privilege(role.oid, p.oid, 'EXECUTE')
  union all
  select 5, 'there is no function ' || f.name || ' to be kept from it; migrate first'
    from unnest($2::text[]) as f(name)
   where not exists (select from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
                      where n.nspname || '.' || p.proname = f.name)
)
select text as reason from reason order by rank, text`
