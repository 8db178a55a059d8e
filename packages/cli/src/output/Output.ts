import { formatTable } from './table';

/** Something that text can be written to. */
export interface TextStream {
  write(text: string): unknown;
}

/** Results go to stdout, as tables or as JSON; whatever tells of progress goes to stderr. */
export class Output {
  constructor(
    private readonly stdout: TextStream,
    private readonly stderr: TextStream,
    readonly json: boolean,
  ) {}

  /** The one result of a command: `value` with `--json`, else what `text` makes of it. */
  result(value: unknown, text: () => string) {
    const printed = this.json ? JSON.stringify(value, null, 2) : text();
    if (printed) this.stdout.write(`${printed}\n`);
  }

  /** A listing; an empty one says so to people. */
  table<T>(
    items: T[],
    head: string[],
    row: (item: T) => Array<string | undefined>,
    empty: string,
  ) {
    this.result({ items }, () =>
      items.length === 0
        ? empty
        : formatTable(
            head,
            items.map(item => row(item).map(cell => cell ?? '')),
          ),
    );
  }

  /** One line of progress. */
  progress(line: string) {
    this.stderr.write(`${line}\n`);
  }
}
