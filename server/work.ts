import { askPeople } from '../features/consent/ask-people.ts'
import { endGrants } from '../features/consent/end-grants.ts'
import { tellPeople } from '../features/consent/tell-people.ts'
import { goOnWithImports } from '../features/imports/run-import.ts'
import { UNDO_JOB, undoJob } from '../features/imports/undo-import.ts'
import type { Gate } from '../gate/gate.ts'
import { LEDGER_BATCH } from '../gate/sequencer.ts'
import { upkeep } from '../gate/upkeep.ts'
import type { Composed } from './compose.ts'
import { workJobs, type JobHandler } from './jobs.ts'
import { Loop, type LoopOptions } from './loop.ts'
import { deliverMail } from './mail.ts'
import type { Settings } from './settings.ts'

/** Every kind of job, by name. */
const handlers: Readonly<Record<string, JobHandler>> = { [UNDO_JOB]: undoJob }

const SECOND = 1000
const MINUTE = 60 * SECOND

/**
 * What goes on by itself while the server runs. Each loop is stopped before the gate is closed.
 * @param url where people reach us, for the links in letters
 */
export function beginWork(gate: Gate, settings: Settings, url: string, log: LoopOptions['log']): Loop[] {
  const erasures = new Loop(
    // an erasure that a crash interrupted goes on; none is left half done
    () => gate.erasures.goOn().then(() => false),
    { every: 30 * SECOND, log },
  ).start()
  const undos = new Loop(
    // an import that was being undone when the server ended; its job waits until nobody else can be at it
    () => gate.undos.goOn().then(() => false),
    { every: 30 * SECOND, log },
  ).start()
  const unkept = new Loop(
    // people whom no purpose keeps any longer
    () => gate.erasures.sweepUnkept().then((count) => count > 0),
    { every: 10 * MINUTE, log },
  ).start()
  const laws = new Loop(
    // what a law makes us keep is made where the law came later, and destroyed on its date
    () => gate.erasures.keepLaws().then((count) => count === 100),
    { every: 10 * MINUTE, log },
  ).start()
  const imports = new Loop(
    // an import that a crash interrupted goes on where it was
    () => goOnWithImports(gate).then(() => false),
    { every: MINUTE, log },
  ).start()
  const uploads = new Loop(
    // thirty days after an import its key is destroyed
    () => gate.expireImports().then(() => false),
    { every: 60 * MINUTE, log },
  ).start()
  const ledger = new Loop(
    // what happened goes into the tree, and its new head is signed
    () => gate.sequencer.sequence().then((count) => count === LEDGER_BATCH),
    { every: 5 * SECOND, log },
  ).start()
  const letters = new Loop(
    // people whose data came from elsewhere are told where from
    () => tellPeople(gate, url).then((count) => count > 0),
    { every: 10 * MINUTE, log },
  ).start()
  const questions = new Loop(
    // people of whom a colleague or a file claims that they agreed are asked, once
    () => askPeople(gate, url).then((count) => count > 0),
    { every: MINUTE, log },
  ).start()
  const ended = new Loop(
    // grants for a purpose that has ended, where ending them was interrupted
    () => endGrants(gate).then(() => false),
    { every: 10 * MINUTE, log },
  ).start()
  const mail = settings.smtpUrl === null ? [] : [deliverMail({ gate, smtpUrl: settings.smtpUrl, log })]
  return [
    erasures,
    undos,
    unkept,
    laws,
    imports,
    uploads,
    ledger,
    letters,
    questions,
    ended,
    workJobs({ gate, handlers, log }),
    ...mail,
  ]
}

/** Brings the database back when it has ended by itself, as on a full disk that has room again. */
export function keepRunning({ revive }: Composed, log: LoopOptions['log']): Loop {
  return new Loop(() => revive().then(() => false), { every: 2 * SECOND, log }).start()
}

/** Keeps keyring and files as the receipts promise, once an hour. */
export function keepUp({ gate, addresses, adminUrl, settings }: Composed, log: LoopOptions['log']): Loop {
  const keyring = { url: addresses.keyringUrl, folder: settings.keyringFolder, kekFile: settings.kekFile }
  return new Loop(() => upkeep({ ...addresses, adminUrl, gate, keyring }).then(() => false), {
    every: 60 * MINUTE,
    log,
  }).start()
}
