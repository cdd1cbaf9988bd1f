import type { Clock } from './clock';
import { BrokerError } from './error';

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: BrokerError): void;
  timer: unknown;
}

/** Those who wait for an answer, by the number they asked with. */
export class Pending {
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  constructor(private readonly clock: Clock) {}

  /** `timeout` 0 waits for as long as it takes. */
  add<T>(timeout: number): { id: number; answer: Promise<T> } {
    const id = ++this.last;
    const answer = new Promise<T>((resolve, reject) => {
      const expire = (): void => void this.reject(id, new BrokerError('timeout', `There was no answer within ${timeout} ms.`));
      const timer = timeout > 0 ? this.clock.setTimeout(expire, timeout) : undefined;
      this.waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject, timer });
    });
    return { id, answer };
  }

  has(id: number | string | undefined): boolean {
    return this.waiting.has(id as number);
  }

  resolve(id: number | undefined, answer: unknown): void {
    this.take(id)?.resolve(answer);
  }

  /** False when nobody waits. */
  reject(id: number | undefined, error: BrokerError): boolean {
    const waiting = this.take(id);
    waiting?.reject(error);
    return waiting !== undefined;
  }

  rejectWhere(isMeant: (id: number) => boolean, error: BrokerError): void {
    for (const id of [...this.waiting.keys()].filter(isMeant)) this.reject(id, error);
  }

  private take(id: number | undefined): Waiting | undefined {
    const waiting = this.waiting.get(id!);
    if (waiting) {
      this.waiting.delete(id!);
      this.clock.clearTimeout(waiting.timer);
    }
    return waiting;
  }
}
