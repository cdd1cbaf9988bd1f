"""Serves unit 1 with known values; prints its port, 0 on a line, then serves until it is ended. Usage: [tcp | udp | rtu DEVICE BAUD | ascii DEVICE BAUD]"""
import asyncio
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.device import ModbusDeviceIdentification
from pymodbus.server.async_io import ModbusSerialServer, ModbusTcpServer, ModbusUdpServer
from pymodbus_target import FRAMERS


async def serve(kind, context, identity, *line):
    if kind in FRAMERS:
        server = ModbusSerialServer(context, framer=FRAMERS[kind], identity=identity, port=line[0], baudrate=int(line[1]), parity="N", stopbits=2, ignore_missing_slaves=True)
        await server.start()
        print(0, flush=True)
        await server.serve_forever()
        return
    server = (ModbusUdpServer if kind == "udp" else ModbusTcpServer)(context, identity=identity, address=("127.0.0.1", 0))
    serving = asyncio.ensure_future(server.serve_forever())
    await server.serving
    bound = server.protocol if kind == "udp" else server.server.sockets[0]
    print((bound.get_extra_info("sockname") if kind == "udp" else bound.getsockname())[1], flush=True)
    await serving


async def main():
    unit = ModbusSlaveContext(
        di=ModbusSequentialDataBlock(0, [True, False, True, True] * 25),
        co=ModbusSequentialDataBlock(0, [False] * 100),
        hr=ModbusSequentialDataBlock(0, [0] * 200),
        ir=ModbusSequentialDataBlock(0, [0x4366, 0x199A] + list(range(2, 200))),
        zero_mode=True,
    )
    identity = ModbusDeviceIdentification(info_name={"VendorName": "pymodbus", "ProductCode": "PM" * 60, "MajorMinorRevision": "3.0", "ModelName": "M" * 120})
    await serve(*(sys.argv[1:2] or ["tcp"]), ModbusServerContext(slaves={1: unit}, single=False), identity, *sys.argv[2:])


asyncio.run(main())
