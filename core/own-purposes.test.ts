import { expect, test } from 'vitest'
import { FIELDS } from './fields.ts'
import { sharingPurpose, validateOwnPurpose, type SharingTerms } from './own-purposes.ts'
import { SHIPPED, findPurpose, mustBeProven, type Purpose } from './purposes.ts'

const problem = (code: string, pointer?: string) =>
  expect.objectContaining(pointer ? { code, pointer } : { code })

/** A purpose below another that is just as wide: the widest an organisation may add there. */
function below(parentId: string, word: string, rest: Partial<Purpose> = {}): Purpose {
  const parent = findPurpose(parentId)!
  const id = `${parent.id}.${word}`
  const notice = parent.notice && { notice: { ...parent.notice, id: `${id}@1` } }
  return {
    ...parent,
    id,
    parent: parent.id,
    kind: 'granted',
    title: 'Own',
    ...notice,
    balancing: undefined,
    ...rest,
  }
}
const adding = (child: Purpose, registry?: Purpose[]) => () => validateOwnPurpose(child, registry)

test('an own purpose may be as wide as the one above it', () => {
  for (const { id } of SHIPPED.filter(({ kind }) => kind === 'granted')) {
    expect(adding(below(id, 'own')), id).not.toThrow()
  }
})

test('it may be narrower in every way', () => {
  const own = below('service.request', 'returns', {
    bases: ['contract'],
    roles: ['service'],
    actors: ['staff'],
    opens: ['contact'],
    fields: ['email'],
    term: { months: 3, after: 'grant' },
    notice: undefined,
  })
  expect(adding(own)).not.toThrow()
})

test('it is never wider', () => {
  const wider = (rest: Partial<Purpose>) => adding(below('service.request', 'own', rest))
  expect(wider({ bases: ['contract', 'public_task'] })).toThrow(problem('basis_not_accepted', '/bases'))
  expect(wider({ bases: [] })).toThrow(problem('basis_not_accepted', '/bases'))
  expect(wider({ roles: ['service', 'sales'] })).toThrow(problem('input_invalid', '/roles'))
  expect(wider({ actors: ['staff', 'person'] })).toThrow(problem('input_invalid', '/actors'))
  expect(wider({ opens: ['identity', 'finance'] })).toThrow(problem('input_invalid', '/opens'))
  expect(wider({ term: { months: 25, after: 'last_word' } })).toThrow(problem('input_invalid', '/term'))
  expect(wider({ term: { until: 'relation' } })).toThrow(problem('input_invalid', '/term'))
  expect(wider({ kind: 'by_law' })).toThrow(problem('input_invalid', '/kind'))
  expect(wider({ kind: 'group' })).toThrow(problem('input_invalid', '/kind'))
})

test('a term that ends for good does not become one that words prolong', () => {
  expect(adding(below('sales.prospecting', 'fair', { term: { months: 12, after: 'last_word' } }))).toThrow(
    problem('input_invalid', '/term'),
  )
  expect(adding(below('sales.prospecting', 'fair', { term: { months: 6, after: 'grant' } }))).not.toThrow()
  expect(adding(below('support.diagnose', 'remote', { term: { until: 'open' } }))).toThrow(
    problem('input_invalid', '/term'),
  )
})

test('below marketing the only basis is consent, its fields stay those of the channel, and silence ends it', () => {
  const own = (rest: Partial<Purpose> = {}) => adding(below('marketing.email', 'newsletter', rest))
  expect(own()).not.toThrow()
  expect(mustBeProven('marketing.email.newsletter')).toBe(true)
  for (const basis of ['legitimate_interest', 'contract', 'legal_obligation'] as const) {
    expect(own({ bases: ['consent', basis] })).toThrow(problem('basis_not_accepted', '/bases'))
    expect(
      adding({
        ...below('marketing.email', 'x', { bases: [basis] }),
        id: 'marketing.x',
        parent: 'marketing',
      }),
    ).toThrow(problem('basis_not_accepted', '/bases'))
  }
  expect(own({ fields: undefined })).toThrow(problem('input_invalid', '/fields'))
  expect(own({ fields: ['email', 'phone'] })).toThrow(problem('input_invalid', '/fields'))
  expect(own({ silence: undefined })).toThrow(problem('input_invalid', '/silence'))
  expect(own({ silence: { months: 25 } })).toThrow(problem('input_invalid', '/silence'))
  expect(own({ silence: { months: 12 } })).not.toThrow()
})

test('below a heading, one of the purposes beside it is the limit, not all of them together', () => {
  const visits = { ...below('service.account', 'x'), id: 'service.visits', parent: 'service' }
  expect(adding(visits)).not.toThrow()
  const both = {
    ...visits,
    bases: ['contract', 'legitimate_interest'] as const,
    roles: ['service'] as const,
    opens: ['demographic'] as const,
  }
  expect(adding(both)).toThrow(problem('input_invalid', '/opens'))
  const profiled = below('marketing.profiling', 'x', { opens: ['contact', 'demographic'] })
  expect(
    adding({
      ...profiled,
      id: 'marketing.x',
      parent: 'marketing',
      notice: { id: 'marketing.x@1', text: 'I would' },
    }),
  ).toThrow(problem('input_invalid'))
})

