// Fills the trends of the rows in view from the history, a few requests at a time.

import type { History } from './wire';

const Parallel = 3;
/** So many failures in a row mean that there is no history to ask. */
const Patience = 3;

export class Backfill {
  private queue: number[] = [];
  private filled = new Set<number>();
  private running = 0;
  private failures = 0;

  constructor(
    private readonly fetch: (series: number) => Promise<History>,
    private readonly take: (series: number, history: History) => void,
  ) {}

  /** False when the history keeps failing: then nothing shows what was missed. */
  get available(): boolean {
    return this.failures < Patience;
  }

  /** What is in view now; what left and comes back has missed something and is asked for again. */
  want(inView: readonly number[], watched: readonly number[]): void {
    const held = new Set(watched);
    for (const id of this.filled) if (!held.has(id)) this.filled.delete(id);
    this.queue = inView.filter((id) => !this.filled.has(id));
    this.pump();
  }

  /** After an outage or in another epoch. */
  reset(): void {
    this.filled.clear();
    this.queue = [];
    this.failures = 0;
  }

  private pump(): void {
    while (this.running < Parallel && this.available) {
      const id = this.queue.shift();
      if (id === undefined) return;
      this.filled.add(id);
      void this.fill(id);
    }
  }

  private async fill(id: number): Promise<void> {
    this.running++;
    try {
      this.take(id, await this.fetch(id));
      this.failures = 0;
    } catch {
      this.failures++;
    }
    this.running--;
    this.pump();
  }
}
