using System.Buffers;
using System.IO.Pipelines;
using BenchmarkDotNet.Attributes;
using Busbar.Links;
using Busbar.Testing;

namespace Busbar.Benchmarks.Links;

/// <summary>
/// A caller's frame of 12 octets on its way to the connection: through a link (its lock, its session, its flush on leaving) beside
/// a lock and a pipe alone. In memory, so that no system call hides the difference; over a socket a send adds some 3.5 µs to both.
/// </summary>
[MemoryDiagnoser]
[BenchmarkCategory("Links")]
public class LinkBenchmarks
{
    private const int Operations = 256;
    private readonly Lock _lock = new();
    private readonly byte[] _frame = [0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 10];
    private PipeWriter _bareOutput = null!;
    private PipeReader _bareInput = null!;
    private PipeReader _linkInput = null!;
    private Link<SilentSession> _link = null!;
    private MemoryConnection _far = null!;

    [GlobalSetup]
    public void Setup()
    {
        (MemoryConnection bareNear, MemoryConnection bareFar) = MemoryConnection.CreatePair();
        _bareOutput = bareNear.Output;
        _bareInput = bareFar.Input;

        (MemoryConnection near, _far) = MemoryConnection.CreatePair();
        _linkInput = _far.Input;
        _link = new Link<SilentSession>(near, new SilentSession());
        _link.Start();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _far.DisposeAsync().AsTask().GetAwaiter().GetResult(); // the dry run's toolchain does not await what a cleanup returns
        _link.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public void LockAndPipe()
    {
        for (int i = 0; i < Operations; i++)
        {
            lock (_lock)
            {
                _bareOutput.Write(_frame);
                Ignore(_bareOutput.FlushAsync());
            }

            Drain(_bareInput);
        }
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void LinkScope()
    {
        for (int i = 0; i < Operations; i++)
        {
            using (LinkScope<SilentSession> scope = _link.Enter())
            {
                scope.Output.Write(_frame);
                scope.Output.EndFrame();
            }

            Drain(_linkInput);
        }
    }

    /// <summary>Sixteen frames in one scope, which go out with one flush; a frame each.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public void LinkScopeOf16()
    {
        for (int i = 0; i < Operations; i += 16)
        {
            using (LinkScope<SilentSession> scope = _link.Enter())
            {
                for (int frame = 0; frame < 16; frame++)
                {
                    scope.Output.Write(_frame);
                    scope.Output.EndFrame();
                }
            }

            Drain(_linkInput);
        }
    }

    private static void Ignore(ValueTask<FlushResult> flush)
    {
        if (!flush.IsCompletedSuccessfully)
            throw new InvalidOperationException("The pipe is drained after each write, so that no flush waits.");
        _ = flush.Result;
    }

    private static void Drain(PipeReader reader)
    {
        if (!reader.TryRead(out ReadResult read))
            throw new InvalidOperationException("Nothing arrived.");
        reader.AdvanceTo(read.Buffer.End);
    }
}
