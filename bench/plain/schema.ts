import type { Client } from 'pg'
import { v7 } from 'uuid'
import { personAt } from '../people.ts'

/** One table with plain columns, as most CRMs have it: no purposes, nothing sealed, no ledger. */
const TABLE = `
  create table people (
    id uuid primary key,
    given_name text not null default '',
    family_name text not null default '',
    email text,
    phone text,
    birth_date date,
    street text,
    postcode text,
    city text,
    country text,
    language text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`

const INDEXES = [
  'create index people_email on people (lower(email))',
  'create index people_phone on people (phone)',
  'create index people_name on people (family_name, given_name, id)',
  'create index people_family_prefix on people (lower(family_name) text_pattern_ops)',
  'create index people_given_prefix on people (lower(given_name) text_pattern_ops)',
]

const COLUMNS = [
  'given_name',
  'family_name',
  'email',
  'phone',
  'birth_date',
  'street',
  'postcode',
  'city',
  'country',
  'language',
] as const

const BATCH = 5_000

/** Makes the table, fills it with the people numbered 0 to `count` - 1, and lets PostgreSQL measure it. */
export async function fillPlain(client: Client, count: number, seed: number): Promise<void> {
  await client.query('drop table if exists people')
  await client.query(TABLE)
  const types = COLUMNS.map((column, i) => `$${i + 2}::${column === 'birth_date' ? 'date' : 'text'}[]`)
  const insert = `insert into people (id, ${COLUMNS.join(', ')}) select * from unnest($1::uuid[], ${types.join(', ')})`
  for (let start = 0; start < count; start += BATCH) {
    const people = Array.from({ length: Math.min(BATCH, count - start) }, (_, i) => personAt(start + i, seed))
    const columns = COLUMNS.map((column) => people.map((person) => person[column]))
    await client.query(insert, [people.map(() => v7()), ...columns])
  }
  for (const index of INDEXES) await client.query(index)
  await client.query('vacuum analyze people')
}
