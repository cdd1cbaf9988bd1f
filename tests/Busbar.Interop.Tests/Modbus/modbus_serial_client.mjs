// Writes and reads a server with each function that modbus-serial has; prints one line for each answer. Usage: tcp PORT | rtu DEVICE BAUD | ascii DEVICE BAUD
import ModbusRTU from "modbus-serial";

const [kind, target, baud] = process.argv.slice(2);
const client = new ModbusRTU();
client.setID(1);
client.setTimeout(60000);
const line = { baudRate: Number(baud), parity: "none", stopBits: 2 };
if (kind === "tcp") await client.connectTCP("127.0.0.1", { port: Number(target) });
else if (kind === "rtu") await client.connectRTUBuffered(target, line);
else await client.connectAsciiSerial(target, { ...line, startOfSlaveFrameChar: 0x3a });

async function show(name, answering, value) {
  try {
    console.log(name, value(await answering));
  } catch (error) {
    console.log(name, error.modbusCode ?? error.message ?? error);
  }
}

const bits = (count) => (answer) => answer.data.slice(0, count).map(Number).join(" ");
const registers = (answer) => answer.data.join(" ");
await show("coil", client.writeCoil(3, true), (answer) => answer.state);
await show("register", client.writeRegister(100, 777), (answer) => answer.value);
await show("coils", client.writeCoils(5, [true, false, true, true, false, false, false, false, true]), (answer) => answer.length);
await show("registers", client.writeRegisters(101, [1, 2, 65535]), (answer) => answer.length);
await show("coils", client.readCoils(3, 11), bits(11));
await show("inputs", client.readDiscreteInputs(2, 4), bits(4));
await show("registers", client.readHoldingRegisters(100, 4), registers);
await show("inputs", client.readInputRegisters(0, 125), registers);
if (kind === "tcp") { // on lines it does not know how long these answers are
  await show("mask", client.maskWriteRegister(100, 0xf2, 0x25), (answer) => `${answer.address} ${answer.andMask} ${answer.orMask}`);
  await show("read and write", client.readWriteRegisters(100, 2, 101, 1, [9]), registers);
}
if (kind !== "ascii") { // nor these in ascii
  await show("id", client.reportServerID(0, 0), (answer) => `${answer.serverId} ${answer.running} ${answer.additionalData}`);
  await show("identification", client.readDeviceIdentification(1, 0), (answer) => `${answer.conformityLevel} ${Object.values(answer.data).join(" ")}`);
}
await show("beyond", client.readHoldingRegisters(199, 2), registers);
client.close(() => process.exit(0));
