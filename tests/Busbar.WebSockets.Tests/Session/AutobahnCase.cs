using System.Text;
using Busbar.WebSockets.Tests.Support;

namespace Busbar.WebSockets.Tests.Session;

/// <summary>
/// What an echo must send for what a peer sends, numbered as in the case list of the Autobahn test suite. Where the suite takes two
/// behaviours, the stricter one stands here.
/// </summary>
internal sealed partial record AutobahnCase(string Id, TestFrame[] Frames, string[] Sent)
{
    private static readonly Lazy<Dictionary<string, AutobahnCase>> All = new(() => Build().ToDictionary(item => item.Id, StringComparer.Ordinal));

    public static TheoryData<string> Ids => [.. All.Value.Keys];

    public static AutobahnCase Named(string id) => All.Value[id];

    public byte[] ToOctets(WebSocketRole role) => [.. Frames.SelectMany(frame => frame.ToOctets(isMasked: role == WebSocketRole.Server))];

    private static IEnumerable<AutobahnCase> Build() =>
        [.. Framing(), .. PingsAndPongs(), .. ReservedBits(), .. Opcodes(), .. Fragmentation(), .. Utf8(), .. Closing(), .. Limits()];

    private static IEnumerable<AutobahnCase> Framing()
    {
        int[] sizes = [0, 125, 126, 127, 128, 65_535, 65_536];
        for (int i = 0; i < sizes.Length; i++)
        {
            byte[] text = Encoding.ASCII.GetBytes(new string('*', sizes[i]));
            byte[] octets = [.. Enumerable.Repeat((byte)0xFE, sizes[i])];
            yield return new($"1.1.{i + 1}", [TestFrame.Text(text), Done], [Echo(1, text), "close 1000"]);
            yield return new($"1.2.{i + 1}", [TestFrame.Binary(octets), Done], [Echo(2, octets), "close 1000"]);
        }
    }

    private static IEnumerable<AutobahnCase> PingsAndPongs()
    {
        string longest = new('*', 125);
        TestFrame[] ten = [.. Enumerable.Range(0, 10).Select(i => TestFrame.Ping($"payload-{i}"))];
        yield return new("2.1", [TestFrame.Ping(), Done], [Pong(""), "close 1000"]);
        yield return new("2.2", [TestFrame.Ping("Hello, world!"), Done], [Pong("Hello, world!"), "close 1000"]);
        yield return new("2.3", [new(9, [0x00, 0xFF, 0xFE, 0xFD, 0xFC, 0xFB, 0x00, 0xFF]), Done], ["pong 8 00FFFEFDFCFB00FF", "close 1000"]);
        yield return new("2.4", [TestFrame.Ping(longest), Done], [Pong(longest), "close 1000"]);
        yield return new("2.5", [TestFrame.Ping(longest + "*"), Done], ["close 1002"]);
        yield return new("2.7", [TestFrame.Pong(), Done], ["close 1000"]);
        yield return new("2.8", [TestFrame.Pong("unsolicited"), Done], ["close 1000"]);
        yield return new("2.9", [TestFrame.Pong("unsolicited"), TestFrame.Ping("ping"), Done], [Pong("ping"), "close 1000"]);
        yield return new("2.10", [.. ten, Done], [.. Enumerable.Range(0, 10).Select(i => Pong($"payload-{i}")), "close 1000"]);
    }

    private static IEnumerable<AutobahnCase> ReservedBits()
    {
        TestFrame hello = TestFrame.Text("Hello, world!");
        string echo = Echo(1, hello.Payload);
        yield return new("3.1", [hello with { ReservedBits = 1 }, TestFrame.Ping()], ["close 1002"]);
        yield return new("3.2", [hello, hello with { ReservedBits = 2 }, TestFrame.Ping()], [echo, "close 1002"]);
        yield return new("3.3", [hello, hello with { ReservedBits = 3 }, TestFrame.Ping()], [echo, "close 1002"]);
        yield return new("3.4", [hello, hello with { ReservedBits = 4 }, TestFrame.Ping()], [echo, "close 1002"]);
        yield return new("3.5", [TestFrame.Binary([0x00, 0xFF]) with { ReservedBits = 5 }, TestFrame.Ping()], ["close 1002"]);
        yield return new("3.6", [TestFrame.Ping("x") with { ReservedBits = 6 }], ["close 1002"]);
        yield return new("3.7", [Done with { ReservedBits = 7 }], ["close 1002"]);
    }

