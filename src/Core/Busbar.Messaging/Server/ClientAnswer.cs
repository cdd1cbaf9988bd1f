namespace Busbar.Messaging;

/// <summary>What a handler of <see cref="BrokerServer.OnRequest"/> answers; the default leaves the request to the handlers behind it.</summary>
public readonly struct ClientAnswer
{
    private ClientAnswer(ReadOnlyMemory<byte> value)
    {
        Value = value;
        IsAnswer = true;
    }

    /// <summary>The request is not this handler's: those behind it are asked.</summary>
    public static ClientAnswer Pass => default;

    /// <summary>The answer is <c>null</c>: it was done, and there is nothing to say.</summary>
    public static ClientAnswer Done => new(default);

    /// <summary>There is an answer.</summary>
    public bool IsAnswer { get; }

    /// <summary>One JSON text as UTF-8; empty for <c>null</c>.</summary>
    public ReadOnlyMemory<byte> Value { get; }

    /// <summary>An answer.</summary>
    /// <param name="value">One JSON text as UTF-8; kept until it is sent.</param>
    public static ClientAnswer Of(ReadOnlyMemory<byte> value) => new(value);

    /// <summary>An answer.</summary>
    /// <param name="value">One JSON text as UTF-8; copied.</param>
    public static ClientAnswer Of(ReadOnlySpan<byte> value) => new(value.ToArray());
}
