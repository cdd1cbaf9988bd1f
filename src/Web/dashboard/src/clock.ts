// What the server's clock shows, estimated from the frames that arrived.

/** Local time and timers; tests drive them by hand. */
export interface Clock {
  now(): number;
  setTimeout(callback: () => void, milliseconds: number): number;
  clearTimeout(timer: number): void;
  random(): number;
}

/** Monotonic, so that a corrected wall clock neither ages nor rejuvenates values. */
export const browserClock: Clock = {
  now: () => performance.now(),
  setTimeout: (callback, milliseconds) => window.setTimeout(callback, milliseconds),
  clearTimeout: (timer) => window.clearTimeout(timer),
  random: () => Math.random(),
};

const SlotDuration = 10_000;
const Slots = 6;

/**
 * The frame that came through fastest shows the least of the path's delay, so the largest offset of the last minute is
 * kept. A minute, because the two clocks drift apart.
 */
export class ServerClock {
  private offsets: { slot: number; offset: number }[] = [];
  private offset = Number.NaN;

  observe(serverNow: number, localNow: number): void {
    const slot = Math.floor(localNow / SlotDuration);
    const offset = serverNow - localNow;
    const newest = this.offsets.at(-1);
    if (newest?.slot === slot) newest.offset = Math.max(newest.offset, offset);
    else this.offsets.push({ slot, offset });
    this.offsets = this.offsets.filter((entry) => entry.slot > slot - Slots);
    this.offset = Math.max(...this.offsets.map((entry) => entry.offset));
  }

  /** Another server, or the same one with another clock. */
  reset(): void {
    this.offsets = [];
  }

  get known(): boolean {
    return !Number.isNaN(this.offset);
  }

  /** The server's time; before its first word the page's own clock has to do. */
  at(localNow: number): number {
    return this.known ? localNow + this.offset : Date.now();
  }
}
