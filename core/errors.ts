/**
 * The catalogue of problems. Each has a stable code, an HTTP status (RFC 9110), a short title, and a sentence
 * that says what to do. Neither may ever hold a personal value: `detail` names fields, rows and limits only.
 * `docs/errors.md` lists the same codes; a test holds the two equal.
 */
export interface CatalogueEntry {
  readonly status: number
  readonly title: string
  readonly fix: string
}

export const catalogue = {
  // what was sent
  input_invalid: entry(
    422,
    'The request does not fit',
    'Mend the named field and send it again; nothing was stored.',
  ),
  body_unreadable: entry(
    400,
    'The body cannot be read',
    'Send valid JSON in UTF-8, or multipart where the route asks for it.',
  ),
  too_large: entry(413, 'Too large', 'Send less at once; the limit is in the detail.'),
  field_unknown: entry(422, 'No such field', 'Use a field named in the registry, or declare it first.'),
  value_too_long: entry(422, 'The value is too long', 'Shorten it to the limit given in the detail.'),
  value_control_characters: entry(
    422,
    'The value holds characters that cannot be stored',
    'Remove control characters, NUL and direction overrides.',
  ),
  value_empty: entry(422, 'The value is empty', 'Leave the field out, or give it a value.'),
  email_malformed: entry(422, 'Not an e-mail address', 'Write it as name@domain.'),
  phone_malformed: entry(
    422,
    'Not a phone number',
    'Write it with its country code, such as +49 30 5550142, or state the country.',
  ),
  date_malformed: entry(422, 'Not a date', 'Write it as YYYY-MM-DD.'),
  language_malformed: entry(422, 'Not a language tag', 'Use a tag of BCP 47, such as de or pt-BR.'),
  card_malformed: entry(
    422,
    'Not a card number',
    'Check the digits; a card has 12 to 19 with a check digit.',
  ),
  iban_malformed: entry(
    422,
    'Not an IBAN',
    'Check length and digits; it starts with the country, such as DE.',
  ),
  national_id_malformed: entry(
    422,
    'Not an identity number',
    'Check its digits; for a number of another country, state the country of the person.',
  ),
  secret_misplaced: entry(
    422,
    'A card or bank number does not belong here',
    'Send it as card, iban or national_id, and it goes to the vault; nothing was stored.',
  ),
  country_unknown: entry(422, 'No such country', 'Use its two-letter code of ISO 3166-1.'),
  idempotency_reused: entry(
    422,
    'This key was used for another request',
    'Use a new Idempotency-Key for a new request.',
  ),
  request_unsettled: entry(
    409,
    'An earlier try of this request did not end',
    'It may have been done: look whether it was, and if not ask again with a new Idempotency-Key.',
  ),
  // purpose and roles
  purpose_missing: entry(
    400,
    'No purpose was named',
    'Name one in the header Purpose; GET /api/v1/purposes lists them.',
  ),
  purpose_unknown: entry(
    403,
    'No such purpose',
    'Use a purpose of the registry; GET /api/v1/purposes lists them.',
  ),
  purpose_not_for_role: entry(
    403,
    'Your role does not work for this purpose',
    'Choose a purpose of your role, or ask an administrator for the role.',
  ),
  purpose_not_for_call: entry(
    403,
    'This call does not serve that purpose',
    'Use the purpose named in the documentation of the call.',
  ),
  search_not_covered: entry(
    403,
    'The purpose does not open what this search or sort looks at',
    'Search by a field that the purpose opens, or choose another purpose.',
  ),
  // who is asking
  not_signed_in: entry(401, 'Not signed in', 'Sign in, or send a token in the header Authorization.'),
  sign_in_failed: entry(
    401,
    'That did not sign you in',
    'Check address and password; after several tries wait a minute.',
  ),
  link_invalid: entry(
    401,
    'This link no longer works',
    'Ask for a new one; a link works once and for a short time.',
  ),
  csrf_failed: entry(403, 'The request did not come from the app', 'Reload the page and try again.'),
  not_allowed: entry(403, 'Not allowed', 'Ask someone whose role allows it.'),
  too_many_requests: entry(
    429,
    'Too many requests',
    'Wait for the time given in Retry-After, then try again.',
  ),
  // the vault
  session_needed: entry(
    403,
    'Only someone who is signed in at a screen does this',
    'Sign in to the app; a token opens no whole secrets.',
  ),
  fresh_sign_in_needed: entry(
    403,
    'Your password is asked again for this',
    'Send it to POST /api/v1/session/fresh; it counts for five minutes.',
  ),
  approval_needed: entry(
    403,
    'A second person approves so many',
    'Ask for it with POST /api/v1/approvals; each may then be opened once.',
  ),
  approval_closed: entry(
    409,
    'This approval is not waiting',
    'Reload it; it has been decided or has ended. Ask for a new one.',
  ),
  // people, sources and grants
  not_found: entry(404, 'Not found', 'It is absent, was erased, or is not visible for this purpose.'),
  source_missing: entry(
    422,
    'No source was stated',
    'Say who told you, when and how; a value without a source is not stored.',
  ),
  source_refused: entry(
    422,
    'Data from such a source is refused',
    'Bought or scraped data cannot be stored; ask the people themselves.',
  ),
  source_unknown: entry(
    422,
    'No such kind of source',
    'Use person, company, partner, public_register or migration, with a detail.',
  ),
  grant_missing: entry(
    422,
    'No grant covers keeping this',
    'State a purpose and a basis that allow keeping it.',
  ),
  basis_not_accepted: entry(
    422,
    'The purpose does not accept that basis',
    'Use a basis that the purpose accepts; GET /api/v1/purposes lists them.',
  ),
  balancing_test_missing: entry(
    422,
    'No signed balancing test stands for this purpose',
    'Write one and let a second person sign it, or ask for consent.',
  ),
  notice_unknown: entry(422, 'No such notice', 'Name a notice and its version, such as marketing.email@1.'),
  notice_missing: entry(
    422,
    'A consent needs the notice that was seen',
    'Name the notice version that the person saw.',
  ),
  evidence_missing: entry(
    422,
    'A consent needs evidence',
    'Say how it was given: form, paper, call, message, import or contract.',
  ),
  guardian_needed: entry(
    422,
    'This person is under the age of consent of their country',
    'Record the grant of a guardian with its evidence.',
  ),
  grant_closed: entry(
    409,
    'This grant is not waiting',
    'Reload it; it has been checked, withdrawn or has ended.',
  ),
  second_person_needed: entry(
    403,
    'A second person has to do this',
    'Ask a colleague with the role; nobody checks their own entry.',
  ),
  date_in_future: entry(
    422,
    'The date lies in the future',
    'A collection or a choice cannot be dated ahead.',
  ),
  find_needs_two: entry(
    422,
    'Two exact identifiers are needed',
    'Give two of e-mail, phone, birth date with family name, customer number.',
  ),
  reason_missing: entry(422, 'A reason is needed', 'Say in a sentence why; the person can read it.'),
  version_conflict: entry(409, 'Someone changed this meanwhile', 'Reload it and make your change again.'),
  // imports
  import_source_missing: entry(
    422,
    'An import states its source first',
    'State where the file comes from and on what basis before a row is read.',
  ),
  import_mapping_invalid: entry(
    422,
    'The mapping does not fit the file',
    'Map each column at most once, to a field that exists.',
  ),
  import_file_unreadable: entry(
    422,
    'The file is not what it says',
    'Send a CSV or vCard file; nothing was stored.',
  ),
  import_not_cancellable: entry(
    409,
    'This import has ended',
    'Nothing to cancel; its report stays readable for 30 days.',
  ),
  import_not_undoable: entry(
    409,
    'This import cannot be undone',
    'One that has ended can, for 30 days; a trial stored nobody, and one that runs can be stopped first.',
  ),
  // erasure
  erasure_under_way: entry(
    409,
    'An erasure is under way for this person',
    'Follow it at GET /api/v1/erasures/{id}.',
  ),
  has_left: entry(
    409,
    'This person has left',
    'Nothing but their contract goes on until it ends; whatever they had agreed to stays ended.',
  ),
  contract_stands: entry(
    409,
    'The contract still stands',
    'Withdraw it first; what a law keeps of it can be ended as a mistake only then.',
  ),
  erasure_leftover: entry(
    500,
    'Something would have been left',
    'The erasure goes on by itself and tries again; an administrator finds the holding in the log.',
  ),
  confirmation_wrong: entry(422, 'The confirmation does not match', 'Type the short code as it is shown.'),
  last_administrator: entry(
    409,
    'Somebody has to stay administrator',
    'Make a colleague administrator first, then change these roles.',
  ),
  // the house itself
  not_configured: entry(
    500,
    'Goodfaith is not set up for this',
    'Read the line in the log at the start; an administrator has to mend it.',
  ),
  house_in_use: entry(
    409,
    'The database is in use',
    'Stop the server, and wait for other commands to end, then try again.',
  ),
  backup_unusable: entry(
    422,
    'This backup cannot be used',
    'Nothing was replaced; the detail says what does not fit. Use another backup.',
  ),
  records_too_old: entry(
    409,
    'The erasure records of this keyring backup are too old',
    'Put the records kept beside the backup back with it, or use a newer backup: erased people must not come back.',
  ),
  keyring_unreachable: entry(
    503,
    'The keyring cannot be reached',
    'Nothing was opened or stored; try again shortly.',
  ),
  ledger_unreachable: entry(503, 'The ledger cannot be written', 'Nothing was opened; try again shortly.'),
  database_unreachable: entry(
    503,
    'The database cannot be reached',
    'Nothing was stored unless it was answered before; try again shortly.',
  ),
  database_refused: entry(
    500,
    'The database refused this',
    'Nothing was stored; the log has its code for an administrator.',
  ),
  storage_full: entry(
    507,
    'There is no room left on the disk',
    'Nothing was stored; free some space and try again.',
  ),
  shutting_down: entry(503, 'The server is stopping', 'Try again shortly.'),
  internal: entry(
    500,
    'Something went wrong',
    'Nothing was stored unless it was answered before; try again, and tell an administrator the request id.',
  ),
} as const satisfies Record<string, CatalogueEntry>

export type Code = keyof typeof catalogue

export interface ProblemOptions {
  /** What exactly, without any personal value: names of fields, row numbers, limits. */
  readonly detail?: string
  /** JSON pointer (RFC 6901) to the part of the input that caused it. */
  readonly pointer?: string
  /** Seconds to wait, for 429 and 503. */
  readonly retryAfter?: number
  /** Kept for the log only as its name and code, never its message: those may hold values. */
  readonly cause?: unknown
}

/** The only error that may reach the outside; serialised as RFC 9457 by `server/problem.ts`. */
export class Problem extends Error {
  readonly code: Code
  readonly status: number
  readonly fix: string
  readonly detail: string | undefined
  readonly pointer: string | undefined
  readonly retryAfter: number | undefined

  constructor(code: Code, options: ProblemOptions = {}) {
    super(catalogue[code].title, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'Problem'
    this.code = code
    this.status = catalogue[code].status
    this.fix = catalogue[code].fix
    this.detail = options.detail
    this.pointer = options.pointer
    this.retryAfter = options.retryAfter
  }
}

function entry(status: number, title: string, fix: string): CatalogueEntry {
  return { status, title, fix }
}
