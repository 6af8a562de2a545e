import { Type } from 'typebox'

/**
 * What was taken out of what was sent. A number of a value, a source or an evidence is in the vault; one in a reason or
 * the name of a file is masked and kept nowhere, and so is a security code wherever it stood.
 */
export const Intercepted = Type.Array(
  Type.Object({
    at: Type.String(),
    kind: Type.String(),
    masked: Type.Union([Type.String(), Type.Null()]),
  }),
)
