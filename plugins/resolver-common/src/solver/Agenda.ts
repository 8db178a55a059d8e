/** An item and how urgent it was when it was put in. */
interface Entry<T> {
  item: T;
  urgency: number;
}

/**
 * A priority queue (binary heap) whose items may leave or change their urgency at any time: what is out of date is dropped when it
 * comes to the top.
 */
export class Agenda<T> {
  private readonly heap: Array<Entry<T>> = [];
  private readonly urgencies = new Map<T, number>();

  /** `compare` orders items of the same urgency. */
  constructor(private readonly compare: (a: T, b: T) => number) {}

  has(item: T): boolean {
    return this.urgencies.has(item);
  }

  /** Puts the item in, or changes its urgency. */
  put(item: T, urgency: number) {
    if (this.urgencies.get(item) === urgency) return;
    this.urgencies.set(item, urgency);
    this.heap.push({ item, urgency });
    this.rise(this.heap.length - 1);
  }

  remove(item: T) {
    this.urgencies.delete(item);
  }

  /** The most urgent item, which stays in. */
  first(): T | undefined {
    for (let [top] = this.heap; top; [top] = this.heap) {
      if (this.urgencies.get(top.item) === top.urgency) return top.item;
      this.drop();
    }
    return undefined;
  }

  private drop() {
    const last = this.heap.pop();
    if (!last || this.heap.length === 0) return;
    this.heap[0] = last;
    this.sink();
  }

  private rise(start: number) {
    for (let index = start; index > 0; ) {
      const parent = Math.floor((index - 1) / 2);
      if (!this.isBefore(index, parent)) return;
      this.swap(index, parent);
      index = parent;
    }
  }

  private sink() {
    for (let index = 0; ; ) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      let first = index;
      if (left < this.heap.length && this.isBefore(left, first)) first = left;
      if (right < this.heap.length && this.isBefore(right, first))
        first = right;
      if (first === index) return;
      this.swap(index, first);
      index = first;
    }
  }

  private isBefore(left: number, right: number): boolean {
    const [a, b] = [this.heap[left]!, this.heap[right]!];
    return (
      a.urgency > b.urgency ||
      (a.urgency === b.urgency && this.compare(a.item, b.item) < 0)
    );
  }

  private swap(left: number, right: number) {
    const entry = this.heap[left]!;
    this.heap[left] = this.heap[right]!;
    this.heap[right] = entry;
  }
}
