/** What someone at the standing of a person is about to do. */
export type Deed = { readonly kind: 'give' | 'withdraw'; readonly purpose?: string }
