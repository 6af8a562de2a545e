import { endKept, openKept } from './kept-copies.ts'
import { leave, planLeaving } from './leave.ts'
import { planErasure } from './plan-erasure.ts'
import { readErasure } from './read-erasure.ts'
import { startErasure } from './start-erasure.ts'

export const erasureCommands = [planErasure, startErasure, readErasure, planLeaving, leave, openKept, endKept]
