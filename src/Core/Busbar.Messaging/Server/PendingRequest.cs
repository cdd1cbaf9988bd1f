namespace Busbar.Messaging;

/// <summary>A request that was put to a client and is not answered. Ended once, by whoever takes it out of the table.</summary>
/// <param name="deadline">When it has taken too long, in ticks of the server's clock.</param>
internal abstract class PendingRequest(long deadline)
{
    public long Deadline { get; } = deadline;

    public abstract void Complete(ReadOnlySpan<byte> value);

    public abstract void Fail(WireError error, string message);
}

/// <summary>One that another client asked.</summary>
internal sealed class RelayedRequest(ClientSession asker, long? id, long deadline) : PendingRequest(deadline)
{
    public override void Complete(ReadOnlySpan<byte> value) =>
        asker.AnswerDone(id, new Response(id, value), static (to, response) => JsonWire.WriteResponse(to, response.Id, response.Value));

    public override void Fail(WireError error, string message) => asker.AnswerError(id, error, message);

    private readonly ref struct Response(long? id, ReadOnlySpan<byte> value)
    {
        public readonly long? Id = id;
        public readonly ReadOnlySpan<byte> Value = value;
    }
}

/// <summary>One that this process asked.</summary>
internal sealed class OwnRequest(string client, long deadline) : PendingRequest(deadline)
{
    private readonly TaskCompletionSource<ReadOnlyMemory<byte>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<ReadOnlyMemory<byte>> Answer => _answer.Task;

    public override void Complete(ReadOnlySpan<byte> value) => _answer.TrySetResult(value.IsEmpty ? "null"u8.ToArray() : value.ToArray());

    public override void Fail(WireError error, string message) =>
        _answer.TrySetException(error == WireError.Timeout ? new TimeoutException($"{client} did not answer in time.") : new ClientRequestException(client, message));
}
