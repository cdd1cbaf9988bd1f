using Busbar.Testing;

namespace Busbar.Messaging.Tests;

/// <summary>What clients send, as methods.</summary>
public sealed partial class Doors(BrokerServer server) : ClientHandler(server)
{
    public List<string> Opened { get; } = [];

    public Signal Called { get; } = new();

    [Event("open")]
    private async Task OnOpen(int door, string by, RemoteClient client)
    {
        await Task.Yield();
        Opened.Add($"{client.Id} {by} {door}");
        Called.Set();
    }

    [Event("shut")]
    private void OnShut(ClientMessage message)
    {
        Opened.Clear();
        message.TryReply("shut", default);
        Called.Set();
    }
}