test('an own purpose below an own one is held to that one', () => {
  const first = below('service.request', 'returns', { opens: ['contact'] })
  const second: Purpose = {
    ...first,
    id: `${first.id}.shoes`,
    parent: first.id,
    notice: { id: `${first.id}.shoes@1`, text: 'I would' },
  }
  expect(adding(second, [...SHIPPED, first])).not.toThrow()
  expect(adding({ ...second, opens: ['contact', 'identity'] }, [...SHIPPED, first])).toThrow(
    problem('input_invalid', '/opens'),
  )
})

test('it has a parent, a name of its own below it, a title, a meaning and a wording', () => {
  const own = (rest: Partial<Purpose>) => adding(below('service.request', 'own', rest))
  expect(own({ parent: null })).toThrow(problem('purpose_unknown', '/parent'))
  expect(own({ parent: 'nothing' })).toThrow(problem('purpose_unknown', '/parent'))
  for (const id of [
    'service.own',
    'service.request',
    'service.request.',
    'service.request.Own',
    'service.request.a.b',
    'own',
  ]) {
    expect(own({ id }), id).toThrow(problem('input_invalid', '/id'))
  }
  const taken = below('service.request', 'own')
  expect(adding(taken, [...SHIPPED, taken])).toThrow(problem('input_invalid', '/id'))
  expect(own({ title: ' ' })).toThrow(problem('input_invalid', '/title'))
  expect(own({ says: '' })).toThrow(problem('input_invalid', '/says'))
  expect(own({ dpv: 'selling' })).toThrow(problem('input_invalid', '/dpv'))
  expect(own({ dpv: 'dpv:SellDataToThirdParties' })).toThrow(problem('input_invalid', '/dpv'))
  expect(own({ notice: undefined })).toThrow(problem('notice_missing', '/notice'))
  expect(own({ notice: { id: 'service.request@1', text: 'I would' } })).toThrow(
    problem('notice_missing', '/notice'),
  )
  expect(own({ notice: { id: 'service.request.own@1', text: ' ' } })).toThrow(
    problem('notice_missing', '/notice'),
  )
})

test('a legitimate interest of its own leans on a test of its own, not on the one that ships', () => {
  expect(adding(below('service.request', 'own', { balancing: 'It is fine.' }))).toThrow(
    problem('input_invalid', '/balancing'),
  )
})

test('counting and sharing have no own purposes below them', () => {
  const own = below('service.account', 'x')
  expect(adding({ ...own, id: 'analytics.x', parent: 'analytics' })).toThrow(problem('basis_not_accepted'))
  expect(adding({ ...own, id: 'sharing.x', parent: 'sharing' })).toThrow(problem('input_invalid', '/parent'))
})

const cards: SharingTerms = {
  recipient: 'cardprint',
  title: 'Card printing',
  says: 'print your card',
  dpv: 'dpv:FulfilmentOfContractualObligation',
  bases: ['contract'],
  fields: ['given_name', 'family_name', 'street', 'postcode', 'city', 'country'],
}

test('an agreement makes a purpose that opens its fields to the system alone', () => {
  expect(sharingPurpose(cards)).toEqual({
    id: 'sharing.cardprint',
    parent: 'sharing',
    kind: 'granted',
    title: 'Card printing',
    says: 'print your card',
    dpv: 'dpv:FulfilmentOfContractualObligation',
    bases: ['contract'],
    roles: [],
    actors: ['system'],
    opens: ['identity', 'contact'],
    fields: cards.fields,
    term: { until: 'grant', months: 12 },
  })
  expect(sharingPurpose({ ...cards, bases: ['consent'] }).notice).toMatchObject({ id: 'sharing.cardprint@1' })
})

test('no agreement can be a sale, have no ground, or carry a protective fact away', () => {
  const agreeing = (rest: Partial<SharingTerms>) => () => sharingPurpose({ ...cards, ...rest })
  expect(agreeing({ dpv: 'dpv:SellDataToThirdParties' })).toThrow(problem('input_invalid', '/dpv'))
  expect(agreeing({ dpv: 'dpv:SellInsightsFromData' })).toThrow(problem('input_invalid', '/dpv'))
  expect(agreeing({ bases: [] })).toThrow(problem('input_invalid', '/bases'))
  expect(agreeing({ fields: [] })).toThrow(problem('input_invalid', '/fields'))
  expect(agreeing({ fields: ['email', 'circumstance'] })).toThrow(problem('input_invalid', '/fields'))
  expect(agreeing({ recipient: 'Card Print' })).toThrow(problem('input_invalid', '/recipient'))
  expect(FIELDS.circumstance.compartment).toBe('protective')
})
