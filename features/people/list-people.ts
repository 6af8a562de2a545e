import { Type, type Static } from 'typebox'
import type { FieldName } from '../../core/fields.ts'
import { command } from '../../gate/command.ts'
import { covers, coversNames } from '../../gate/registry.ts'
import { ALL_FIELDS, fieldNames, ListedPerson, PeopleWithheld, rowShape } from './describe-people.ts'

/** A page of people: in order of name or of arrival, or those whom a search finds. */
export const listPeople = command({
  name: 'people.list',
  summary:
    'People whom the purpose shows: by name, newest first, or by a search over names, one e-mail or one phone',
  http: { method: 'GET', path: '/people' },
  purpose: 'named',
  who: ['staff'],
  input: Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
    search: Type.Optional(Type.String({ maxLength: 300 })),
    sort: Type.Optional(Type.Union([Type.Literal('name'), Type.Literal('-name'), Type.Literal('recent')])),
    /** Names of fields, with commas between. */
    fields: Type.Optional(Type.String({ maxLength: 500 })),
  }),
  output: Type.Object({
    items: Type.Array(ListedPerson),
    next: Type.Union([Type.String(), Type.Null()]),
    shown: Type.Union([Type.Integer(), Type.Null()]),
    withheld: PeopleWithheld,
  }),
  mode: 'read',
  async run(rd, _caller, { limit = 50, cursor, search, sort, fields }) {
    const wanted: FieldName[] =
      fields === undefined
        ? ALL_FIELDS.filter((field) => covers(rd.purpose, field))
        : fieldNames(fields.split(','), '/fields')
    const query = search?.trim()
    const country = rd.registered.organisation?.country
    if (query) {
      const page = await rd.people.search({ query, limit, cursor, fields: wanted, country })
      return {
        items: page.items.map(rowShape),
        next: page.next,
        shown: null,
        withheld: { people: null, why: {} },
      }
    }
    const order = sort ?? (coversNames(rd.purpose) ? 'name' : 'recent')
    const [page, count] = await Promise.all([
      rd.people.list({ sort: order, limit, cursor, fields: wanted }),
      cursor === undefined ? rd.people.count() : undefined,
    ])
    const withheld: Static<typeof PeopleWithheld> = count
      ? { people: count.withheld, why: { no_grant: count.withheld } }
      : { people: null, why: {} }
    return { items: page.items.map(rowShape), next: page.next, shown: count?.shown ?? null, withheld }
  },
})
