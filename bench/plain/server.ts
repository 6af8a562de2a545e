/**
 * The yardstick: a CRM's people over HTTP as a competent team writes it by hand, with nothing that Goodfaith promises.
 * Fastify with schemas in and out, a pool, named prepared statements, an index for every question, a commit per create.
 * Started as a process of its own: `DATABASE_URL` and `BENCH_TOKEN` in the environment, the port is sent to the parent.
 */
import { type Static, Type } from 'typebox'
import fastify from 'fastify'
import pg from 'pg'
import { v7 } from 'uuid'

const text = Type.Union([Type.String(), Type.Null()])
const Fields = Type.Object({
  given_name: Type.String({ maxLength: 200 }),
  family_name: Type.String({ maxLength: 200 }),
  email: Type.Optional(Type.Union([Type.String({ maxLength: 254 }), Type.Null()])),
  phone: Type.Optional(Type.Union([Type.String({ maxLength: 40 }), Type.Null()])),
  birth_date: Type.Optional(Type.Union([Type.String({ maxLength: 10 }), Type.Null()])),
  street: Type.Optional(text),
  postcode: Type.Optional(text),
  city: Type.Optional(text),
  country: Type.Optional(text),
  language: Type.Optional(text),
})
const Person = Type.Object({
  id: Type.String(),
  given_name: Type.String(),
  family_name: Type.String(),
  email: text,
  phone: text,
  birth_date: text,
  street: text,
  postcode: text,
  city: text,
  country: text,
  language: text,
  created_at: Type.String(),
  updated_at: Type.String(),
})
/** Lists and searches give the names, the exact e-mail the whole person. */
const Item = Type.Object({
  ...Type.Partial(Person).properties,
  id: Type.String(),
  given_name: Type.String(),
  family_name: Type.String(),
})
const List = Type.Object({ items: Type.Array(Item), next: text })
const Query = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  cursor: Type.Optional(Type.String({ maxLength: 2000 })),
  search: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  email: Type.Optional(Type.String({ minLength: 1, maxLength: 254 })),
})

pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value)
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 16 })
const token = `Bearer ${process.env['BENCH_TOKEN']}`

const PERSON = `id, given_name, family_name, email, phone, birth_date, street, postcode, city, country, language,
  created_at, updated_at`
const BY_NAME = 'order by family_name, given_name, id limit'

const statements = {
  create: `insert into people (id, given_name, family_name, email, phone, birth_date, street, postcode, city, country,
    language) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning ${PERSON}`,
  byId: `select ${PERSON} from people where id = $1`,
  byEmail: `select ${PERSON} from people where lower(email) = lower($1) order by id limit $2`,
  first: `select id, given_name, family_name from people ${BY_NAME} $1`,
  after: `select id, given_name, family_name from people
    where (family_name, given_name, id) > ($1, $2, $3) ${BY_NAME} $4`,
}

type Person = Static<typeof Person>
type Item = Static<typeof Item>

async function ask<T extends pg.QueryResultRow>(
  name: string,
  statement: string,
  values: unknown[],
): Promise<T[]> {
  return (await pool.query<T>({ name, text: statement, values })).rows
}

const app = fastify({ logger: false })

app.addHook('onRequest', async (request, reply) => {
  if (request.headers.authorization !== token) return reply.code(401).send({ code: 'not_signed_in' })
})

app.route<{ Body: { fields: Static<typeof Fields> } }>({
  method: 'POST',
  url: '/people',
  schema: { body: Type.Object({ fields: Fields }), response: { 201: Person } },
  handler: async (request, reply) => {
    const f = request.body.fields
    const address = [f.street, f.postcode, f.city, f.country, f.language]
    const values = [v7(), f.given_name, f.family_name, f.email, f.phone, f.birth_date, ...address]
    const [person] = await ask<Person>('create', statements.create, values)
    return reply.code(201).send(person)
  },
})

app.route<{ Params: { id: string } }>({
  method: 'GET',
  url: '/people/:id',
  schema: { params: Type.Object({ id: Type.String({ format: 'uuid' }) }), response: { 200: Person } },
  handler: async (request, reply) => {
    const [person] = await ask<Person>('byId', statements.byId, [request.params.id])
    return person ?? reply.code(404).send()
  },
})

app.route<{ Querystring: Static<typeof Query> }>({
  method: 'GET',
  url: '/people',
  schema: { querystring: Query, response: { 200: List } },
  handler: (request) => listPeople(request.query),
})

async function listPeople(query: Static<typeof Query>): Promise<Static<typeof List>> {
  const { limit, cursor, search, email } = query
  if (email !== undefined) {
    return { items: await ask<Item>('byEmail', statements.byEmail, [email, limit]), next: null }
  }
  const after = cursor === undefined ? [] : (JSON.parse(String(Buffer.from(cursor, 'base64url'))) as string[])
  if (search !== undefined) return page(await found(search, after, limit + 1), limit, ({ id }) => [id])
  const rows =
    after.length === 0
      ? await ask<Item>('first', statements.first, [limit + 1])
      : await ask<Item>('after', statements.after, [...after, limit + 1])
  return page(rows, limit, (last) => [last.family_name, last.given_name, last.id])
}

/**
 * People of whose names one begins with each of the words typed, by id. The matches are gathered first: left alone, the
 * planner walks an index in the order asked for and filters, which takes seven times as long.
 */
function found(search: string, after: string[], limit: number): Promise<Item[]> {
  const words = search.split(/\s+/).filter(Boolean).slice(0, 4)
  const prefixes = words.map((word) => `${word.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`)
  const like = (i: number): string => `(lower(given_name) like $${i} or lower(family_name) like $${i})`
  const n = prefixes.length
  const statement = `with matches as materialized (
      select id, given_name, family_name from people where ${prefixes.map((_, i) => like(i + 1)).join(' and ')}
    ) select * from matches where id > $${n + 1} order by id limit $${n + 2}`
  const id = after[0] ?? '00000000-0000-0000-0000-000000000000'
  return ask<Item>(`search ${n}`, statement, [...prefixes, id, limit])
}

/** The page, and where the next one begins: after the last one's `key`. */
function page(rows: Item[], limit: number, key: (item: Item) => string[]): Static<typeof List> {
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  if (!last) return { items, next: null }
  return { items, next: Buffer.from(JSON.stringify(key(last))).toString('base64url') }
}

process.once('SIGTERM', () => void app.close().then(() => pool.end()))
process.once('disconnect', () => process.exit(0))
await app.listen({ host: '127.0.0.1', port: 0 })
const address = app.server.address()
process.send?.({ port: typeof address === 'object' ? address?.port : undefined })
