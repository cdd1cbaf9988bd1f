namespace Busbar.Messaging;

/// <summary>Why what a client asked was not done, in the words of the wire.</summary>
internal enum WireError : byte
{
    BadMessage = 0,
    BadTopic,
    Kind,
    Forbidden,
    TooLarge,
    TooMany,
    Rate,
    NoHandler,
    NoClient,
    Timeout,
    Failed,
}

/// <summary>Their codes.</summary>
internal static class WireErrors
{
    public static ReadOnlySpan<byte> Code(this WireError error) => error switch
    {
        WireError.BadMessage => "bad-message"u8,
        WireError.BadTopic => "bad-topic"u8,
        WireError.Kind => "kind"u8,
        WireError.Forbidden => "forbidden"u8,
        WireError.TooLarge => "too-large"u8,
        WireError.TooMany => "too-many"u8,
        WireError.Rate => "rate"u8,
        WireError.NoHandler => "no-handler"u8,
        WireError.NoClient => "no-client"u8,
        WireError.Timeout => "timeout"u8,
        _ => "failed"u8,
    };
}
