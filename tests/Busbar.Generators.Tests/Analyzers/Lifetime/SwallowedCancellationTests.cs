namespace Busbar.Generators.Tests.Analyzers.Lifetime;

public sealed class SwallowedCancellationTests
{
    [Fact]
    public Task EndlessLoops_ThatCatchTheirOwnEnd_AreReported() => Uses.VerifyAsync("""
        public async Task Run(ModbusClient client, Memory<ushort> registers, CancellationToken token)
        {
            while (true)
            {
                try
                {
                    await client.ReadInputRegistersAsync(1, 0, registers, token).ConfigureAwait(false);
                }
                {|BUS6010:catch|} (OperationCanceledException)
                {
                }
            }
        }

        public async Task All(Hub<Sample> hub, CancellationToken token)
        {
            for (;;)
            {
                try { await hub.WaitToWriteAsync(token); } {|BUS6010:catch|} { }
            }
        }
        """);

    [Fact]
    public Task LoopsThatEndOtherwise_AndQuietEnds_AreQuiet() => Uses.VerifyAsync("""
        public async Task Ends(Hub<Sample> hub, CancellationToken token, CancellationToken other)
        {
            try
            {
                while (true)
                    await hub.WaitToWriteAsync(token);
            }
            catch (OperationCanceledException)
            {
            }

            while (!token.IsCancellationRequested)
            {
                try { await hub.FlushAsync(token); } catch (OperationCanceledException) { }
            }

            while (true)
            {
                try { await hub.FlushAsync(token); } catch (TimeoutException) { }
                try { await hub.FlushAsync(token); } catch (OperationCanceledException) when (!token.IsCancellationRequested) { }
                try { await hub.FlushAsync(token); } catch (OperationCanceledException) { return; }
            }
        }

        public async Task Waits(Hub<Sample> hub, CancellationToken token)
        {
            while (true)
            {
                try { await hub.FlushAsync(token); } catch (Exception) { }
                await Task.Delay(1000, token);
            }
        }

        public async Task Own(Hub<Sample> hub)
        {
            while (true)
            {
                using var limit = new CancellationTokenSource(1000);
                try { await hub.FlushAsync(limit.Token); } catch (OperationCanceledException) { }
            }
        }
        """);
}
