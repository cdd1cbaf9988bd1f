// The 16 quality bits of the wire, in the field's words.

export const Quality = {
  Overflow: 0x0001,
  ElapsedTimeInvalid: 0x0008,
  Blocked: 0x0010,
  Substituted: 0x0020,
  NotTopical: 0x0040,
  Invalid: 0x0080,
  Uncertain: 0x0100,
  LowLimited: 0x0200,
  HighLimited: 0x0400,
  NotConnected: 0x0800,
  NoValueYet: 0x1000,
  Transient: 0x2000,
  Carry: 0x4000,
  Adjusted: 0x8000,
} as const;

/** `bad`: do not use the value; `doubtful`: use with care; `noted`: nothing is wrong, but it is worth a word. */
export type Severity = 'good' | 'noted' | 'doubtful' | 'bad';

/** The shape beside the word; each is a symbol in index.html. */
export type Mark = 'good' | 'bad' | 'blocked' | 'substituted' | 'not-topical' | 'doubtful' | 'empty' | 'noted';

export interface QualityWords {
  severity: Severity;
  mark: Mark;
  /** The gravest, with `+n` when there are more. */
  word: string;
  /** All of them as a sentence. */
  sentence: string;
}

// Gravest first: the first bit that is set names the whole.
const Bits: readonly [bit: number, word: string, severity: Severity, mark: Mark, meaning: string][] = [
  [Quality.NotConnected, 'not connected', 'bad', 'bad', 'the device cannot be reached'],
  [Quality.Invalid, 'invalid', 'bad', 'bad', 'the source says that the value must not be used'],
  [Quality.Overflow, 'overflow', 'bad', 'bad', 'the value is beyond the range of its field'],
  [Quality.NoValueYet, 'no value yet', 'noted', 'empty', 'nothing has been received so far'],
  [Quality.NotTopical, 'not topical', 'doubtful', 'not-topical', 'the most recent update was missed'],
  [Quality.Blocked, 'blocked', 'doubtful', 'blocked', 'held at the value it had before it was blocked'],
  [Quality.Substituted, 'substituted', 'doubtful', 'substituted', 'entered by an operator or an automatic source'],
  [Quality.Uncertain, 'uncertain', 'doubtful', 'doubtful', 'the source doubts the value'],
  [Quality.ElapsedTimeInvalid, 'elapsed time invalid', 'doubtful', 'doubtful', 'the elapsed time was not acquired correctly'],
  [Quality.LowLimited, 'low limited', 'doubtful', 'doubtful', 'the value is held at its low limit'],
  [Quality.HighLimited, 'high limited', 'doubtful', 'doubtful', 'the value is held at its high limit'],
  [Quality.Transient, 'transient', 'noted', 'noted', 'the equipment is between two positions'],
  [Quality.Carry, 'carry', 'noted', 'noted', 'the counter overflowed since it was last read'],
  [Quality.Adjusted, 'adjusted', 'noted', 'noted', 'the counter was adjusted since it was last read'],
];

const NotPlottable = Quality.Invalid | Quality.NotConnected | Quality.NoValueYet | Quality.NotTopical | Quality.Overflow;

/** A point that just came into view: what the server has for it is under way. */
export const NotRead: QualityWords = { severity: 'noted', mark: 'empty', word: 'waiting', sentence: 'nothing received for this point so far' };

/** No news for several periods, though nothing was said against the value. */
export const Stale: QualityWords = { severity: 'doubtful', mark: 'not-topical', word: 'stale', sentence: 'stale: no news for more than three of its periods' };

const Good: QualityWords = { severity: 'good', mark: 'good', word: 'good', sentence: 'good' };
const known = new Map<number, QualityWords>([[0, Good]]);

export function qualityWords(quality: number): QualityWords {
  let words = known.get(quality);
  if (!words) known.set(quality, (words = describe(quality)));
  return words;
}

/** False where a line drawn through the value would claim something that nobody measured. */
export function isPlottable(quality: number): boolean {
  return (quality & NotPlottable) === 0;
}

function describe(quality: number): QualityWords {
  // Without a connection nothing can be topical: saying so too would only hide the word that matters.
  const told = (quality & Quality.NotConnected) !== 0 ? quality & ~Quality.NotTopical : quality;
  const set = Bits.filter(([bit]) => (told & bit) !== 0);
  const first = set[0];
  // Bits 0x0002 and 0x0004 are reserved in the descriptor: nothing to say about them.
  if (!first) return Good;
  const more = set.length > 1 ? ` +${set.length - 1}` : '';
  return {
    severity: first[2],
    mark: first[3],
    word: first[1] + more,
    sentence: set.map(([, word, , , meaning]) => `${word}: ${meaning}`).join('; '),
  };
}
