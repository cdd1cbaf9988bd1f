"""Asks a server for each function beside reads and writes of tables; prints one line for each answer. Usage: see pymodbus_target."""
import sys

from pymodbus.diag_message import (
    ChangeAsciiInputDelimiterRequest, ClearCountersRequest, ClearOverrunCountRequest, RestartCommunicationsOptionRequest,
    ReturnBusCommunicationErrorCountRequest, ReturnBusExceptionErrorCountRequest, ReturnBusMessageCountRequest,
    ReturnDiagnosticRegisterRequest, ReturnIopOverrunCountRequest, ReturnQueryDataRequest,
    ReturnSlaveBusCharacterOverrunCountRequest, ReturnSlaveBusyCountRequest, ReturnSlaveMessageCountRequest,
    ReturnSlaveNAKCountRequest, ReturnSlaveNoResponseCountRequest)
from pymodbus.file_message import FileRecord, ReadFifoQueueRequest, ReadFileRecordRequest, WriteFileRecordRequest
from pymodbus.mei_message import ReadDeviceInformationRequest
from pymodbus.other_message import GetCommEventCounterRequest, GetCommEventLogRequest, ReadExceptionStatusRequest, ReportSlaveIdRequest
from pymodbus.register_read_message import ReadWriteMultipleRegistersRequest
from pymodbus.register_write_message import MaskWriteRegisterRequest
from pymodbus_target import connect

client = connect(sys.argv[1:])


def ask(request):
    request.unit_id = 1
    return client.execute(request)


def show(name, request, value):
    answer = ask(request)
    print(name, f"exception {answer.exception_code}" if answer.isError() else value(answer))


show("status", ReadExceptionStatusRequest(), lambda answer: answer.status)
show("query", ReturnQueryDataRequest(0xA537), lambda answer: answer.message)
show("register", ReturnDiagnosticRegisterRequest(), lambda answer: answer.message)
show("delimiter", ChangeAsciiInputDelimiterRequest(0x2100), lambda answer: answer.message)
show("mask", MaskWriteRegisterRequest(4, 0xF2, 0x25), lambda answer: (answer.address, answer.and_mask, answer.or_mask))
show("read and write", ReadWriteMultipleRegistersRequest(read_address=4, read_count=2, write_address=5, write_registers=[9]), lambda answer: answer.registers)
show("beyond", MaskWriteRegisterRequest(100, 0, 0), lambda answer: "")
show("exceptions", ReturnBusExceptionErrorCountRequest(), lambda answer: answer.message)
show("messages", ReturnSlaveMessageCountRequest(), lambda answer: answer.message)
show("bus", ReturnBusMessageCountRequest(), lambda answer: answer.message)
for name, request in (("errors", ReturnBusCommunicationErrorCountRequest()), ("no response", ReturnSlaveNoResponseCountRequest()),
                      ("nak", ReturnSlaveNAKCountRequest()), ("busy", ReturnSlaveBusyCountRequest()),
                      ("overruns", ReturnSlaveBusCharacterOverrunCountRequest()), ("clear overruns", ClearOverrunCountRequest()),
                      ("iop", ReturnIopOverrunCountRequest())):
    show(name, request, lambda answer: answer.message)
show("counter", GetCommEventCounterRequest(), lambda answer: (answer.status, answer.count))
show("clear", ClearCountersRequest(), lambda answer: answer.message)
show("restart", RestartCommunicationsOptionRequest(True), lambda answer: answer.message)
show("log", GetCommEventLogRequest(), lambda answer: (answer.event_count, answer.message_count, answer.events))
show("id", ReportSlaveIdRequest(), lambda answer: (answer.identifier, answer.status))
show("write file", WriteFileRecordRequest([FileRecord(file_number=4, record_number=7, record_data=b"\x06\xaf\x04\xbe")]),
     lambda answer: [record.record_data for record in answer.records])
show("read file", ReadFileRecordRequest([FileRecord(file_number=4, record_number=7, record_length=2), FileRecord(file_number=4, record_number=8, record_length=1)]),
     lambda answer: [record.record_data for record in answer.records])
show("no file", ReadFileRecordRequest([FileRecord(file_number=5, record_number=0, record_length=1)]), lambda answer: "")
# pymodbus 3.0 leaves the last four out.
show("queue", ReadFifoQueueRequest(5), lambda answer: answer.values)
more = ask(ReadDeviceInformationRequest(0x03, 0))
print("identification", more.conformity, more.more_follows, more.next_object_id, sorted(more.information))
rest = ask(ReadDeviceInformationRequest(0x03, more.next_object_id))
print("rest", rest.more_follows, [(key, bytes(value)[:3]) for key, value in sorted(rest.information.items())])
one = ask(ReadDeviceInformationRequest(0x04, 1))
print("one", [(key, bytes(value)) for key, value in one.information.items()])
client.close()
