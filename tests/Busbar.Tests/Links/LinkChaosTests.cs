using System.Buffers;
using Busbar.Links;
using Busbar.Testing;

namespace Busbar.Tests.Links;

/// <summary>Callers, received octets, timers, closes and aborts at once, from a seed.</summary>
public sealed class LinkChaosTests
{
    private const int Callers = 6;
    private const int CallsOfEach = 60;

    [Theory(Timeout = 300_000)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Link_WhateverHappensAtOnce_CompletesEveryOperationOnceAndKeepsItsBuffers(int seed)
    {
        for (int round = 0; round < 60; round++)
            await RunAsync((seed * 1000) + round);
    }

    private static async Task RunAsync(int seed)
    {
        var time = new ManualTimeProvider();
        var connection = new PoisonConnection(new Random(seed));
        var session = new ChaosSession();
        var link = new Link<ChaosSession>(connection, session, new LinkOptions { TimeProvider = time, MaxPendingOutput = seed % 4 == 0 ? 64 * 1024 : 16 * 1024 * 1024, SendTimeout = TimeSpan.FromSeconds(2) });
        var operations = new List<CountedOperation>();
        link.Start();
        using var stop = new CancellationTokenSource();

        Task[] callers = [.. Enumerable.Range(0, Callers).Select(caller => Task.Run(() => Call(link, new Random(seed + caller), operations)))];
        Task receiving = Task.Run(() => ReceiveAsync(connection, new Random(~seed), stop.Token));
        Task clock = Task.Run(() => TurnAsync(time, stop.Token));
        Task thief = Task.Run(() => StealAsync(stop.Token));
        Task ending = Task.Run(() => EndAsync(link, connection, new Random(seed ^ 0x5555)));

        await Task.WhenAll(callers);
        await ending;
        CloseReason reason = await link.Completion;
        await Task.WhenAll(operations.Select(operation => operation.Done));
        await stop.CancelAsync();
        await Task.WhenAll(receiving, clock, thief);

        Assert.True(session.Wrong is null && connection.Wrong is null, $"seed {seed}, {reason}: session {session.Wrong}, connection {connection.Wrong}");
        Assert.All(operations, operation => Assert.Equal(1, operation.Completions));
        Assert.Equal(0, session.Waiting);
    }

    private static void Call(Link<ChaosSession> link, Random random, List<CountedOperation> operations)
    {
        for (int i = 0; i < CallsOfEach; i++)
        {
            var operation = new CountedOperation();
            try
            {
                using LinkScope<ChaosSession> scope = link.Enter();
                lock (operations)
                    operations.Add(operation);
                scope.Session.Begin(operation, random.Next(1, 3000), scope.Now, scope.Output);
            }
            catch (LinkClosedException)
            {
                return;
            }
        }
    }

    private static async Task ReceiveAsync(PoisonConnection connection, Random random, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await connection.Peer.WriteAsync(new byte[random.Next(1, 40)], stop);
            }
            catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException)
            {
                return; // the end of the test, or of the connection
            }

            await Task.Yield();
        }
    }

    private static async Task TurnAsync(ManualTimeProvider time, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }
    }

    /// <summary>Whatever comes back to the pool is taken at once and written over.</summary>
    private static async Task StealAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            for (int size = 1024; size <= 64 * 1024; size *= 2)
            {
                byte[] stolen = ArrayPool<byte>.Shared.Rent(size);
                stolen.AsSpan().Fill(0xEE);
                ArrayPool<byte>.Shared.Return(stolen);
            }

            await Task.Yield();
        }
    }

    private static async Task EndAsync(Link<ChaosSession> link, PoisonConnection connection, Random random)
    {
        for (int i = random.Next(60); i > 0; i--)
            await Task.Yield();
        switch (random.Next(5))
        {
            case 0:
                link.Abort(CloseReason.Local("aborted"));
                break;
            case 1:
                link.Close(CloseReason.Local("closed"));
                link.Abort(CloseReason.Local("aborted while closing"));
                break;
            case 2:
                connection.Abort(CloseReason.Local("reset"));
                break;
            case 3:
                await Task.WhenAll(link.DisposeAsync().AsTask(), Task.Run(() => link.Abort(CloseReason.Local("aborted beside disposal"))));
                break;
            default:
                await link.DisposeAsync();
                break;
        }
    }
}
