/**
 * What has to be there before the migrations: two databases and four roles. The statements are the same for the
 * embedded server and for one that a database administrator looks after, and run on PostgreSQL 15 and later.
 */
export interface Names {
  /** the main database */
  readonly database: string
  /** the keyring's */
  readonly keyring: string
  /** owns both databases; used only while migrating */
  readonly owner: string
  /** nobody's login; owns the functions that reach past the row policies */
  readonly gate: string
  /** the working login; owns nothing */
  readonly work: string
  /** the keyring's working login; owns nothing */
  readonly keys: string
}

export const NAMES: Names = {
  database: 'goodfaith',
  keyring: 'goodfaith_keyring',
  owner: 'goodfaith_owner',
  gate: 'goodfaith_gate',
  work: 'goodfaith_work',
  keys: 'goodfaith_keys',
}

const BOUND = 'NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS'

/**
 * Each role with its attributes, for `CREATE ROLE` and, to mend one that was changed, `ALTER ROLE`. The owner does
 * not inherit: it may become the gate's role (and so hand it functions) but never acts with its rights unasked.
 */
export function roles(names: Names): { name: string; attributes: string }[] {
  return [
    { name: names.owner, attributes: `LOGIN NOINHERIT ${BOUND}` },
    { name: names.gate, attributes: `NOLOGIN NOINHERIT ${BOUND}` },
    { name: names.work, attributes: `LOGIN NOINHERIT ${BOUND}` },
    { name: names.keys, attributes: `LOGIN NOINHERIT ${BOUND}` },
  ]
}

/** The membership lets the owner hand functions to the gate's role: since 16 as `INHERIT FALSE, SET TRUE`. */
export function membership(names: Names): string {
  return `GRANT ${quote(names.gate)} TO ${quote(names.owner)}`
}

/** The two databases, each with the one login that may connect to it beside the owner. */
export function databases(names: Names): { name: string; login: string }[] {
  return [
    { name: names.database, login: names.work },
    { name: names.keyring, login: names.keys },
  ]
}

/** @param order text order, where the server's own is not by code point */
export function createDatabase(name: string, names: Names, order: 'server' | 'code point'): string {
  const collate = order === 'server' ? '' : ` LOCALE_PROVIDER libc LC_COLLATE 'C'`
  return `CREATE DATABASE ${quote(name)} OWNER ${quote(names.owner)} TEMPLATE template0 ENCODING 'UTF8'${collate}`
}

/** Who may enter a database: only its login, and without temporary tables. */
export function databaseGrants(name: string, login: string): string[] {
  return [
    `REVOKE ALL ON DATABASE ${quote(name)} FROM PUBLIC`,
    `GRANT CONNECT ON DATABASE ${quote(name)} TO ${quote(login)}`,
  ]
}

/**
 * To run inside each database: nobody but the owner makes anything, a new function is callable by nobody until it
 * is granted, and no login can keep data in large objects, which have no row policies.
 */
export function insideDatabase(names: Names): string[] {
  return [
    `ALTER SCHEMA public OWNER TO ${quote(names.owner)}`,
    'REVOKE ALL ON SCHEMA public FROM PUBLIC',
    ...[names.owner, names.gate].map(
      (role) => `ALTER DEFAULT PRIVILEGES FOR ROLE ${quote(role)} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC`,
    ),
    ...['lo_creat(integer)', 'lo_create(oid)', 'lo_from_bytea(oid, bytea)'].map(
      (name) => `REVOKE EXECUTE ON FUNCTION pg_catalog.${name} FROM PUBLIC`,
    ),
    NO_STATISTICS,
  ]
}

/**
 * What the server counts and measures tells of rows that nobody shows: how many a statement touched, how many there are.
 * For those who watch servers it stays as it is. Once done it changes nothing.
 */
const NO_STATISTICS = [
  'DO $do$ DECLARE f regprocedure; BEGIN',
  'FOR f IN SELECT p.oid::regprocedure FROM pg_catalog.pg_proc p',
  "WHERE p.pronamespace = 'pg_catalog'::regnamespace AND has_function_privilege('public', p.oid, 'EXECUTE')",
  "AND (p.proname ~ '^pg_stat_get_' OR p.proname IN ('pg_stat_have_stats', 'pg_relation_size', 'pg_table_size',",
  "'pg_indexes_size', 'pg_total_relation_size', 'pg_database_size', 'pg_tablespace_size')) LOOP",
  "EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);",
  "EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO pg_monitor', f);",
  'END LOOP; END $do$',
].join(' ')

/**
 * The same as a script for `psql`, for an external server; a superuser runs it once, connected to any database. It
 * asks for the three passwords and may be run again.
 */
export function bootstrapSql(names: Names = NAMES): string {
  const lines = [
    '-- Goodfaith: roles and databases, for PostgreSQL 15 or later. Run as a superuser with psql.',
  ]
  for (const { name, attributes } of roles(names)) {
    lines.push(
      `SELECT 'CREATE ROLE ${quote(name)}' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${literal(name)}) \\gexec`,
      `ALTER ROLE ${quote(name)} ${attributes};`,
    )
  }
  lines.push(`${membership(names)};`)
  for (const name of [names.owner, names.work, names.keys]) lines.push(`\\password ${quote(name)}`)
  for (const { name, login } of databases(names)) {
    const create = createDatabase(name, names, 'code point').replaceAll(`'`, `''`)
    lines.push(
      `SELECT '${create}' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = ${literal(name)}) \\gexec`,
      ...databaseGrants(name, login).map((statement) => `${statement};`),
    )
  }
  for (const { name } of databases(names)) {
    lines.push(`\\connect ${quote(name)}`, ...insideDatabase(names).map((statement) => `${statement};`))
  }
  return `${lines.join('\n')}\n`
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function literal(text: string): string {
  return `'${text.replaceAll(`'`, `''`)}'`
}
