import pg from 'pg'
import {
  createDatabase,
  databaseGrants,
  databases,
  insideDatabase,
  literal,
  membership,
  NAMES,
  quote,
  roles,
  type Names,
} from './bootstrap-sql.ts'
import { matchesVerifier, scramVerifier, type Secrets } from './secrets.ts'

/** A server of which we are superuser. */
export interface AdminServer {
  readonly secrets: Secrets
  adminUrl(database: string): string
}

/** The addresses of the two databases, each for its working login and for the owner that migrates. */
export interface Addresses {
  readonly databaseUrl: string
  readonly ownerUrl: string
  readonly keyringUrl: string
  readonly keyringOwnerUrl: string
}

/** Any fixed number: holds two bootstraps on one server apart. */
const LOCK = 7_041_776

/**
 * Makes the roles and databases on a server of our own, or mends what was changed. Safe to repeat, and to run
 * twice at once.
 */
export async function bootstrap(server: AdminServer, names: Names = NAMES): Promise<Addresses> {
  await connected(server.adminUrl('postgres'), async (client) => {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await makeRoles(client, server.secrets, names)
    await makeDatabases(client, names)
    // the lock is held meanwhile: two that change the same privileges at once would hinder each other
    for (const { name } of databases(names)) {
      await connected(server.adminUrl(name), (inside) => inside.query(insideDatabase(names).join(';\n')))
    }
  })
  const url = (role: string, password: string, database: string) => {
    const address = new URL(server.adminUrl(database))
    address.username = encodeURIComponent(role)
    address.password = encodeURIComponent(password)
    return address.href
  }
  const { owner, work, keys } = server.secrets
  return {
    databaseUrl: url(names.work, work, names.database),
    ownerUrl: url(names.owner, owner, names.database),
    keyringUrl: url(names.keys, keys, names.keyring),
    keyringOwnerUrl: url(names.owner, owner, names.keyring),
  }
}

async function makeRoles(client: pg.Client, secrets: Secrets, names: Names): Promise<void> {
  const passwords = new Map([
    [names.owner, secrets.owner],
    [names.work, secrets.work],
    [names.keys, secrets.keys],
  ])
  for (const { name, attributes } of roles(names)) {
    const { rows } = await client.query<RoleRow>(ROLE, [name])
    if (!rows[0]) await client.query(`CREATE ROLE ${quote(name)} ${attributes}`)
    else if (attributesOf(rows[0]) !== attributes)
      await client.query(`ALTER ROLE ${quote(name)} ${attributes}`)
    const password = passwords.get(name)
    if (password === undefined || matchesVerifier(password, rows[0]?.rolpassword ?? null)) continue
    await client.query(`ALTER ROLE ${quote(name)} PASSWORD ${literal(scramVerifier(password))}`)
  }
  await resetSettings(client, names)
  const { rows } = await client.query<{ member: boolean }>(MEMBER, [names.owner, names.gate])
  if (!rows[0]?.member) await client.query(membership(names))
}

/** A login can give itself settings for every connection to come; ours have none. */
async function resetSettings(client: pg.Client, names: Names): Promise<void> {
  const { rows } = await client.query<{ role: string; database: string | null }>(
    `select r.rolname as role, d.datname as database from pg_db_role_setting s join pg_roles r on r.oid = s.setrole
       left join pg_database d on d.oid = s.setdatabase where r.rolname = any ($1)`,
    [roles(names).map(({ name }) => name)],
  )
  for (const { role, database } of rows)
    await client.query(
      `ALTER ROLE ${quote(role)} ${database === null ? '' : `IN DATABASE ${quote(database)} `}RESET ALL`,
    )
}

interface RoleRow {
  rolpassword: string | null
  rolcanlogin: boolean
  rolinherit: boolean
  rolsuper: boolean
  rolcreatedb: boolean
  rolcreaterole: boolean
  rolreplication: boolean
  rolbypassrls: boolean
}

const ROLE = `select rolpassword, rolcanlogin, rolinherit, rolsuper, rolcreatedb, rolcreaterole, rolreplication,
  rolbypassrls from pg_authid where rolname = $1`

const MEMBER = `select exists (select from pg_auth_members
  where member = to_regrole(quote_ident($1)) and roleid = to_regrole(quote_ident($2))) as member`

function attributesOf(row: RoleRow): string {
  const word = (has: boolean, name: string) => (has ? name : `NO${name}`)
  return [
    word(row.rolcanlogin, 'LOGIN'),
    word(row.rolinherit, 'INHERIT'),
    word(row.rolsuper, 'SUPERUSER'),
    word(row.rolcreatedb, 'CREATEDB'),
    word(row.rolcreaterole, 'CREATEROLE'),
    word(row.rolreplication, 'REPLICATION'),
    word(row.rolbypassrls, 'BYPASSRLS'),
  ].join(' ')
}

async function makeDatabases(client: pg.Client, names: Names): Promise<void> {
  const { rows } = await client.query<{ order: 'server' | 'code point' }>(
    `select case when to_jsonb(d)->>'datlocprovider' = 'b' then 'server' else 'code point' end as "order"
       from pg_database d where datname = 'template0'`,
  )
  for (const { name, login } of databases(names)) {
    const found = await client.query('select from pg_database where datname = $1', [name])
    if (found.rowCount === 0) await client.query(createDatabase(name, names, rows[0]?.order ?? 'code point'))
    await client.query(databaseGrants(name, login).join(';\n'))
  }
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
