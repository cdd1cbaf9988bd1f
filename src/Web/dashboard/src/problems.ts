// What is wrong in the whole plant, by kind: the server knows also of the points that this page does not watch.

import { Quality, qualityWords } from './quality';
import type { ProblemGroup } from './wire';

/** Gravest first; a point counts once. */
export const ProblemKinds = ['down', 'bad', 'doubtful', 'stale'] as const;
export type ProblemKind = (typeof ProblemKinds)[number];

export interface ProblemLook {
  /** As in `3 not connected`. */
  words: string;
  mark: string;
  severity: 'bad' | 'doubtful';
  title: string;
}

export const ProblemLooks: Record<ProblemKind, ProblemLook> = {
  down: { words: 'not connected', mark: 'bad', severity: 'bad', title: 'points whose device cannot be reached' },
  bad: { words: 'bad', mark: 'bad', severity: 'bad', title: 'points whose value must not be used: invalid or overflow' },
  doubtful: { words: 'doubtful', mark: 'doubtful', severity: 'doubtful', title: 'points whose value is to be used with care: substituted, blocked, not topical, uncertain, at a limit' },
  stale: { words: 'stale', mark: 'not-topical', severity: 'doubtful', title: 'points without news for more than three of their periods' },
};

export function problemKind(quality: number, stale: boolean): ProblemKind | null {
  if ((quality & Quality.NotConnected) !== 0) return 'down';
  const { severity } = qualityWords(quality);
  if (severity === 'bad' || severity === 'doubtful') return severity;
  return stale ? 'stale' : null;
}

export type ProblemCounts = Record<ProblemKind, number>;

export class Problems {
  counts: ProblemCounts = none();
  /** False until the server was asked, and where it cannot say. */
  known = false;
  private kinds = new Map<number, ProblemKind>();

  of(series: number): ProblemKind | null {
    return this.kinds.get(series) ?? null;
  }

  /** Whether any point has another problem than before. */
  replace(groups: readonly ProblemGroup[]): boolean {
    const kinds = new Map<number, ProblemKind>();
    const counts = none();
    for (const { quality, stale, series } of groups) {
      const kind = problemKind(quality, stale);
      if (kind === null) continue;
      counts[kind] += series.length;
      for (const id of series) kinds.set(id, kind);
    }
    const changed = !this.known || !sameKinds(kinds, this.kinds);
    this.known = true;
    this.kinds = kinds;
    this.counts = counts;
    return changed;
  }

  /** Nobody knows: another process, or one that cannot say. */
  forget(): void {
    this.known = false;
    this.kinds.clear();
    this.counts = none();
  }
}

/** Kinds that begin and are worth an alarm: a device that is down has its own, and what is doubtful was often put in by hand. */
export function alarmsOf(before: ProblemCounts, now: ProblemCounts): ProblemKind[] {
  return (['bad', 'stale'] as const).filter((kind) => before[kind] === 0 && now[kind] > 0);
}

function none(): ProblemCounts {
  return { down: 0, bad: 0, doubtful: 0, stale: 0 };
}

function sameKinds(some: ReadonlyMap<number, ProblemKind>, others: ReadonlyMap<number, ProblemKind>): boolean {
  if (some.size !== others.size) return false;
  for (const [id, kind] of some) if (others.get(id) !== kind) return false;
  return true;
}
