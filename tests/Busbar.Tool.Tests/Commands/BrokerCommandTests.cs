using System.Net;
using System.Text.Json;

namespace Busbar.Tool.Tests.Commands;

/// <summary><c>busbar broker</c>, <c>pub</c> and <c>sub</c>.</summary>
public sealed class BrokerCommandTests
{
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task Pub_ReachesSub_AndBothSayTheNumber()
    {
        await using ToolProcess broker = ToolProcess.Start("broker", "--port", "0");
        string[] target = Url(await broker.PortAsync());
        await using ToolProcess sub = ToolProcess.Start(["sub", "plant/#", "--count", "3", .. target]);
        await JoinedAsync(target, "plant/#");

        var one = await ToolProcess.RunAsync(["pub", "plant/feeder/3/power", "41.7", .. target]);
        var two = await ToolProcess.PipeAsync("{\"a\":[1]}\nno JSON \u00e4\n", ["pub", "plant/log", .. target]);

        Assert.Equal((0, "", 0, ""), (one.Code, one.Error, two.Code, two.Error));
        Assert.Equal("""{"topic":"plant/feeder/3/power","sequence":1}""", one.Output.TrimEnd());
        Assert.Equal(["""{"topic":"plant/log","sequence":1}""", """{"topic":"plant/log","sequence":2}"""], two.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        string[] got = [(await sub.ReadLineAsync())!, (await sub.ReadLineAsync())!, (await sub.ReadLineAsync())!];
        JsonElement[] lines = [.. got.Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(["topic", "kind", "sequence", "time", "sender", "value"], lines[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal([41.7.ToString(System.Globalization.CultureInfo.InvariantCulture), "{\"a\":[1]}", "\"no JSON ä\""], lines.Select(line => line.GetProperty("value").GetRawText()));
        Assert.Equal(0, await sub.ExitAsync());
    }

    [Fact]
    public async Task Sub_ThatComesLater_GetsTheHistory_AndTheState()
    {
        await using ToolProcess broker = ToolProcess.Start("broker", "--port", "0", "--history", "log/#=2");
        string[] target = Url(await broker.PortAsync());
        await ToolProcess.PipeAsync("1\n2\n3\n", ["pub", "log/a", .. target]);
        await ToolProcess.PipeAsync("1\n2\n3\n", ["pub", "--state", "power", .. target]);

        var events = await ToolProcess.RunAsync(["sub", "log/a", "--history", "5", "--count", "2", .. target]);
        var state = await ToolProcess.RunAsync(["sub", "power", "--count", "1", .. target]);

        Assert.Equal(["2", "3"], Values(events.Output));
        Assert.Equal(["3"], Values(state.Output));
    }

    [Fact]
    public async Task Key_IsAskedOfClients_AndOfThePagesFigures()
    {
        await using ToolProcess broker = ToolProcess.Start("broker", "--port", "0", "--key", "swordfish");
        int port = await broker.PortAsync();

        var without = await ToolProcess.RunAsync(["pub", "a", "1", .. Url(port)]);
        var wrong = await ToolProcess.RunAsync(["pub", "a", "1", "--key", "trout", .. Url(port)]);
        var right = await ToolProcess.RunAsync(["pub", "a", "1", "--key", "swordfish", .. Url(port)]);

        Assert.Equal((3, 3, 0), (without.Code, wrong.Code, right.Code));
        Assert.DoesNotContain("swordfish", without.Error + wrong.Error + right.Error, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(port, null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(port, "trout")).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(port, "swordfish")).Status);
    }

    [Fact]
    public async Task Figures_AreFoundByText_AndBounded()
    {
        await using ToolProcess broker = ToolProcess.Start("broker", "--port", "0");
        int port = await broker.PortAsync();
        await using ToolProcess sub = ToolProcess.Start(["sub", "plant/+", "chat", .. Url(port)]);
        await JoinedAsync(Url(port), "chat");
        for (int i = 0; i < 3; i++)
            await ToolProcess.PipeAsync("1\n2\n", ["pub", $"plant/{i}", .. Url(port)]);

        JsonElement all = (await AskAsync(port, null)).Answer;
        JsonElement some = (await AskAsync(port, null, "?find=PLANT&take=2")).Answer;
        JsonElement none = (await AskAsync(port, null, "?find=nothing")).Answer;

        Assert.Equal(6, all.GetProperty("published").GetInt64());
        Assert.Equal(["chat", "plant/+", "plant/0", "plant/1", "plant/2"], Names(all));
        JsonElement filter = all.GetProperty("groups")[1];
        Assert.Equal((JsonValueKind.Null, 1, 6), (filter.GetProperty("kind").ValueKind, filter.GetProperty("clients").GetInt32(), filter.GetProperty("published").GetInt32()));
        JsonElement topic = all.GetProperty("groups")[2];
        Assert.Equal(("event", 0, 1, 2), (topic.GetProperty("kind").GetString(), topic.GetProperty("clients").GetInt32(), topic.GetProperty("receivers").GetInt32(), topic.GetProperty("published").GetInt32()));
        Assert.Equal((4, 2, 1), (some.GetProperty("groupsFound").GetInt32(), some.GetProperty("groups").GetArrayLength(), some.GetProperty("clients").GetArrayLength()));
        Assert.Equal(6, some.GetProperty("clients")[0].GetProperty("delivered").GetInt64());
        Assert.Equal((0, 0), (none.GetProperty("groupsFound").GetInt32(), none.GetProperty("clientsFound").GetInt32()));
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(port, null, "?take=0")).Status);
    }

    [Fact]
    public async Task Page_AndClientForPages_AreServed_AndNoOtherPage()
    {
        await using ToolProcess broker = ToolProcess.Start("broker", "--port", "0");
        int port = await broker.PortAsync();

        Assert.Contains("<title>Busbar broker</title>", await Http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        foreach ((string path, HttpStatusCode status) in new[] { ("busbar.js", HttpStatusCode.OK), ("busbar.mjs", HttpStatusCode.OK), ("watchbox.file.wb", HttpStatusCode.OK), ("index.html", HttpStatusCode.NotFound) })
        {
            using HttpResponseMessage answer = await Http.GetAsync(new Uri($"http://127.0.0.1:{port}/{path}"), TestContext.Current.CancellationToken);
            Assert.Equal(status, answer.StatusCode);
        }
    }

    [Fact]
    public async Task WrongUse_Exits2_NoBroker_Exits3_InOneSentence()
    {
        (string[] Arguments, int Code, string Words)[] cases =
        [
            (["broker", "--history", "a"], 2, "--history must be FILTER=COUNT, such as plant/#=100, not 'a'."),
            (["broker", "--max-rate", "0"], 2, "--max-rate must be 1 to 100000000 messages a second, not 0."),
            (["pub", "a/+", "1"], 2, "TOPIC must be one topic, without '+' and '#', not 'a/+'."),
            (["sub", "a", "--count", "-1"], 2, "--history and --count must be 0 or more."),
            (["sub", "a", "--url", "http://127.0.0.1"], 2, "--url must be an address such as ws://127.0.0.1:9300/broker or tcp://127.0.0.1:9301, not 'http://127.0.0.1'."),
            (["pub", "a", "1", "--url", "ws://127.0.0.1:1/broker"], 3, "No connection to 127.0.0.1:1: Connection refused"),
        ];

        foreach ((string[] arguments, int code, string words) in cases)
            Assert.Equal((code, "", words), await TrimmedAsync(arguments));
    }

    [Fact]
    public async Task PubThatSaysMoreThanItMay_Exits1_AndNamesTheLimit()
    {
        await using ToolProcess broker = ToolProcess.Start("broker", "--port", "0", "--max-rate", "1");
        string lines = string.Concat(Enumerable.Range(0, 3).Select(i => $"{i}\n"));

        var (code, _, error) = await ToolProcess.PipeAsync(lines, ["pub", "a", .. Url(await broker.PortAsync())]);

        Assert.Equal((1, "A client may say 1 objects a second in the long run."), (code, error.TrimEnd()));
    }

    [Fact]
    public async Task BrokerThatIsAskedToEnd_SaysSoToItsClients_AndExits()
    {
        await using ToolProcess broker = ToolProcess.Start("broker", "--port", "0");
        string[] target = Url(await broker.PortAsync());
        await using ToolProcess sub = ToolProcess.Start(["sub", "a", .. target]);
        await JoinedAsync(target, "a");

        broker.Signal("TERM");

        Assert.Equal(0, await broker.ExitAsync());
        sub.Signal("TERM");
        Assert.Equal(0, await sub.ExitAsync());
    }

    private static string[] Url(int port) => ["--url", $"ws://127.0.0.1:{port}/broker"];

    private static IEnumerable<string?> Names(JsonElement answer) => answer.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("name").GetString());

    private static string[] Values(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("value").GetRawText())];

    private static async Task<(int Code, string Output, string Error)> TrimmedAsync(string[] arguments)
    {
        var (code, output, error) = await ToolProcess.RunAsync(arguments);
        return (code, output, error.TrimEnd());
    }

    /// <summary>Asks until somebody has joined it: the command does not say so.</summary>
    private static async Task JoinedAsync(string[] target, string filter)
    {
        int port = new Uri(target[1]).Port;
        while (!Names((await AskAsync(port, null)).Answer).Contains(filter))
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
    }

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> AskAsync(int port, string? key, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/api/broker{query}");
        if (key is not null)
            request.Headers.Add("X-Api-Key", key);
        using HttpResponseMessage response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).RootElement);
    }
}
