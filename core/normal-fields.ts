import type { FieldName } from './fields.ts'
import { normaliseField, type NormalValue, type ValueContext } from './values.ts'

export type Fields = Partial<Record<FieldName, string>>

/** Values that `readField` made, and for which field. */
const made = new WeakMap<NormalValue, FieldName>()
/** Fields that a collector gave, and only those; frozen, so that they stay what they were. */
const normal = new WeakMap<object, ReadonlyMap<FieldName, NormalValue>>()

/** A value in its normal form, for a collector to keep. Throws what `normaliseField` throws. */
export function readField(name: FieldName, value: string, context: ValueContext = {}): NormalValue {
  const read = Object.freeze(normaliseField(name, value, context))
  made.set(read, name)
  return read
}

/**
 * Collects the fields of a person in their normal form. What it gives is known to be normal: `normalOf` takes it as it
 * is, so that an import works each value out once. Nothing else can pass for it.
 */
export class NormalFields {
  readonly #values = new Map<FieldName, NormalValue>()

  /** Keeps what `readField` made for this field; anything else throws. */
  keep(name: FieldName, value: NormalValue): void {
    if (made.get(value) !== name) throw new TypeError(`not the normal form of ${name}`)
    this.#values.set(name, value)
  }

  value(name: FieldName): string | undefined {
    return this.#values.get(name)?.value
  }

  /** The fields so far. */
  fields(): Readonly<Fields> {
    const fields: Fields = {}
    for (const [name, { value }] of this.#values) fields[name] = value
    normal.set(Object.freeze(fields), new Map(this.#values))
    return fields
  }
}

/** A field's normal form: known already for what a collector gave, worked out for anything else. */
export function normalOf(fields: Readonly<Fields>, name: FieldName, context: ValueContext = {}): NormalValue {
  return normal.get(fields)?.get(name) ?? normaliseField(name, fields[name]!, context)
}
