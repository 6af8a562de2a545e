import { Problem } from '../errors.ts'

export interface Email {
  /** As it was written, the domain in small letters. */
  readonly display: string
  /** One form for all spellings of an address: small letters, the domain in ASCII (punycode). */
  readonly match: string
}

const LOCAL_MAX_OCTETS = 64
const ADDRESS_MAX_OCTETS = 254
const DOMAIN_MAX = 253
/** A dot-atom (RFC 5321 4.1.2), widened to letters of every script (RFC 6531) but nothing invisible. */
const LOCAL_PART =
  /^[^.@"(),:;<>[\\\]\s\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Co}]+(?:\.[^.@"(),:;<>[\\\]\s\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Co}]+)*$/u
/** Letters, digits, hyphens and what IDNA 2008 allows between letters: middle dots, ZWNJ, ZWJ. */
const DOMAIN = /^(?:[\p{L}\p{M}\p{N}.·・-]|\u200c|\u200d)+$/u
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const TOP_LABEL = /^(?:[a-z]{2,63}|xn--[a-z0-9-]+)$/

/**
 * An e-mail address (RFC 5321; local parts of every script by RFC 6531, domains by UTS #46). Full-width letters
 * are folded first. Refused although the grammar has them: quoted local parts and comments (nobody has one, and
 * two spellings for one mailbox would get past a suppression), address literals, and domains of one label.
 * Nothing behind a plus sign is cut off: only the receiving server knows what it means.
 *
 * @throws Problem email_malformed
 */
export function parseEmail(value: string): Email {
  const address = value
    .trim()
    .replace(/[\uff01-\uff5e]/gu, halfWidth)
    .normalize('NFC')
  const at = address.lastIndexOf('@')
  const local = address.slice(0, Math.max(at, 0))
  const domain = address.slice(at + 1).replace(/[\u3002\uff61]/gu, '.')
  if (at < 1 || !LOCAL_PART.test(local) || octets(local) > LOCAL_MAX_OCTETS) throw malformed()
  const ascii = asciiDomain(domain)
  if (octets(local) + 1 + ascii.length > ADDRESS_MAX_OCTETS) throw malformed()
  return {
    display: `${local}@${domain.toLowerCase()}`,
    match: `${foldLocal(local)}@${ascii}`,
  }
}

/** By the platform's UTS #46 (the URL standard's "domain to ASCII"), after all that a URL would read otherwise. */
function asciiDomain(domain: string): string {
  if (!DOMAIN.test(domain)) throw malformed()
  const ascii = URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : ''
  const labels = ascii.split('.')
  const isFormed = labels.length > 1 && labels.every((label) => LABEL.test(label))
  if (!isFormed || ascii.length > DOMAIN_MAX || !TOP_LABEL.test(labels.at(-1) ?? '')) throw malformed()
  return ascii
}

/** Simple case folding: ß stays apart from ss, since those are two mailboxes. */
function foldLocal(local: string): string {
  return local.toLowerCase().replaceAll('ς', 'σ').normalize('NFC')
}

function halfWidth(letter: string): string {
  return String.fromCharCode(letter.charCodeAt(0) - 0xfee0)
}

function octets(text: string): number {
  return new TextEncoder().encode(text).length
}

function malformed(): Problem {
  return new Problem('email_malformed')
}
