namespace Busbar.Links;

/// <summary>Connectors made of what the user has.</summary>
public static class Connector
{
    /// <summary>A connector over streams that <paramref name="open"/> makes, one for each connection: a serial port, a pipe, a tunnel.</summary>
    /// <param name="target">The peer for people and logs.</param>
    /// <param name="open">Makes a duplex stream; the connection owns it.</param>
    public static IConnector FromStream(string target, Func<CancellationToken, ValueTask<Stream>> open)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(open);
        return new StreamConnector(target, open);
    }

    /// <summary>A connector over one stream that is open already: it connects once, and not again after that connection has ended.</summary>
    /// <param name="stream">A duplex stream; the connection owns it.</param>
    /// <param name="target">The peer for people and logs.</param>
    public static IConnector FromStream(Stream stream, string target = "stream")
    {
        ArgumentNullException.ThrowIfNull(stream);
        Stream? left = stream;
        return FromStream(target, _ => ValueTask.FromResult(
            Interlocked.Exchange(ref left, null) ?? throw new IOException("the one stream it was given has been used")));
    }

    private sealed class StreamConnector(string target, Func<CancellationToken, ValueTask<Stream>> open) : IConnector
    {
        public string Target => target;

        public async ValueTask<Connection> ConnectAsync(CancellationToken cancellationToken)
        {
            try
            {
                return new StreamConnection(await open(cancellationToken).ConfigureAwait(false), target);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                throw new ConnectException(target, exception.Message, exception);
            }
        }
    }
}
