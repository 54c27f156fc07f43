import type { Quote } from './quote.ts';

/** What binds a value to its key. */
export type Separator = 'colon' | 'equals' | 'flag' | 'markup' | 'pair' | 'encoded';

/** A key with its separator: the value begins at `valueAt`, perhaps with a quotation mark. */
export interface Binding {
  readonly separator: Separator;
  readonly valueAt: number;
  /** The mark that closed the key, when it stands in marks of its own. */
  readonly keyQuote: Quote | undefined;
  /** True when a blank stands before the separator or after it. */
  readonly spaced: boolean;
  /** True when the value must look chosen to be one: what binds it to the key may also be an accident. */
  readonly isLoose?: boolean;
}
