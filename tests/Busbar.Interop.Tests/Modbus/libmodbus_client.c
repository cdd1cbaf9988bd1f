/* Writes and reads a server with each function that libmodbus has; prints one line for each answer. Usage: PORT | DEVICE BAUD */
#include <errno.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>

static void show_bits(const char *name, int count, const uint8_t *bits)
{
    printf("%s", name);
    for (int i = 0; i < count; i++)
        printf(" %d", bits[i]);
    printf(count < 0 ? " %s\n" : "\n", modbus_strerror(errno));
}

static void show_registers(const char *name, int count, const uint16_t *registers)
{
    printf("%s", name);
    for (int i = 0; i < count; i++)
        printf(" %d", registers[i]);
    printf(count < 0 ? " %s\n" : "\n", modbus_strerror(errno));
}

int main(int argc, char **argv)
{
    modbus_t *context = argc > 2 ? modbus_new_rtu(argv[1], atoi(argv[2]), 'N', 8, 2) : modbus_new_tcp("127.0.0.1", argc > 1 ? atoi(argv[1]) : 502);
    uint8_t bits[] = {1, 0, 1, 1, 0, 0, 0, 0, 1};
    uint8_t read_bits[MODBUS_MAX_READ_BITS];
    uint16_t registers[] = {1, 2, 65535};
    uint16_t read_registers[MODBUS_MAX_READ_REGISTERS];
    uint8_t id[256];
    modbus_set_response_timeout(context, 60, 0);
    modbus_set_byte_timeout(context, 0, 0); /* the whole answer within the same time */
    modbus_set_slave(context, 1);
    if (modbus_connect(context) < 0)
        return 1;

    printf("coil %d\n", modbus_write_bit(context, 3, 1));
    printf("register %d\n", modbus_write_register(context, 100, 777));
    printf("coils %d\n", modbus_write_bits(context, 5, 9, bits));
    printf("registers %d\n", modbus_write_registers(context, 101, 3, registers));
    show_bits("coils", modbus_read_bits(context, 3, 11, read_bits), read_bits);
    show_bits("inputs", modbus_read_input_bits(context, 2, 4, read_bits), read_bits);
    show_registers("registers", modbus_read_registers(context, 100, 4, read_registers), read_registers);
    show_registers("inputs", modbus_read_input_registers(context, 0, 3, read_registers), read_registers);
    printf("mask %d\n", modbus_mask_write_register(context, 100, 0xF2, 0x25));
    show_registers("write and read", modbus_write_and_read_registers(context, 101, 3, registers, 100, 4, read_registers), read_registers);
    int length = modbus_report_slave_id(context, sizeof id, id);
    printf("id %d %d %02X %.*s\n", length, id[0], id[1], length - 2, id + 2);
    show_registers("beyond", modbus_read_registers(context, 199, 2, read_registers), read_registers);
    modbus_close(context);
    modbus_free(context);
    return 0;
}
