using Busbar.Links;

namespace Busbar.Serial;

/// <summary>A line as a connection.</summary>
internal sealed class SerialConnection : StreamConnection
{
    private readonly SerialStream _stream;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SerialConnection(ISerialPort port, string path, SerialOptions options, TimeProvider timeProvider)
        : this(new SerialStream(port, options.Rs485, timeProvider), path, options)
    {
    }

    private SerialConnection(SerialStream stream, string path, SerialOptions options)
        : base(stream, path)
    {
        _stream = stream;
        CharacterTime = options.CharacterTime;
        stream.Begin();
    }

    public override TimeSpan? CharacterTime { get; }

    /// <summary>Ends when the line is free for the next.</summary>
    public Task Ended => _ended.Task;

    public override void DiscardInput() => _stream.DiscardInput();

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await base.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }
}
