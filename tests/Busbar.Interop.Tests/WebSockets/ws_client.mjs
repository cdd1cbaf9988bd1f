// Asks an echo of ours, by node's ws: messages of all sizes, fragments with a ping between, pings, close codes, wrong octets.
import { WebSocket } from 'ws';

const url = process.argv[2];
const open = (options, protocols = []) => new Promise((resolve, reject) => {
  const socket = new WebSocket(url, protocols, options);
  socket.on('open', () => resolve(socket));
  socket.on('error', reject);
});
const next = socket => new Promise(resolve => socket.once('message', (data, isBinary) => resolve({ data, isBinary })));
const closed = socket => new Promise(resolve => socket.once('close', (code, reason) => resolve(`${code} ${reason}`.trim())));

const socket = await open({}, ['other', 'echo']);
console.log(`protocol ${socket.protocol}, extensions "${socket.extensions}"`);
for (const size of [0, 1, 125, 126, 65535, 65536, 1024 * 1024]) {
  for (const isBinary of [false, true]) {
    const sent = Buffer.alloc(size, isBinary ? 0xFE : 'x');
    const back = next(socket);
    socket.send(sent, { binary: isBinary });
    const { data, isBinary: kind } = await back;
    console.log(`${isBinary ? 'binary' : 'text'} ${size} ${kind === isBinary && sent.equals(data) ? 'same' : 'other'}`);
  }
}

const whole = next(socket);
socket.send('frag', { fin: false });
socket.ping('between');
socket.send('mented', { fin: true });
const pong = new Promise(resolve => socket.once('pong', data => resolve(data.toString())));
console.log(`fragments ${(await whole).data}, pong ${await pong}`);
const end = closed(socket);
socket.close(4321, 'bye');
console.log(`closed ${await end}`);

const served = await open();
const goodbye = closed(served);
served.send('close 4000');
console.log(`closed by the server ${await goodbye}`);

const wrong = await open();
const failed = closed(wrong);
wrong._socket.write(Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0xFF])); // a text that is not UTF-8
console.log(`not UTF-8 ${(await failed).split(' ')[0]}`);

const reserved = await open();
const refused = closed(reserved);
reserved._socket.write(Buffer.from([0xC1, 0x80, 0, 0, 0, 0]));
console.log(`reserved bit ${(await refused).split(' ')[0]}`);

const long = await open();
const tooLong = closed(long);
long.on('error', () => {}); // it may still be writing when the connection ends
long.send(Buffer.alloc(2 * 1024 * 1024));
console.log(`too long ${(await tooLong).split(' ')[0]}`);
