export { connect, Broker } from './broker';
export type { ConnectOptions, Joined, PublishOptions, RequestOptions, SendOptions, State } from './broker';
export { BrokerError } from './error';
export type { Gap, Handler, JoinOptions, Message } from './groups';
export type { Kind, Member } from './wire';
