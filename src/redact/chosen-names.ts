import { keyNameWords } from './key-names.ts';

/** True for a name of something that somebody chose: `db_password`, `passphrase`, `RABBITMQ_DEFAULT_PASS`. */
export function namesPassword(name: string): boolean {
  return keyNameWords(name).some((word) =>
    /^(?:pass|passw.*|passphrase|pwd|pw)$|(?:password|pwd|pass)$/.test(word),
  );
}

const ONE_TIME = /(?:^|[^a-z])pin(?:[_-]?code)?$|(?:^|[^a-z])code$/i;

/**
 * True for a number that lets somebody in once: four to eight digits under `pin`, six in a string under `code`. Other
 * codes are those of errors and countries.
 * @param isQuoted true when the value is a string and no number
 */
export function isOneTimeCode(name: string, value: string, isQuoted: boolean): boolean {
  if (!ONE_TIME.test(name)) return false;
  return /code$/i.test(name) && !/pin/i.test(name)
    ? isQuoted && /^\d{6}$/.test(value)
    : /^\d{4,8}$/.test(value);
}
