/* Serves unit 1 with known values on libmodbus; prints its port, 0 on a line, then serves one client after another until it is ended. Usage: [DEVICE BAUD] */
#include <arpa/inet.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int port_of(int listening)
{
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    return getsockname(listening, (struct sockaddr *) &address, &length) == 0 ? ntohs(address.sin_port) : -1;
}

static void serve(modbus_t *context, modbus_mapping_t *tables)
{
    uint8_t request[MODBUS_TCP_MAX_ADU_LENGTH];
    for (;;) {
        int length = modbus_receive(context, request);
        if (length < 0)
            return;
        if (length > 0 && modbus_reply(context, request, length, tables) < 0)
            return;
    }
}

int main(int argc, char **argv)
{
    int is_line = argc > 2;
    modbus_t *context = is_line ? modbus_new_rtu(argv[1], atoi(argv[2]), 'N', 8, 2) : modbus_new_tcp("127.0.0.1", 0);
    modbus_mapping_t *tables = modbus_mapping_new(100, 100, 200, 200);
    for (int i = 0; i < 200; i++)
        tables->tab_input_registers[i] = (uint16_t) i;
    tables->tab_input_bits[2] = 1;
    if (is_line) {
        modbus_set_slave(context, 1);
        if (modbus_connect(context) < 0)
            return 1;
        printf("0\n");
        fflush(stdout);
        serve(context, tables);
        return 1;
    }

    int listening = modbus_tcp_listen(context, 1);
    if (listening < 0)
        return 1;
    printf("%d\n", port_of(listening));
    fflush(stdout);
    for (;;) {
        if (modbus_tcp_accept(context, &listening) < 0)
            return 1;
        serve(context, tables);
        modbus_close(context);
    }
}
