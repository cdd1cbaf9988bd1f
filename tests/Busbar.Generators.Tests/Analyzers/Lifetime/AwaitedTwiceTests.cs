namespace Busbar.Generators.Tests.Analyzers.Lifetime;

public sealed class AwaitedTwiceTests
{
    [Fact]
    public Task AgainInTheSameBlock_OrInALoop_IsReported() => Uses.VerifyAsync("""
        public async Task Run(ModbusClient client, bool more)
        {
            ValueTask<float> read = client.ReadInputRegistersAsync<float>(1, 0);
            float first = await read;
            float second = await {|BUS6005:read|};

            ValueTask write = client.WriteSingleCoilAsync(1, 0, true);
            await write.ConfigureAwait(false);
            if (more)
                await {|BUS6005:write|}.ConfigureAwait(false);

            ValueTask<ushort[]> all = client.ReadHoldingRegistersAsync(1, 0, 2);
            for (int i = 0; i < 3; i++)
                Console.WriteLine((await {|BUS6005:all|}).Length);
        }
        """);

    [Fact]
    public Task AwaitedOnce_OnEitherWay_SetAgain_OrPreserved_IsQuiet() => Uses.VerifyAsync("""
        public async Task Run(ModbusClient client, bool more)
        {
            ValueTask<float> either = client.ReadInputRegistersAsync<float>(1, 0);
            if (more)
            {
                await either;
                return;
            }

            await either;

            ValueTask<float> set = client.ReadInputRegistersAsync<float>(1, 0);
            await set;
            set = client.ReadInputRegistersAsync<float>(1, 0);
            await set;

            ValueTask<float> kept = client.ReadInputRegistersAsync<float>(1, 0).Preserve();
            await kept;
            await kept;

            for (int i = 0; i < 3; i++)
            {
                ValueTask<float> each = client.ReadInputRegistersAsync<float>(1, 0);
                await each;
            }

            ValueTask<ushort[]> once = client.ReadHoldingRegistersAsync(1, 0, 2);
            while (true)
            {
                await once;
                break;
            }

            Task<float> task = client.ReadInputRegistersAsync<float>(1, 0).AsTask();
            await task;
            await task;
        }
        """);
}
