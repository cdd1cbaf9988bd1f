using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Busbar.Messaging;

namespace Busbar.Tool.Tests.Commands;

/// <summary>The broker's port for services.</summary>
public sealed class BrokerTcpTests
{
    private static ToolProcess Start(int tcp) =>
        ToolProcess.Start("broker", "--port", "0", "--tcp", tcp.ToString(CultureInfo.InvariantCulture), "--history", "chat=1000");

    [Fact]
    public async Task PubAndSub_SpeakTheBinaryForm()
    {
        int port = FreePort.Next();
        await using ToolProcess broker = Start(port);
        await broker.PortAsync();
        string url = $"tcp://127.0.0.1:{port}";

        (int code, string output, _) = await ToolProcess.RunAsync("pub", "chat", "41.7", "--url", url);
        await using ToolProcess sub = ToolProcess.Start("sub", "chat", "--history", "5", "--count", "1", "--url", url);

        Assert.Equal((0, """{"topic":"chat","sequence":1}"""), (code, output.Trim()));
        Assert.Contains("\"value\":41.7", await sub.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await sub.ExitAsync());
    }

    [Fact]
    public async Task ServerThatIsKilledAndRestarted_IsRejoined_AndTheGapIsTold()
    {
        var told = Channel.CreateUnbounded<string>();
        int port = FreePort.Next();
        ToolProcess first = Start(port);
        await first.PortAsync();
        await using BrokerClient client = await BrokerClient.ConnectAsync("127.0.0.1", port, new BrokerClientOptions
        {
            OnConnected = resumed => Tell($"connected {resumed}"),
            OnDisconnected = _ => Tell("lost"),
            OnGap = gap => Tell($"gap {gap.Filter} {gap.Missed?.ToString(CultureInfo.InvariantCulture) ?? "?"}"),
        }, TestContext.Current.CancellationToken);
        Assert.Equal("connected False", await told.Reader.ReadAsync(TestContext.Current.CancellationToken));
        using JoinedGroup group = await client.JoinAsync("chat", (in message) => told.Writer.TryWrite($"{message.Sequence} {Encoding.UTF8.GetString(message.Payload)}"), cancellationToken: TestContext.Current.CancellationToken);
        await client.PublishAsync("chat", "1"u8.ToArray(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("1 1", await told.Reader.ReadAsync(TestContext.Current.CancellationToken));

        await first.KillAsync();
        await first.DisposeAsync();
        Assert.Equal("lost", await told.Reader.ReadAsync(TestContext.Current.CancellationToken));
        client.Publish("chat", "2"u8); // waits
        await using ToolProcess second = Start(port);

        Assert.Equal("connected False", await told.Reader.ReadAsync(TestContext.Current.CancellationToken));
        string[] rest = [await told.Reader.ReadAsync(TestContext.Current.CancellationToken), await told.Reader.ReadAsync(TestContext.Current.CancellationToken)];
        Assert.Equal(["1 2", "gap chat ?"], rest.Order(StringComparer.Ordinal));

        ValueTask Tell(string word)
        {
            told.Writer.TryWrite(word);
            return default;
        }
    }

    [Theory]
    [InlineData("tcp://127.0.0.1")]
    [InlineData("tcp://127.0.0.1:1/broker")]
    [InlineData("http://127.0.0.1:1")]
    public async Task AnAddressThatIsNone_IsWrongUse(string url)
    {
        (int code, _, string error) = await ToolProcess.RunAsync("sub", "chat", "--url", url);

        Assert.Equal(2, code);
        Assert.Contains("--url must be", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APortThatIsNone_IsWrongUse()
    {
        (int code, _, string error) = await ToolProcess.RunAsync("broker", "--port", "0", "--tcp", "70000");

        Assert.Equal(2, code);
        Assert.Contains("--tcp must be 0 to 65535", error, StringComparison.Ordinal);
    }
}
