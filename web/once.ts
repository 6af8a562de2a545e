/** A key that lets a repeated click count once. Works on plain http as well, where `crypto.randomUUID` is missing. */
export function onceKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}
