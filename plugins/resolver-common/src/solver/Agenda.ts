/**
 * A priority queue (binary heap) whose items may leave or change their urgency at any time.
 */
export class Agenda<T> {
  private readonly heap: T[] = [];
  /** Where in the heap an item is. */
  private readonly places = new Map<T, number>();
  private readonly urgencies = new Map<T, number>();

  /** `compare` orders items of the same urgency. */
  constructor(private readonly compare: (a: T, b: T) => number) {}

  has(item: T): boolean {
    return this.places.has(item);
  }

  /** Puts the item in, or changes its urgency. */
  put(item: T, urgency: number) {
    if (this.urgencies.get(item) === urgency) return;
    this.urgencies.set(item, urgency);
    const place = this.places.get(item) ?? this.heap.length;
    this.place(item, place);
    this.settle(place);
  }

  remove(item: T) {
    const place = this.places.get(item);
    if (place === undefined) return;
    this.places.delete(item);
    this.urgencies.delete(item);
    const last = this.heap.pop()!;
    if (last === item) return;
    this.place(last, place);
    this.settle(place);
  }

  /** The most urgent item, which stays in. */
  first(): T | undefined {
    return this.heap[0];
  }

  private settle(place: number) {
    const item = this.heap[place]!;
    this.rise(place);
    if (this.heap[place] === item) this.sink(place);
  }

  private rise(start: number) {
    for (let index = start; index > 0; ) {
      const parent = (index - 1) >>> 1;
      if (!this.isBefore(index, parent)) return;
      this.swap(index, parent);
      index = parent;
    }
  }

  private sink(start: number) {
    for (let index = start; ; ) {
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
    const difference = this.urgencies.get(a)! - this.urgencies.get(b)!;
    return difference > 0 || (difference === 0 && this.compare(a, b) < 0);
  }

  private swap(left: number, right: number) {
    const entry = this.heap[left]!;
    this.place(this.heap[right]!, left);
    this.place(entry, right);
  }

  private place(item: T, place: number) {
    this.heap[place] = item;
    this.places.set(item, place);
  }
}
