/** Lines kept for one service. */
const KEPT_LINES = 500;
/** Characters kept of one line. */
const KEPT_CHARACTERS = 2000;

/** The last lines of every service's log; each also goes to the process's own log. */
export class ServiceLogs {
  readonly #lines = new Map<string, string[]>();
  readonly #write: (line: string) => void;
  readonly #now: () => Date;

  /**
   * @param write takes one line of the process's log, without its line end
   * @param now wall clock
   */
  constructor(write: (line: string) => void, now: () => Date) {
    this.#write = write;
    this.#now = now;
  }

  /**
   * Adds one line; control characters become spaces, so a line stays one line.
   * @param service whose log it is
   */
  add(service: string, text: string): void {
    const line = `${this.#now().toISOString()} ${service} ${plain(text)}`;
    const lines = this.#lines.get(service) ?? [];
    this.#lines.set(service, lines);
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
    this.#write(line);
  }

  /**
   * The last lines of one service, oldest first.
   * @param count most lines that are returned
   */
  tail(service: string, count: number): readonly string[] {
    return count < 1 ? [] : (this.#lines.get(service) ?? []).slice(-count);
  }
}

function plain(text: string): string {
  return text.slice(0, KEPT_CHARACTERS).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
}
