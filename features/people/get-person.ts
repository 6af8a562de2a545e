import { Type } from 'typebox'
import { command } from '../../gate/command.ts'
import { Id, Person, personShape } from './describe-people.ts'

/** One person as the purpose allows. */
export const getPerson = command({
  name: 'people.get',
  summary: 'A person with the source of every value; what the purpose does not open is withheld',
  http: { method: 'GET', path: '/people/{id}' },
  purpose: 'named',
  who: ['staff'],
  input: Type.Object({ id: Id }),
  output: Person,
  mode: 'read',
  async run(rd, _caller, { id }) {
    return personShape(await rd.people.byId(id))
  },
})
