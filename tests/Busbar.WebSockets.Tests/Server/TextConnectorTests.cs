using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Busbar.Links;
using Busbar.WebSockets.Tests.Support;

namespace Busbar.WebSockets.Tests.Server;

/// <summary>A WebSocket as a connection of text messages.</summary>
public sealed class TextConnectorTests : IAsyncDisposable
{
    private const int Patience = 60_000;
    private readonly RecordingServer _handler = new();
    private readonly WebSocketServer _server;

    public TextConnectorTests() => _server = WebSocketServer.Listen(IPEndPoint.Parse("127.0.0.1:0"), channel => _handler.Of(channel));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact(Timeout = Patience)]
    public async Task Frames_AreMessages_AndMessagesAreLines()
    {
        await using Connection connection = await ConnectAsync();
        Assert.True(connection.PreservesMessages);
        foreach (string text in (string[])["one\n", "two"])
        {
            connection.Output.Write(Encoding.UTF8.GetBytes(text));
            connection.EndMessage();
        }

        await connection.Output.FlushAsync(TestContext.Current.CancellationToken);

        Assert.Equal("one", await _handler.Heard.Reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal("two", await _handler.Heard.Reader.ReadAsync(TestContext.Current.CancellationToken));
        _handler.Channel!.TrySendText("grün");
        _handler.Channel!.TrySendText("");
        ReadResult read = await connection.Input.ReadAtLeastAsync(7, TestContext.Current.CancellationToken);
        Assert.Equal("grün\n\n", Encoding.UTF8.GetString(read.Buffer));
    }

    [Fact(Timeout = Patience)]
    public async Task Closure_IsToldToTheReader_InWords()
    {
        await using Connection connection = await ConnectAsync();
        _ = await HeardOf(connection);

        _handler.Channel!.Close(WebSocketCloseCode.PolicyViolation, "a key is needed");

        IOException error = await Assert.ThrowsAsync<IOException>(async () => await connection.Input.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal("closed with 1008: a key is needed", error.Message);
    }

    [Fact(Timeout = Patience)]
    public async Task NormalClosure_EndsTheRead()
    {
        await using Connection connection = await ConnectAsync();
        _ = await HeardOf(connection);

        _handler.Channel!.Close();

        Assert.True((await connection.Input.ReadAsync(TestContext.Current.CancellationToken)).IsCompleted);
    }

    [Fact(Timeout = Patience)]
    public async Task Writer_WaitsForAPeerThatTakesNothing_AndGoesOnWhenItDoes()
    {
        await using Connection connection = await ConnectAsync();
        _ = await HeardOf(connection);
        using var leave = new ManualResetEventSlim();
        _handler.Holds = leave;
        byte[] text = Encoding.UTF8.GetBytes(new string('x', 60_000));
        int written = 0;
        ValueTask<FlushResult> flush = default;
        while (flush.IsCompleted && written < 10_000) // the kernel takes some megabytes first
        {
            connection.Output.Write(text);
            connection.EndMessage();
            written++;
            flush = connection.Output.FlushAsync(TestContext.Current.CancellationToken);
        }

        Assert.False(flush.IsCompleted);
        leave.Set();
        Assert.False((await flush).IsCompleted);
        for (int i = 0; i < written; i++)
            Assert.Equal(text.Length, (await _handler.Heard.Reader.ReadAsync(TestContext.Current.CancellationToken)).Length);
    }

    private async Task<Connection> ConnectAsync() =>
        await WebSocketTextConnector.To(new Uri($"ws://{_server.LocalEndPoint}/")).ConnectAsync(TestContext.Current.CancellationToken);

    private async Task<string> HeardOf(Connection connection)
    {
        connection.Output.Write("hello"u8);
        connection.EndMessage();
        await connection.Output.FlushAsync(TestContext.Current.CancellationToken);
        return await _handler.Heard.Reader.ReadAsync(TestContext.Current.CancellationToken);
    }
}
