import { Type } from 'typebox'
import type { Purpose } from '../../core/purposes.ts'
import { openersOf } from '../../core/secrets.ts'
import { command } from '../../gate/command.ts'
import type { Holding } from '../../gate/holdings.ts'
import { keptSentence } from '../consent/list-purposes.ts'

/** Every column that holds something, with its class, its fate and why: computed from the holdings. */
export function dataMap(holdings: readonly Holding[]) {
  return command({
    name: 'reports.data-map',
    summary:
      'Everything that is held, column by column: class, purpose, how long, and what an erasure does to it',
    http: { method: 'GET', path: '/data-map' },
    purpose: 'none',
    who: ['staff'],
    input: Type.Object({}),
    output: Type.Object({
      items: Type.Array(
        Type.Object({
          holding: Type.String(),
          title: Type.String(),
          about_people: Type.Boolean(),
          fate: Type.String(),
          purpose: Type.String(),
          retention: Type.String(),
          /** Purposes that open what is sealed here, and what of it. */
          opened_by: Type.Array(
            Type.Object({ purpose: Type.String(), title: Type.String(), opens: Type.Array(Type.String()) }),
          ),
          columns: Type.Array(Type.Object({ column: Type.String(), class: Type.String() })),
        }),
      ),
    }),
    mode: 'house',
    async run(gate) {
      const { purposes } = await gate.registered()
      return {
        items: holdings.map((holding) => ({
          holding: holding.table,
          title: holding.title,
          about_people: holding.person !== null,
          fate: holding.fate,
          purpose: holding.purpose,
          retention: holding.retention,
          opened_by: openedBy(holding, purposes),
          columns: Object.entries(holding.columns).map(([column, kind]) => ({ column, class: kind })),
        })),
      }
    },
  })
}

/** Which purposes open what is sealed in a holding; computed as the gate decides it. */
export function openedBy({ opened }: Pick<Holding, 'opened'>, purposes: readonly Purpose[]) {
  if (opened === undefined) return []
  const named = purposes.filter(({ kind }) => kind !== 'group' && kind !== 'aggregate')
  return named.flatMap(({ id, title, opens }) => {
    const told = (what: readonly string[]) => [{ purpose: id, title, opens: [...what] }]
    if (opened === 'compartments') return opens.length > 0 ? told(opens) : []
    if (opened === 'secrets') return openersOf(id).length > 0 ? told([]) : []
    return opened === 'shown' || opened.includes(id) ? told([]) : []
  })
}

/** The record of processing activities (GDPR art. 30), computed from purposes and holdings. */
export function recordOfProcessing(holdings: readonly Holding[]) {
  const measures = [
    'personal values are sealed under a key of each person',
    'every read names a purpose and is a line in the ledger before it happens',
    'row policies in the database refuse whatever the purpose does not cover',
    'erasure destroys the key and every row, and is proven by a signed receipt',
  ]
  return command({
    name: 'reports.record-of-processing',
    summary: 'The record of processing (GDPR art. 30), computed from the registries',
    http: { method: 'GET', path: '/record-of-processing' },
    purpose: 'none',
    who: ['staff'],
    input: Type.Object({}),
    output: Type.Object({
      organisation: Type.String(),
      measures: Type.Array(Type.String()),
      items: Type.Array(
        Type.Object({
          purpose: Type.String(),
          title: Type.String(),
          says: Type.String(),
          dpv: Type.String(),
          bases: Type.Array(Type.String()),
          teams: Type.Array(Type.String()),
          opens: Type.Array(Type.String()),
          kept: Type.String(),
          recipients: Type.Array(Type.String()),
        }),
      ),
      /** What laws make us keep, of whom, how long. */
      laws: Type.Array(
        Type.Object({
          ...{ name: Type.String(), article: Type.String(), country: Type.String() },
          ...{ purposes: Type.Array(Type.String()), fields: Type.Array(Type.String()) },
          kept: Type.String(),
        }),
      ),
      holdings: Type.Integer(),
    }),
    mode: 'house',
    async run(gate) {
      const { organisation, purposes, laws } = await gate.registered()
      const items = purposes.filter(({ kind }) => kind !== 'group')
      return {
        organisation: organisation?.name ?? '',
        measures,
        items: items.map((purpose) => ({
          purpose: purpose.id,
          title: purpose.title,
          says: purpose.says,
          dpv: purpose.dpv,
          bases: [...purpose.bases],
          teams: [...purpose.roles],
          opens: [...purpose.opens],
          kept: keptSentence(purpose),
          recipients: [],
        })),
        laws: laws
          .filter(({ months }) => months > 0)
          .map(({ name, article, country, purposes: of, fields, months, counted }) => ({
            ...{ name, article, country, purposes: [...of], fields: [...fields] },
            kept: `${months} months from the ${counted === 'end' ? 'end of the contract' : 'end of the year in which the contract ended'}`,
          })),
        holdings: holdings.filter(({ person }) => person !== null).length,
      }
    },
  })
}