    private static IEnumerable<AutobahnCase> Opcodes()
    {
        TestFrame hello = TestFrame.Text("Hello, world!");
        for (int i = 0; i < 5; i++)
        {
            TestFrame[] before = i >= 2 ? [hello] : [];
            string[] echo = i >= 2 ? [Echo(1, hello.Payload)] : [];
            byte[] payload = (i & 1) == 0 ? [] : hello.Payload;
            yield return new($"4.1.{i + 1}", [.. before, new(3 + i, payload), TestFrame.Ping()], [.. echo, "close 1002"]);
            yield return new($"4.2.{i + 1}", [.. before, new(11 + i, payload), TestFrame.Ping()], [.. echo, "close 1002"]);
        }
    }

    private static IEnumerable<AutobahnCase> Fragmentation()
    {
        TestFrame one = TestFrame.Text("fragment1", isFinal: false);
        TestFrame two = TestFrame.More("fragment2", isFinal: true);
        TestFrame hello = TestFrame.Text("Hello, world!");
        string joined = "text 18 fragment1fragment2";
        string echo = Echo(1, hello.Payload);
        yield return new("5.1", [TestFrame.Ping("a") with { IsFinal = false }, TestFrame.More("b", true)], ["close 1002"]);
        yield return new("5.2", [TestFrame.Pong("a") with { IsFinal = false }, TestFrame.More("b", true)], ["close 1002"]);
        yield return new("5.3", [one, two, Done], [joined, "close 1000"]);
        yield return new("5.6", [one, TestFrame.Ping("ping"), two, Done], [Pong("ping"), joined, "close 1000"]);
        yield return new("5.9", [TestFrame.More("nothing", true), hello], ["close 1002"]);
        yield return new("5.12", [TestFrame.More("nothing", false), hello], ["close 1002"]);
        yield return new("5.15", [one, two, TestFrame.More("fragment3", false), TestFrame.Text("fragment4")], [joined, "close 1002"]);
        yield return new("5.16", [TestFrame.More("fragment1", false), hello, TestFrame.More("fragment2", true)], ["close 1002"]);
        yield return new("5.17", [hello, TestFrame.More("fragment1", true), hello], [echo, "close 1002"]);
        yield return new("5.18", [one, TestFrame.Text("fragment2")], ["close 1002"]);
        TestFrame[] five =
        [
            TestFrame.Text("fragment1", false), TestFrame.More("fragment2", false), TestFrame.Ping("pongme 1!"), TestFrame.More("fragment3", false),
            TestFrame.Ping("pongme 2!"), TestFrame.More("fragment4", false), TestFrame.Ping("pongme 3!"), TestFrame.More("fragment5", true), Done,
        ];
        yield return new("5.19", five, [Pong("pongme 1!"), Pong("pongme 2!"), Pong("pongme 3!"), "text 45 fragment1fragment2fragment3fragment4frag", "close 1000"]);
        yield return new("5.20", [TestFrame.Text("", false), TestFrame.More("", false), TestFrame.More("", true), Done], ["text 0 ", "close 1000"]);
        yield return new("5.binary", [TestFrame.Binary([1, 2], false), TestFrame.More([3], false), TestFrame.More([0xFF], true), Done], ["binary 4 010203FF", "close 1000"]);
    }

    private static TestFrame Done => TestFrame.Close(1000);

    private static string Echo(int opcode, byte[] payload) => SentFrames.Describe(opcode, payload);

    private static string Pong(string payload) => SentFrames.Describe(10, Encoding.UTF8.GetBytes(payload));
}
