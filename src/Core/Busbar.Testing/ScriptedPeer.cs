using System.Buffers;
using System.IO.Pipelines;
using Busbar.Links;

namespace Busbar.Testing;

/// <summary>
/// The other side of a protocol, acted by the test octet by octet: it expects what the code under test must send and replies what
/// the test wants it to receive. A connector too: each connect is one more <see cref="AcceptAsync"/>.
/// </summary>
public sealed class ScriptedPeer : IConnector, IAsyncDisposable
{
    private readonly System.Threading.Channels.Channel<MemoryConnection> _connects = System.Threading.Channels.Channel.CreateUnbounded<MemoryConnection>();
    private readonly TimeSpan _patience;
    private MemoryConnection? _far;
    private int _attempts;

    /// <param name="patience">After how long a wait for the code under test fails, so that a broken test ends; 30 s unless given.</param>
    public ScriptedPeer(TimeSpan? patience = null) => _patience = patience ?? Patience.Usual;

    /// <inheritdoc/>
    public string Target => "scripted peer";

    /// <summary>When set, connecting fails with this.</summary>
    public Exception? RefusesWith { get; set; }

    /// <summary>How often the code under test has tried to connect.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    /// <summary>The end the code under test holds, for a test that makes its link itself. The peer is connected to it at once.</summary>
    public Connection Connect()
    {
        (MemoryConnection near, _far) = MemoryConnection.CreatePair();
        return near;
    }

    ValueTask<Connection> IConnector.ConnectAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _attempts);
        if (RefusesWith is { } refusal)
            throw new ConnectException(Target, refusal.Message, refusal);
        (MemoryConnection near, MemoryConnection far) = MemoryConnection.CreatePair();
        _connects.Writer.TryWrite(far);
        return new(near);
    }

    /// <summary>Waits for the next connect and acts on that connection from now on.</summary>
    /// <exception cref="ScriptedPeerException">It did not come in time.</exception>
    public async Task AcceptAsync()
    {
        try
        {
            _far = await _connects.Reader.ReadAsync().AsTask().WaitAsync(_patience).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw new ScriptedPeerException($"No connect came within {Patience.Format(_patience)}.", exception);
        }
    }

    /// <summary>Reads exactly the octets given, in hexadecimal, and fails where they differ.</summary>
    /// <exception cref="ScriptedPeerException">Other octets came, or too few, or none in time.</exception>
    public async Task ExpectsAsync(string hex)
    {
        byte[] expected = Hex.Parse(hex);
        byte[] received = await ReadAsync(expected.Length).ConfigureAwait(false);
        if (!received.AsSpan().SequenceEqual(expected))
            throw new ScriptedPeerException($"Expected {Hex.Format(expected)}{Environment.NewLine}but got {Hex.Format(received)}");
    }

    /// <summary>Reads that many octets.</summary>
    /// <exception cref="ScriptedPeerException">The connection ended before, or they did not come in time.</exception>
    public async Task<byte[]> ReadAsync(int count)
    {
        PipeReader input = Far.Input;
        try
        {
            ReadResult read = await input.ReadAtLeastAsync(count).AsTask().WaitAsync(_patience).ConfigureAwait(false);
            if (read.Buffer.Length < count)
                throw new ScriptedPeerException($"The connection ended after {read.Buffer.Length} of {count} octets: {Hex.Format(read.Buffer.ToArray())}");
            byte[] octets = read.Buffer.Slice(0, count).ToArray();
            input.AdvanceTo(read.Buffer.GetPosition(count));
            return octets;
        }
        catch (TimeoutException exception)
        {
            throw new ScriptedPeerException($"{count} octets did not come within {Patience.Format(_patience)}.", exception);
        }
    }

    /// <summary>Sends the octets given, in hexadecimal, as one segment.</summary>
    public Task RepliesAsync(string hex) => RepliesAsync(Hex.Parse(hex));

    /// <summary>Sends octets as one segment.</summary>
    public async Task RepliesAsync(ReadOnlyMemory<byte> octets) => await Far.Output.WriteAsync(octets).ConfigureAwait(false);

    /// <summary>Waits until the code under test has ended the connection in order and sent nothing more.</summary>
    /// <exception cref="ScriptedPeerException">It sent something instead, or did not end it in time.</exception>
    public async Task ExpectsEndAsync()
    {
        ReadResult read;
        try
        {
            read = await Far.Input.ReadAsync().AsTask().WaitAsync(_patience).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return; // a reset ends it as well
        }
        catch (TimeoutException exception)
        {
            throw new ScriptedPeerException($"The connection did not end within {Patience.Format(_patience)}.", exception);
        }

        if (!read.Buffer.IsEmpty)
            throw new ScriptedPeerException($"Expected the end but got {Hex.Format(read.Buffer.ToArray())}");
    }

    /// <summary>Ends the connection in order.</summary>
    public Task EndsAsync() => Far.Output.CompleteAsync().AsTask();

    /// <summary>Ends the connection as a reset does.</summary>
    public void Resets() => Far.Abort(CloseReason.Local("reset by the scripted peer"));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_far is not null)
            await _far.DisposeAsync().ConfigureAwait(false);
    }

    private MemoryConnection Far => _far ?? throw new InvalidOperationException("Nothing is connected: call Connect or AcceptAsync first.");
}
