namespace Busbar.Interop.Tests.Peers;

/// <summary>The system's msgpack for Python.</summary>
internal static class MessagePackPeer
{
    private static readonly Lazy<Task<bool>> HasMsgpack = new(() => ModbusPeers.RunsAsync(ModbusPeers.Python, "-c", "import msgpack"));

    /// <summary>Runs our script on it to its end.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        await ModbusPeers.RequireAsync(HasMsgpack, "python3-msgpack");
        return await ModbusPeers.RunAsync(ModbusPeers.Python, [Path.Combine(AppContext.BaseDirectory, "MessagePack", "msgpack_peer.py"), .. arguments]);
    }
}
