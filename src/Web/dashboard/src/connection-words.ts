// The state of the connection as a sentence.

import { formatDuration } from './format';
import type { LinkState } from './link';

export interface ConnectionWords {
  state: 'connecting' | 'connected' | 'back' | 'lost';
  text: string;
}

const BackShown = 15_000;

export function connectionWords(state: LinkState, now: number, historyAvailable: boolean): ConnectionWords {
  switch (state.kind) {
    case 'connected':
      if (state.outage === null || now - state.since > BackShown) return { state: 'connected', text: 'connected' };
      return { state: 'back', text: `back after ${formatDuration(state.outage)}; ${missedWords(state.restarted, historyAvailable)}` };
    case 'connecting':
      return state.lostAt === null
        ? { state: 'connecting', text: 'connecting' }
        : { state: 'lost', text: 'connection lost, last values kept; trying now' };
    case 'waiting': {
      const again = `trying again in ${Math.max(1, Math.ceil((state.retryAt - now) / 1000))} s`;
      return state.lostAt === null
        ? { state: 'lost', text: `the server does not answer; ${again}` }
        : { state: 'lost', text: `connection lost, last values kept; ${again}` };
    }
  }
}

/** A server that was started anew has not kept for the page what itself did not see. */
function missedWords(restarted: boolean, historyAvailable: boolean): string {
  if (!historyAvailable) return 'what was missed is not kept';
  return restarted ? 'the server was restarted: what it missed is a gap' : 'history shows what was missed';
}
