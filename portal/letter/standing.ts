import type { Standing } from '../shapes.ts'

/** Why we use something without having been asked to: as the opening counts it. */
export type Need = 'contract' | 'law' | 'reason'

/** What the person agreed to and has not withdrawn. */
export function agreedOf(standing: readonly Standing[]): Standing[] {
  return standing.filter((one) => isChoice(one) && one.allowed)
}

/** Everything the person alone decides about, agreed or not. */
export function choicesOf(standing: readonly Standing[]): Standing[] {
  return standing.filter(isChoice)
}

/** True where the person has said something about it once: agreed, withdrew, let it end; or has been asked to confirm. */
export function hasHistory(one: Standing): boolean {
  return one.allowed || ['withdrawn', 'expired', 'waiting'].includes(one.reason)
}

/** True for what someone wrote down as agreed and the person has not confirmed. */
export function isWaiting(one: Standing): boolean {
  return !one.allowed && one.reason === 'waiting' && Boolean(one.grant_id) && Boolean(one.notice)
}

/**
 * What holds on another ground than agreement, by its ground, in the order in which it is told; and what the person
 * objected to, which stays in its place so that they see that it ended.
 */
export function neededOf(standing: readonly Standing[]): Map<Need, Standing[]> {
  const needed = new Map<Need, Standing[]>()
  for (const need of ['contract', 'law', 'reason'] as const) {
    const held = standing.filter(
      (one) => !isChoice(one) && needFor(one) === need && (one.allowed || wasObjectedTo(one)),
    )
    if (held.length > 0) needed.set(need, held)
  }
  return needed
}

/** True while anything at all lets us use what we hold, a law's demand and the person's own rights aside. */
export function anythingLeft(standing: readonly Standing[]): boolean {
  return standing.some((one) => one.allowed && (isChoice(one) || needFor(one) !== 'law'))
}

/** True for a reason of our own: nobody agreed to it, and whoever objects ends it (GDPR art. 21). */
export function canBeObjectedTo(one: Standing): boolean {
  return one.basis === 'legitimate_interest'
}

function wasObjectedTo(one: Standing): boolean {
  return canBeObjectedTo(one) && one.reason === 'withdrawn'
}

/** A switch stands for a choice: what was agreed to, or could be. An objection is as easy, but it is told apart. */
function isChoice(one: Standing): boolean {
  return one.switchable && !wasObjectedTo(one) && !(one.allowed && one.basis !== 'consent')
}

function needFor(one: Standing): Need {
  if (one.basis === 'contract') return 'contract'
  // What a law gives everyone (their rights, a warning) rests on no grant, so it has no basis of its own.
  return one.reason === 'by_law' || one.basis === 'legal_obligation' || one.basis === 'public_task'
    ? 'law'
    : 'reason'
}
