"""Serves unit 1 with known values; prints its port, then serves until it is ended."""
import asyncio

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.device import ModbusDeviceIdentification
from pymodbus.server.async_io import ModbusTcpServer


async def main():
    unit = ModbusSlaveContext(
        di=ModbusSequentialDataBlock(0, [True, False, True, True] * 25),
        co=ModbusSequentialDataBlock(0, [False] * 100),
        hr=ModbusSequentialDataBlock(0, [0] * 200),
        ir=ModbusSequentialDataBlock(0, [0x4366, 0x199A] + list(range(2, 200))),
        zero_mode=True,
    )
    identity = ModbusDeviceIdentification(info_name={"VendorName": "pymodbus", "ProductCode": "PM" * 60, "MajorMinorRevision": "3.0", "ModelName": "M" * 120})
    server = ModbusTcpServer(ModbusServerContext(slaves={1: unit}, single=False), identity=identity, address=("127.0.0.1", 0))
    serving = asyncio.ensure_future(server.serve_forever())
    await server.serving
    print(server.server.sockets[0].getsockname()[1], flush=True)
    await serving


asyncio.run(main())
