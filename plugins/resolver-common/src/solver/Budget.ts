/** Ends a search. What was found so far stays where it is. */
export class TimeIsUp extends Error {
  constructor(milliseconds: number) {
    super(`gave up after ${milliseconds / 1000} s`);
    this.name = 'TimeIsUp';
  }
}

/** The time that a search may take. */
export class Budget {
  private readonly end: number;

  constructor(
    private readonly now: () => number,
    private readonly milliseconds: number,
  ) {
    this.end = now() + milliseconds;
  }

  /** Throws when the time is over. */
  check() {
    if (this.now() > this.end) throw new TimeIsUp(this.milliseconds);
  }

  /** A part of what is left: so many milliseconds at most. */
  atMost(milliseconds: number): Budget {
    const left = Math.max(0, this.end - this.now());
    return new Budget(this.now, Math.min(left, milliseconds));
  }

  get isOver(): boolean {
    return this.now() > this.end;
  }
}
