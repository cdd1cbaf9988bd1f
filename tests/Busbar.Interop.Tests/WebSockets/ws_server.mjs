// An echo on node's ws: prints its port, sends each message back, answers "close N" with that close code, "fragments" with three
// frames and a ping between them, and says on standard output what it was pinged with and with which code each client closed.
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({
  host: '127.0.0.1', port: 0, maxPayload: 4 * 1024 * 1024, perMessageDeflate: true,
  handleProtocols: protocols => (protocols.has('echo') ? 'echo' : false),
});
server.on('listening', () => console.log(server.address().port));
server.on('connection', socket => {
  socket.on('message', (data, isBinary) => {
    const text = isBinary ? '' : data.toString();
    if (text.startsWith('close ')) return socket.close(Number(text.slice(6)), 'as asked');
    if (text === 'fragments') {
      socket.send('frag', { fin: false });
      socket.ping('between');
      socket.send('ment', { fin: false });
      return socket.send('ed', { fin: true });
    }
    socket.send(data, { binary: isBinary });
  });
  socket.on('ping', data => console.log(`ping ${data.toString('hex')}`));
  socket.on('close', (code, reason) => console.log(`closed ${code} ${reason}`));
  socket.on('error', error => console.log(`error ${error.code}`));
});
