import { house } from './en/house.ts'
import { names } from './en/names.ts'
import { people } from './en/people.ts'
import { person } from './en/person.ts'
import { settings } from './en/settings.ts'
import { work } from './en/work.ts'

/** All words of the staff's app in English. Sentences in the second person, present tense; no law's own vocabulary. */
export const en = { ...house, ...names, ...people, ...person, ...settings, ...work }
