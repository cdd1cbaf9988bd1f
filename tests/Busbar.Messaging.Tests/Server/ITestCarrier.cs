using System.Threading.Channels;

namespace Busbar.Messaging.Tests;

/// <summary>What carries the wire to a test, in either form: objects of the server as JSON, and of the client as they are.</summary>
internal interface ITestCarrier
{
    /// <summary>What the server sent, one object each, complete at the end of the connection.</summary>
    ChannelReader<string> Objects { get; }

    /// <summary>How the server closed.</summary>
    Task<(ClientCloseCode Code, string Reason)> Closed { get; }

    /// <summary>Says one object, or an array of them.</summary>
    void Say(ReadOnlySpan<byte> text);

    /// <summary>Ends when the server has worked off what was said.</summary>
    Task SettleAsync();

    /// <summary>From now on the client reads nothing.</summary>
    void Fill();

    /// <summary>It reads again.</summary>
    void Empty();

    /// <summary>The network broke: nobody says anything.</summary>
    void Break();
}
