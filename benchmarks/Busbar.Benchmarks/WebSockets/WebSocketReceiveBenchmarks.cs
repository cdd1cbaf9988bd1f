using System.Buffers;
using System.Net.WebSockets;
using BenchmarkDotNet.Attributes;
using Busbar.Links;
using Busbar.Testing;
using Busbar.WebSockets;

namespace Busbar.Benchmarks.WebSockets;

/// <summary>A server's side: a thousand masked messages, all there, decoded and unmasked; beside .NET's own WebSocket on the same octets in a memory stream.</summary>
[MemoryDiagnoser]
[BenchmarkCategory("WebSockets")]
public class WebSocketReceiveBenchmarks
{
    private const int Operations = 1024;

    private readonly byte[] _buffer = new byte[4096];
    private byte[] _octets = [];
    private Link<WebSocketSession>? _link;

    /// <summary>Octets of a payload.</summary>
    [Params(64, 1024)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        Random random = Inputs.Random();
        byte[] payload = new byte[Size];
        var octets = new ArrayBufferWriter<byte>();
        for (int i = 0; i < Operations; i++)
        {
            random.NextBytes(payload);
            WebSocketFrameWriter.WriteMasked(octets, WebSocketOpcode.Binary, payload, (uint)random.NextInt64());
        }

        _octets = octets.WrittenSpan.ToArray();
        (MemoryConnection near, _) = MemoryConnection.CreatePair();
        _link = new Link<WebSocketSession>(near, new WebSocketSession(WebSocketRole.Server, new SummingHandler()));
        _link.Start();
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        _link!.Abort(CloseReason.Local());
        await _link.DisposeAsync();
    }

    /// <summary>System.Net.WebSockets, which reads the stream by itself.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public async Task<int> SystemNet()
    {
        using WebSocket socket = WebSocket.CreateFromStream(new MemoryStream(_octets), new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero });
        int sum = 0;
        for (int i = 0; i < Operations; i++)
        {
            ValueWebSocketReceiveResult read = await socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None);
            sum += read.Count + _buffer[0];
        }

        return sum;
    }

    /// <summary>The codec alone.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public int Codec()
    {
        int sum = 0;
        var codec = new WebSocketFrameCodec(WebSocketRole.Server, maxPayload: 1024 * 1024);
        ReadOnlySpan<byte> rest = _octets;
        while (codec.Decode(rest, out WebSocketFrame frame) is { Kind: FrameStatusKind.Complete } status)
        {
            frame.CopyPayloadTo(_buffer);
            sum += frame.Payload.Length + _buffer[0];
            rest = rest[status.Consumed..];
        }

        return sum;
    }

    /// <summary>All that a server does with a read: the link's lock, the session, the handler.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public int Session()
    {
        using LinkScope<WebSocketSession> scope = _link!.Enter();
        return scope.Session.OnReceived(_octets, scope.Now, scope.Output);
    }

    private sealed class SummingHandler : IWebSocketHandler
    {
        private int _sum;

        public void OnMessage(in WebSocketMessage message, WebSocketSender sender) => _sum += message.Payload.Length + message.Payload[0];
    }
}
