import type { Holding } from '../../gate/holdings.ts'

export const staffHoldings: readonly Holding[] = [
  {
    table: 'organisation',
    title: 'the organisation',
    person: null,
    fate: 'not_personal',
    purpose: 'house',
    retention: 'as long as the organisation',
    columns: { only_one: 'none', name: 'none', country: 'none', created_at: 'none', set_up_at: 'none' },
  },
  {
    table: 'staff',
    title: 'staff',
    person: null,
    fate: 'not_personal',
    purpose: 'house',
    retention: 'until they leave, and twelve months',
    columns: {
      staff_id: 'staff',
      key_id: 'key',
      email_token: 'blind',
      sealed: 'personal',
      version: 'none',
      password_hash: 'staff',
      roles: 'staff',
      actor_salt: 'staff',
      created_at: 'staff',
      left_at: 'staff',
    },
  },
  {
    table: 'staff_purposes',
    title: 'what staff may work for',
    person: null,
    fate: 'not_personal',
    purpose: 'house',
    retention: 'as long as the role',
    columns: { staff_id: 'staff', purpose: 'none' },
  },
]
