import { Type, type Static } from 'typebox'
import type { Erasure } from '../../gate/erasures.ts'
import type { Registered } from '../../gate/registry.ts'
import { KeptItem, keptShape } from '../consent/describe-kept.ts'

const OrNull = Type.Union([Type.String(), Type.Null()])
export const Id = Type.String({ format: 'uuid' })

export const HoldingCount = Type.Object({
  holding: Type.String(),
  title: Type.String(),
  count: Type.Integer(),
  fate: Type.String(),
})

/** An erasure as the outside sees it (contract, "Shapes"); it never names the person. */
export const ErasureShape = Type.Object({
  id: Id,
  state: Type.String(),
  asked_at: Type.String(),
  key_destroyed_at: OrNull,
  done_at: OrNull,
  holdings: Type.Array(HoldingCount),
  /** What stays, under which law or contract, until when. */
  kept: Type.Array(KeptItem),
  receipt: Type.Union([Type.Object({ jws: Type.String() }), Type.Null()]),
})

export function erasureShape(erasure: Erasure, registered: Registered): Static<typeof ErasureShape> {
  return {
    id: erasure.id,
    state: erasure.state,
    asked_at: erasure.asked_at.toISOString(),
    key_destroyed_at: erasure.key_gone_at?.toISOString() ?? null,
    done_at: erasure.done_at?.toISOString() ?? null,
    holdings: erasure.holdings.map((each) => ({ ...each })),
    kept: keptShape(erasure.kept, erasure.contracts, registered),
    receipt: erasure.receipt === null ? null : { jws: erasure.receipt },
  }
}
