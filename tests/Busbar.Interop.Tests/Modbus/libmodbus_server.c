/* Serves unit 1 with known values on libmodbus; prints its port, then serves one client after another until it is ended. */
#include <arpa/inet.h>
#include <modbus.h>
#include <stdio.h>
#include <unistd.h>

static int port_of(int listening)
{
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    return getsockname(listening, (struct sockaddr *) &address, &length) == 0 ? ntohs(address.sin_port) : -1;
}

int main(void)
{
    modbus_t *context = modbus_new_tcp("127.0.0.1", 0);
    modbus_mapping_t *tables = modbus_mapping_new(100, 100, 200, 200);
    int listening = modbus_tcp_listen(context, 1);
    if (listening < 0)
        return 1;
    for (int i = 0; i < 200; i++)
        tables->tab_input_registers[i] = (uint16_t) i;
    tables->tab_input_bits[2] = 1;
    printf("%d\n", port_of(listening));
    fflush(stdout);

    for (;;) {
        uint8_t request[MODBUS_TCP_MAX_ADU_LENGTH];
        if (modbus_tcp_accept(context, &listening) < 0)
            return 1;
        for (;;) {
            int length = modbus_receive(context, request);
            if (length < 0)
                break;
            if (length > 0 && modbus_reply(context, request, length, tables) < 0)
                break;
        }
        modbus_close(context);
    }
}
