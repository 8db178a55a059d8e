/** What of a pool was taken at some time. */
interface Mark {
  used: number;
  elsewhere: number;
}

/** A growing array of words (signed integers of 32 bits). */
export class WordPool {
  /** A larger array takes its place when it is full. */
  words = new Int32Array(1024);
  private used = 0;
  private elsewhere = 0;

  /** `most`: so many words are enough for whoever asks whether it is full. */
  constructor(private readonly most = Infinity) {}

  get isFull(): boolean {
    return this.used + this.elsewhere >= this.most;
  }

  /** So many words are kept beside the pool: they count where it is asked whether it is full. */
  count(words: number) {
    this.elsewhere += words;
  }

  /** To be given to `reset`. */
  get mark(): Mark {
    return { used: this.used, elsewhere: this.elsewhere };
  }

  /** Gives back and counts no more what was reserved and counted since. */
  reset({ used, elsewhere }: Mark) {
    this.used = used;
    this.elsewhere = elsewhere;
  }

  /** Makes room for so many words. Returns the index of the first one. */
  reserve(count: number): number {
    const start = this.used;
    this.used += count;
    if (this.used > this.words.length) this.grow();
    return start;
  }

  /** Gives all words from this one on back. */
  release(start: number) {
    this.used = start;
  }

  private grow() {
    const larger = new Int32Array(2 * this.used);
    larger.set(this.words);
    this.words = larger;
  }
}
