// Serves unit 1 with known values on modbus-serial; prints its port, 0 on a line, then serves until it is ended. Usage: tcp | rtu DEVICE BAUD
import { createRequire } from "node:module";

const { ServerTCP, ServerSerial } = createRequire(import.meta.url)("modbus-serial");
const [kind, device, baud] = process.argv.slice(2);
const coils = new Array(100).fill(false);
const holding = new Array(200).fill(0);

function of(table, address) {
  if (address >= table.length) throw { modbusErrorCode: 2 };
  return table[address];
}

const unit = {
  getCoil: (address) => of(coils, address),
  getDiscreteInput: (address) => address % 3 === 2,
  getHoldingRegister: (address) => of(holding, address),
  getInputRegister: (address) => address,
  setCoil: (address, value) => void (coils[address] = value),
  setRegister: (address, value) => void (holding[address] = value),
  reportServerID: () => ({ id: 66, running: true, additionalData: Buffer.from("node") }),
  readDeviceIdentification: () => ({ 0: "node", 1: "modbus-serial", 2: "8.0" }),
};

if (kind === "tcp") {
  const server = new ServerTCP(unit, { host: "127.0.0.1", port: 0, unitID: 1 });
  server.on("initialized", () => console.log(server._server.address().port));
} else {
  const server = new ServerSerial(unit, { path: device, baudRate: Number(baud), parity: "none", unitID: 1 }, { stopBits: 2 });
  server.on("initialized", () => console.log(0));
}
