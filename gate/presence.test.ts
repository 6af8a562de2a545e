import { expect, test } from 'vitest'
import { aPerson, openHouse } from '../test/kit/house.ts'
import { withClient } from '../test/kit/postgres.ts'

test('a gate that is here keeps its token key when another starts; one that has left does not', async () => {
  const house = await openHouse()
  const actor = await house.staff('service')
  const age = () =>
    withClient(house.database.adminUrl, (client) =>
      client.query(`update gate.token_keys set made_at = now() - interval '2 minutes'`),
    )
  const keys = () =>
    withClient(
      house.database.adminUrl,
      async (client) => (await client.query('select from gate.token_keys')).rowCount,
    )
  await age()
  const other = await house.another()
  const purpose = 'service.request'
  const [id] = await house.gate.once({ actor, purpose }, (tx) => tx.people.create([aPerson()]))
  expect(await other.read({ actor, purpose }, (rd) => rd.people.byId(id!))).toMatchObject({ id })
  expect(await keys()).toBe(2)
  await other.close()
  await age()
  await (await house.another()).close()
  expect(await keys()).toBe(2)
})
