import { Type } from 'typebox'
import { findPurpose, type Purpose } from '../../core/purposes.ts'
import { command } from '../../gate/command.ts'
import { currentNotice } from '../../gate/registry.ts'
import { noticeText } from './describe-grants.ts'

/** The registry of purposes. */
export const listPurposes = command({
  name: 'purposes.list',
  summary:
    'The purposes of this organisation: what each is for, on what basis, what it opens and how long it is kept',
  http: { method: 'GET', path: '/purposes' },
  purpose: 'none',
  who: ['staff', 'person'],
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        id: Type.String(),
        parent: Type.Union([Type.String(), Type.Null()]),
        kind: Type.String(),
        title: Type.String(),
        says: Type.String(),
        dpv: Type.String(),
        bases: Type.Array(Type.String()),
        roles: Type.Array(Type.String()),
        opens: Type.Array(Type.String()),
        fields: Type.Union([Type.Array(Type.String()), Type.Null()]),
        /** Added by this organisation, below those that ship. */
        own: Type.Boolean(),
        kept: Type.String(),
        term: Type.Object({
          months: Type.Optional(Type.Integer()),
          after: Type.Optional(Type.String()),
          until: Type.Optional(Type.String()),
        }),
        silence_months: Type.Union([Type.Integer(), Type.Null()]),
      }),
    ),
  }),
  mode: 'house',
  async run(gate) {
    const { purposes } = await gate.registered()
    return {
      items: purposes.map((purpose) => ({
        id: purpose.id,
        parent: purpose.parent,
        kind: purpose.kind,
        title: purpose.title,
        says: purpose.says,
        dpv: purpose.dpv,
        bases: [...purpose.bases],
        roles: [...purpose.roles],
        opens: [...purpose.opens],
        fields: purpose.fields ? [...purpose.fields] : null,
        own: !findPurpose(purpose.id),
        kept: keptSentence(purpose),
        term: { ...purpose.term },
        silence_months: purpose.silence?.months ?? null,
      })),
    }
  },
})

/** The notices with their exact wording. */
export const listNotices = command({
  name: 'notices.list',
  summary: 'The versions of every wording a person has seen',
  http: { method: 'GET', path: '/notices' },
  purpose: 'none',
  who: ['staff', 'person'],
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        id: Type.String(),
        purpose: Type.String(),
        version: Type.Integer(),
        /** People are asked with this one now; the others stay readable. */
        current: Type.Boolean(),
        text: Type.String(),
        /** As it was written, with places such as {organisation}. */
        written: Type.String(),
        texts: Type.Array(Type.Object({ language: Type.String(), text: Type.String() })),
      }),
    ),
  }),
  mode: 'house',
  async run(gate) {
    const registered = await gate.registered()
    const items = [...registered.notices.values()].map(({ id, purpose, version, text, texts }) => ({
      id,
      purpose,
      version,
      current: currentNotice(registered, purpose)?.id === id,
      text: noticeText(text, registered),
      written: text,
      texts: [...texts].map(([language, said]) => ({ language, text: noticeText(said, registered) })),
    }))
    return {
      items: items.sort((a, b) =>
        a.purpose === b.purpose ? b.version - a.version : a.purpose < b.purpose ? -1 : 1,
      ),
    }
  },
})

/** How long, in words. */
export function keptSentence({ term, silence }: Pick<Purpose, 'term' | 'silence'>): string {
  if (silence) return `until withdrawn; asked again after ${silence.months} months of silence`
  if ('after' in term)
    return term.after === 'last_word' ? `${term.months} months after the last word` : `${term.months} months`
  return {
    grant: "to the grant's end",
    relation: 'to the end of the relation and its term',
    open: 'until withdrawn',
  }[term.until]
}
