// The objects of busbar.v1 as a client sees them; docs/wire.md says what they mean.

export type Kind = 'event' | 'state';

export interface Hello {
  type: 'hello';
  session?: string;
  position?: number;
  key?: string;
  name?: string;
  own?: false;
}

export interface Welcome {
  type: 'welcome';
  session: string;
  client: string;
  epoch: string;
  resumed: boolean;
  position: number;
  heartbeat: number;
  grace: number;
  maxMessage: number;
}

/** `[topic, sequence, time, value, sender?, form?]` */
export type WireMessage = [number, number, number, unknown, (string | null)?, ('text' | 'base64')?];

export interface Member {
  /** What the client is known by, as long as its session lasts. */
  client: string;
  /** What it called itself. */
  name: string | null;
}

export type FromServer =
  | Welcome
  | { type: 'topic'; id: number; name: string; kind: Kind }
  | { type: 'messages'; position: number; skipped?: number; dropped?: number; messages: WireMessage[] }
  | { type: 'gap'; from: number; to: number }
  | { type: 'heartbeat'; now: number }
  | { type: 'joined'; id?: number; filter: string; sequence?: number; gap?: { missed: number | null } }
  | { type: 'left' | 'sent'; id?: number }
  | { type: 'published'; id?: number; sequence: number }
  | { type: 'response'; id: number; value: unknown }
  | { type: 'presence'; id: number; filter: string; clients: Member[] }
  | { type: 'presence'; id?: undefined; position?: number; filter: string; joined: Member[]; left: Member[] }
  | { type: 'send'; position?: number; from: string | null; name?: string; value: unknown }
  | { type: 'request'; position?: number; id: string; from: string | null; name: string; value: unknown }
  | { type: 'error'; id?: number; code: string; message: string };

export interface ToServer {
  type: string;
  id?: number | string;
  [member: string]: unknown;
}
