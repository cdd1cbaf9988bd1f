namespace Busbar.Architecture.Tests.HouseRules;

/// <summary>What may break a rule of the house, and why. One that breaks nothing any more has to leave the list.</summary>
internal static class ListedExceptions
{
    private const string PublishOptions = "Said of one message, at each publish: a value, so that nothing is allocated, and nothing to bind.";
    private const string ScriptedPeer = "A step of a test's script: the peer bounds each by its own patience.";

    /// <summary>Methods that wait and take no token.</summary>
    public static IReadOnlyDictionary<string, string> Cancellation { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Busbar.Links.ISession.WaitToReceiveAsync"] = "The wait ends with the connection, of whose end the session is told.",
        ["Busbar.HubQueue`1.WaitToReadAsync"] = "The wait ends with the queue and allocates nothing; ReadAllAsync takes a token.",
        ["Busbar.Messaging.IClientTransport.WaitForRoomAsync"] = "The wait ends with the transport, which its Close ends, and allocates nothing.",
        ["Busbar.Messaging.RoomSignal.WaitAsync"] = "The wait ends with the transport, which calls End, and allocates nothing.",
        ["Busbar.Modbus.MapReading.AllAsync"] = "For generated code: each request that it waits for was given the caller's token.",
        ["Busbar.Testing.Allocations.OfTheProcessAsync"] = "What it counts is the caller's action, which is the caller's to end.",
        ["Busbar.Testing.ScriptedPeer.AcceptAsync"] = ScriptedPeer,
        ["Busbar.Testing.ScriptedPeer.EndsAsync"] = ScriptedPeer,
        ["Busbar.Testing.ScriptedPeer.ExpectsAsync"] = ScriptedPeer,
        ["Busbar.Testing.ScriptedPeer.ExpectsEndAsync"] = ScriptedPeer,
        ["Busbar.Testing.ScriptedPeer.ReadAsync"] = ScriptedPeer,
        ["Busbar.Testing.ScriptedPeer.RepliesAsync"] = ScriptedPeer,
        ["Busbar.Testing.Signal.NextAsync"] = "The wait is bounded by the signal's patience and allocates nothing.",
    };

    /// <summary>Options that are no sealed record with properties to set.</summary>
    public static IReadOnlyDictionary<string, string> Options { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Busbar.Messaging.ClientPublishOptions"] = PublishOptions,
        ["Busbar.Messaging.ClientPublishOptions.IsRaw"] = PublishOptions,
        ["Busbar.Messaging.ClientPublishOptions.Kind"] = PublishOptions,
        ["Busbar.Messaging.ClientPublishOptions.SkipsOwn"] = PublishOptions,
        ["Busbar.Messaging.ClientPublishOptions.TimeToLive"] = PublishOptions,
        ["Busbar.Messaging.PublishOptions"] = PublishOptions,
        ["Busbar.Messaging.PublishOptions.Sender"] = PublishOptions,
        ["Busbar.Messaging.PublishOptions.TimeToLive"] = PublishOptions,
    };

    /// <summary>Classes that are made to be derived from and to be used as they are.</summary>
    public static IReadOnlyDictionary<string, string> Sealed { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Busbar.Messaging.Topic"] = "A topic of octets as it is; Topic<T> derives from it and adds the value. Nobody else can: no constructor is public.",
        ["Busbar.Links.StreamConnection"] = "A connection on any stream as it is; a transport that closes its stream in its own way derives from it.",
    };

    /// <summary>The breaches that are not listed, and the listed ones that are no breach.</summary>
    public static IEnumerable<string> Apply(IEnumerable<string> breaches, IReadOnlyDictionary<string, string> listed)
    {
        string[] all = [.. breaches];
        IEnumerable<string> unlisted = all.Where(breach => !listed.ContainsKey(Subject(breach)));
        IEnumerable<string> stale = listed.Keys.Except(all.Select(Subject), StringComparer.Ordinal)
            .Select(name => $"{name} is listed as an exception and is none any more: take it out of ListedExceptions.cs.");
        return unlisted.Concat(stale);
    }

    private static string Subject(string breach) => breach[..breach.IndexOf(' ', StringComparison.Ordinal)];
}
