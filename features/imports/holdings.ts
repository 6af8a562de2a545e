import type { Holding } from '../../gate/holdings.ts'

const mine = { person: null, fate: 'not_personal', purpose: 'house' } as const

/** Uploads are sealed under a key of the import's own; it ends, with the report, after thirty days. */
export const importHoldings: readonly Holding[] = [
  {
    ...mine,
    table: 'imports',
    title: 'imports',
    retention: 'their key for thirty days, their counts as long as the organisation',
    columns: {
      import_id: 'none',
      staff_id: 'staff',
      purpose: 'none',
      key_id: 'key',
      sealed: 'personal',
      dry_run: 'none',
      state: 'none',
      problem: 'none',
      batches: 'none',
      total: 'none',
      rows_read: 'none',
      imported: 'none',
      updated: 'none',
      duplicates: 'none',
      suppressed: 'none',
      rejected: 'none',
      remarked: 'none',
      created_at: 'none',
      ended_at: 'none',
      ends_at: 'none',
    },
  },
  {
    ...mine,
    table: 'import_reports',
    title: 'reports of imports',
    retention: 'thirty days',
    columns: { import_id: 'none', batch: 'none', sealed: 'personal' },
  },
  {
    ...mine,
    table: 'import_seen',
    title: 'tokens of the rows of a running import',
    retention: 'until the import ends',
    columns: { import_id: 'none', token: 'blind' },
  },
  {
    ...mine,
    table: 'import_undos',
    title: 'imports that were undone',
    retention: 'as long as the organisation',
    columns: {
      import_id: 'none',
      staff_id: 'staff',
      purpose: 'none',
      second_person: 'none',
      state: 'none',
      undone: 'none',
      asked_at: 'none',
      ended_at: 'none',
    },
  },
]
