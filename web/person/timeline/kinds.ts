/** What a line of the ledger is about, for the filter of the timeline. */
export const GROUPS = ['changes', 'choices', 'sent', 'looks'] as const
export type KindGroup = (typeof GROUPS)[number]

const KINDS: Readonly<Record<string, KindGroup>> = {
  came: 'changes',
  said: 'choices',
  collected: 'changes',
  changed: 'changes',
  imported: 'changes',
  merged: 'changes',
  corrected: 'changes',
  granted: 'choices',
  accepted: 'choices',
  refused: 'choices',
  confirmed: 'choices',
  withdrawn: 'choices',
  ended: 'choices',
  asked: 'sent',
  declined: 'choices',
  renewed: 'choices',
  sent: 'sent',
  delivered: 'sent',
  shared: 'sent',
  disclosed: 'sent',
  told: 'sent',
  opened: 'looks',
  secret_opened: 'looks',
  listed: 'looks',
  searched: 'looks',
  found: 'looks',
  exported: 'looks',
}

/** The group of a kind, also where it is written with its room before it: 'people.opened'. */
export function groupOfKind(kind: string): KindGroup {
  return KINDS[kind.split('.').pop() ?? kind] ?? 'changes'
}
