import { formsOf, type KnownForm, knownForms } from './known-values.ts';
import { LateForms } from './late-forms.ts';
import type { LexicalScanner } from './lexical.ts';
import { buildScanner } from './scanner.ts';
import type { SecretRegistry } from './secret.ts';

/** Bytes that pay for a new automaton: looking late values up in them would take as long. */
const WORTH_BUILDING = 2 * 1024 * 1024;

/**
 * The scanner of a redactor, which always knows every secret of the registry and all that was learned. New ones are
 * looked up beside the automaton until so much has been scanned that a new automaton is cheaper.
 */
export class KnownScanner {
  readonly #registry: SecretRegistry;
  readonly #pseudonymise: boolean;
  readonly #machine: string | undefined;
  readonly #learned = new Map<string, readonly KnownForm[]>();
  #revision = 0;
  #late = new LateForms();
  #scanner: LexicalScanner;
  /** Bytes that were scanned since the automaton was built, while late values waited. */
  #scanned = 0;

  constructor(registry: SecretRegistry, pseudonymise: boolean, machine?: string) {
    this.#registry = registry;
    this.#pseudonymise = pseudonymise;
    this.#machine = machine;
    this.#scanner = buildScanner([], this.#late, pseudonymise, machine);
  }

  /**
   * The scanner for the next text.
   * @param size bytes of the text
   */
  for(size: number): LexicalScanner {
    const { revision } = this.#registry;
    if (revision !== this.#revision) {
      this.#late.add(knownForms(this.#registry.all().slice(this.#revision)));
      this.#revision = revision;
    }
    if (this.#late.size > 0) {
      this.#scanned += size;
      if (this.#scanned > WORTH_BUILDING) this.#build();
    }
    return this.#scanner;
  }

  /** Makes a value known that rules found. */
  learn(value: string): void {
    if (this.#learned.has(value)) return;
    const forms = formsOf(value);
    this.#learned.set(value, forms);
    this.#late.add(forms);
  }

  #build(): void {
    const forms = [...knownForms(this.#registry.all()), ...[...this.#learned.values()].flat()];
    this.#late = new LateForms();
    this.#scanned = 0;
    this.#scanner = buildScanner(forms, this.#late, this.#pseudonymise, this.#machine);
  }
}
