import { LOG } from './ledger-routes.ts'
import { BASE } from './routes.ts'

const problem = { $ref: '#/components/responses/Problem' }
const done = (description: string) => ({ description })
const text = { type: 'string' }

function route(summary: string, status: number, body?: Record<string, unknown>, required: string[] = []) {
  return {
    summary,
    ...(body
      ? {
          requestBody: {
            content: { 'application/json': { schema: { type: 'object', properties: body, required } } },
          },
        }
      : {}),
    responses: { [status]: done(summary), default: problem },
  }
}

/** Routes that are no commands, because they set cookies or serve files: for the OpenAPI document. */
export const OTHER_ROUTES = {
  [`${BASE}/session`]: {
    get: route('Who is signed in, with their purposes and the CSRF token', 200),
    post: route('Sign in', 201, { email: text, password: text }, ['email', 'password']),
    delete: route('Sign out', 204),
  },
  [`${BASE}/session/fresh`]: {
    post: route(
      'Your password again, for opening secrets: counts for five minutes',
      200,
      { password: text },
      ['password'],
    ),
  },
  [`${BASE}/session/link`]: {
    post: route(
      'Open a one-time link: choose a password; the first administrator names themself as well. Without a password it answers 200 with whom the link is for',
      201,
      { token: text, password: text, name: text, email: text },
      ['token'],
    ),
  },
  [`${BASE}/setup`]: {
    get: route('How far the demo is loaded', 200),
    post: route(
      'Name the organisation; begin empty or with the demo',
      200,
      { organisation_name: text, choice: text },
      ['choice'],
    ),
  },
  [`${BASE}/me/link`]: {
    post: route('Ask for a link to your own page; the same answer whoever asks', 202, { email: text }, [
      'email',
    ]),
  },
  [`${BASE}/me/session`]: {
    post: route('Open a link to your own page', 201, { token: text }, ['token']),
    delete: route('Leave your own page', 204),
  },
  '/healthz': { get: route('Whether everything is ready', 200) },
  '/openapi.json': { get: route('This document', 200) },
  '/.well-known/goodfaith-keys.json': {
    get: route('The public keys of receipts and ledger, as a JWK set', 200),
  },
  [`${LOG}/checkpoint`]: { get: route('The ledger’s newest signed head (C2SP tlog-checkpoint)', 200) },
  [`${LOG}/tile/{level}/{index}`]: {
    get: {
      ...route('A tile of the ledger’s tree (C2SP tlog-tiles); its index may hold slashes', 200),
      parameters: ['level', 'index'].map((name) => ({ name, in: 'path', required: true, schema: text })),
    },
  },
  '/.well-known/gpc.json': { get: route('That the Global Privacy Control signal is honoured', 200) },
}
