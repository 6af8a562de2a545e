import { changePerson } from './change-person.ts'
import { createPerson } from './create-person.ts'
import { fieldHistory } from './field-history.ts'
import { findPerson } from './find-person.ts'
import { getPerson } from './get-person.ts'
import { listPeople } from './list-people.ts'

export const peopleCommands = [createPerson, getPerson, listPeople, changePerson, fieldHistory, findPerson]
