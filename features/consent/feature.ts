import { endTest, listTests, signTest, writeTest } from './balancing-tests.ts'
import { checkGrant } from './check-grant.ts'
import { giveGrant } from './give-grant.ts'
import { endLaw, listLaws, signLaw, writeLaw } from './laws.ts'
import { listGrants } from './list-grants.ts'
import { listNotices, listPurposes } from './list-purposes.ts'
import { checkPurpose, endPurpose, listOwnPurposes, proposePurpose } from './own-purposes.ts'
import { readStanding } from './read-standing.ts'
import { withdraw } from './withdraw.ts'
import { translateNotice, writeNotice } from './write-notice.ts'

export const consentCommands = [
  giveGrant,
  listGrants,
  checkGrant,
  withdraw,
  readStanding,
  listPurposes,
  listNotices,
  writeNotice,
  translateNotice,
  listOwnPurposes,
  proposePurpose,
  checkPurpose,
  endPurpose,
  listTests,
  writeTest,
  signTest,
  endTest,
  listLaws,
  writeLaw,
  signLaw,
  endLaw,
]
