import { catalogue, Problem, type Code } from '../core/errors.ts'

/** An error as it is answered: RFC 9457, with our stable `code` and the sentence that says what to do. */
export interface ProblemBody {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: Code
  readonly fix: string
  readonly detail?: string
  readonly pointer?: string
  readonly request_id?: string
}

/** Errors that Fastify and its plugins raise before a command is reached, by their codes. */
const RAISED: Readonly<Record<string, Code>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_REQ_FILE_TOO_LARGE: 'too_large',
  FST_FILES_LIMIT: 'too_large',
  FST_PARTS_LIMIT: 'too_large',
  FST_FIELDS_LIMIT: 'too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'body_unreadable',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'body_unreadable',
  FST_ERR_CTP_INVALID_JSON_BODY: 'body_unreadable',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'body_unreadable',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'body_unreadable',
  FST_ERR_NOT_FOUND: 'not_found',
  FST_UNDER_PRESSURE: 'shutting_down',
}

/** Any error as a problem of the catalogue; what is not known is `internal`, without a word of its message. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  const code = codeOf(error)
  if (code !== undefined && Object.hasOwn(RAISED, code)) return new Problem(RAISED[code]!)
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  if (status === 429) return new Problem('too_many_requests')
  if (status === 400) return new Problem('body_unreadable')
  if (status === 413) return new Problem('too_large')
  return new Problem('internal', { cause: error })
}

/** The body that is sent; the request's id only where an administrator needs it. */
export function bodyOf(problem: Problem, requestId: string): ProblemBody {
  const { code, status, detail, pointer } = problem
  return {
    type: `about:blank#${code}`,
    title: catalogue[code].title,
    status,
    code,
    fix: catalogue[code].fix,
    ...(detail === undefined ? {} : { detail }),
    ...(pointer === undefined ? {} : { pointer }),
    ...(status >= 500 ? { request_id: requestId } : {}),
  }
}

/** What a log may keep of an error: its names and codes down the chain of causes; a message may hold values. */
export function traceOf(error: unknown): { name: string; code?: string; detail?: string; cause?: string } {
  if (!(error instanceof Error)) return { name: typeof error }
  const cause =
    error.cause === undefined ? undefined : `${nameOf(error.cause)} ${codeOf(error.cause) ?? ''}`.trim()
  const code = codeOf(error)
  return {
    name: error.name,
    ...(code === undefined ? {} : { code }),
    ...(error instanceof Problem && error.detail !== undefined && error.status >= 500
      ? { detail: error.detail }
      : {}),
    ...(cause === undefined ? {} : { cause }),
  }
}

/** Where an error was thrown, as file and line: from the stack without its first lines, which hold the message. */
export function placeOf(error: unknown): string[] {
  if (!(error instanceof Error) || error.stack === undefined) return []
  return error.stack
    .split('\n')
    .flatMap((line) => /^\s+at (?:.* )?\(?((?:file:|\/|node:)\S+?)\)?$/.exec(line)?.[1] ?? [])
    .slice(0, 6)
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}
