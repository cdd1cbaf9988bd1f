"""What the scripts beside this one talk to: PORT or tcp PORT, udp PORT, rtu DEVICE BAUD, ascii DEVICE BAUD."""
from pymodbus.client import ModbusSerialClient, ModbusTcpClient, ModbusUdpClient
from pymodbus.framer.ascii_framer import ModbusAsciiFramer
from pymodbus.framer.rtu_framer import ModbusRtuFramer

FRAMERS = {"rtu": ModbusRtuFramer, "ascii": ModbusAsciiFramer}
PATIENCE = 20


def is_line(arguments):
    return arguments[0] in FRAMERS


def connect(arguments):
    if is_line(arguments):
        kind, device, baud = arguments
        client = ModbusSerialClient(device, framer=FRAMERS[kind], baudrate=int(baud), parity="N", stopbits=2, timeout=PATIENCE)
    elif arguments[0] == "udp":
        client = ModbusUdpClient("127.0.0.1", port=int(arguments[1]), timeout=PATIENCE)
    else:
        client = ModbusTcpClient("127.0.0.1", port=int(arguments[-1]), timeout=PATIENCE)
    assert client.connect()
    return client
