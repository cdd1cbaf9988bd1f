"""Reads binary32 values from input registers: PORT UNIT COUNT. Prints one a line, with all its digits."""
import struct
import sys

from pymodbus.client import ModbusTcpClient

port, unit, count = (int(argument) for argument in sys.argv[1:4])
client = ModbusTcpClient("127.0.0.1", port=port)
client.connect()
registers = client.read_input_registers(0, 2 * count, slave=unit).registers
for value in struct.unpack(f">{count}f", struct.pack(f">{2 * count}H", *registers)):
    print(repr(value))
client.close()
