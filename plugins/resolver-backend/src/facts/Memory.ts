/** Keeps answers for a while, the most recent ones, and asks each question once at a time. */
export class Memory<T> {
  private readonly answers = new Map<
    string,
    { answer: Promise<T>; until: number }
  >();

  constructor(
    private readonly options: { entries: number; forMs?: number },
    private readonly now: () => number = () => performance.now(),
  ) {}

  get(question: string, ask: () => Promise<T>): Promise<T> {
    const known = this.answers.get(question);
    if (known && known.until > this.now()) return known.answer;
    const answer = ask();
    this.answers.delete(question);
    this.answers.set(question, {
      answer,
      until: this.now() + (this.options.forMs ?? Infinity),
    });
    this.forgetOldest();
    // A failure is told to all who wait, and not kept.
    answer.catch(() => {
      if (this.answers.get(question)?.answer === answer)
        this.answers.delete(question);
    });
    return answer;
  }

  private forgetOldest(): void {
    const [oldest] = this.answers.keys();
    if (oldest !== undefined && this.answers.size > this.options.entries) {
      this.answers.delete(oldest);
    }
  }
}
