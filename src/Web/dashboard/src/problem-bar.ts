// How many points have which problem, in the head of the page; pressing one lists these points only.

import { make, makeMark, required, setAttribute, setText, setTitle } from './dom';
import { formatCount } from './format';
import { ProblemKinds, ProblemLooks, type ProblemKind, type Problems } from './problems';

export class ProblemBar {
  private readonly host = required('#problems');
  private readonly buttons = new Map<ProblemKind, { button: HTMLElement; words: HTMLElement }>();
  private readonly none = make('span', 'none');

  constructor(press: (kind: ProblemKind) => void) {
    setText(this.none, 'no problems');
    this.host.append(...ProblemKinds.map((kind) => this.button(kind, press)), this.none);
  }

  /** `chosen` stays even when nothing has that problem any more, so that it can be let go. */
  show(problems: Problems, chosen: ProblemKind | null): void {
    this.host.hidden = !problems.known && chosen === null;
    let any = false;
    for (const [kind, { button, words }] of this.buttons) {
      const count = problems.counts[kind];
      any ||= count > 0;
      button.hidden = count === 0 && kind !== chosen;
      setText(words, `${formatCount(count)} ${ProblemLooks[kind].words}`);
      setAttribute(button, 'aria-pressed', String(kind === chosen));
    }
    this.none.hidden = any || chosen !== null || !problems.known;
  }

  private button(kind: ProblemKind, press: (kind: ProblemKind) => void): HTMLElement {
    const look = ProblemLooks[kind];
    const button = make('button', 'problem', { type: 'button', 'aria-pressed': 'false', 'data-kind': kind, 'data-severity': look.severity });
    const words = make('span', '');
    setTitle(button, `${look.title}\nPress to list only these`);
    button.append(makeMark(look.mark), words);
    button.addEventListener('click', () => press(kind));
    this.buttons.set(kind, { button, words });
    return button;
  }
}
