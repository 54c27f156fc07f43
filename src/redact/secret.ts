import { inspect } from 'node:util';

/** What a {@link Secret} is beside its value. */
export interface SecretOptions {
  /**
   * True for a value that is documented publicly (a local development default). It is not searched for in
   * output, because it is no secret, but it stays wrapped so that it is never printed by accident.
   */
  readonly publicDefault?: boolean;
}

/**
 * The only place where a secret value lives. Printing, logging, inspecting or serialising one gives its name,
 * never the value. Made by {@link SecretRegistry.secret}, so that every secret is known to the redactor.
 */
export class Secret {
  /** What the value is for, e.g. `BUS_API_TOKEN`: safe to print, and usable as a shell variable in a shown command. */
  readonly name: string;
  readonly publicDefault: boolean;
  readonly #value: string;

  constructor(name: string, value: string, options: SecretOptions = {}) {
    this.name = name;
    this.publicDefault = options.publicDefault ?? false;
    this.#value = value;
  }

  /** The value itself. Call it only where the value leaves for its one purpose: a header, a signature, a child's stdin. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return `[secret ${this.name}]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

/** Every secret of one run, those minted during the run too. The redactor reads its known values from here. */
export class SecretRegistry {
  readonly #secrets: Secret[] = [];
  readonly #byValue = new Map<string, Secret>();

  /**
   * Wraps a value and makes it known to the redactor.
   * @returns the secret; the same one again when the value is known already (its first name stays).
   */
  secret(name: string, value: string, options: SecretOptions = {}): Secret {
    const known = this.#byValue.get(value);
    if (known !== undefined) return known;
    const secret = new Secret(name, value, options);
    this.#secrets.push(secret);
    this.#byValue.set(value, secret);
    return secret;
  }

  /** All secrets in the order of their registration. */
  all(): readonly Secret[] {
    return this.#secrets;
  }

  /** Grows with every new secret, so that a reader knows when its automaton is out of date. */
  get revision(): number {
    return this.#secrets.length;
  }
}
