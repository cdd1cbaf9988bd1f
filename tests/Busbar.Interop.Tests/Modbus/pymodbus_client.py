"""Writes and reads a server with each function; prints one line for each answer. Usage: see pymodbus_target."""
import sys

from pymodbus_target import connect, is_line

client = connect(sys.argv[1:])


def show(name, answer, values=None):
    print(name, answer if answer.isError() else ("ok" if values is None else values))


show("coils", client.write_coils(5, [True, False, True, True, False, False, False, False, True], slave=1))
show("coil", client.write_coil(6, True, slave=1))
answer = client.read_coils(5, 9, slave=1)
show("coils", answer, [int(bit) for bit in answer.bits[:9]])
answer = client.read_discrete_inputs(2, 4, slave=1)
show("inputs", answer, [int(bit) for bit in answer.bits[:4]])
show("registers", client.write_registers(100, [1, 2, 65535], slave=1))
show("register", client.write_register(101, 777, slave=1))
answer = client.read_holding_registers(100, 3, slave=1)
show("registers", answer, answer.registers)
answer = client.read_input_registers(0, 125, slave=1)
show("inputs", answer, sum(answer.registers))
answer = client.read_holding_registers(65535, 2, slave=1)
print("beyond", answer.exception_code)
if not is_line(sys.argv[1:]):  # where nobody would answer
    answer = client.read_holding_registers(0, 1, slave=9)
    print("nobody", answer.exception_code)
client.close()
