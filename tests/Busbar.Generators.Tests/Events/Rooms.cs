using Busbar.Generators.Tests.Harness;

namespace Busbar.Generators.Tests.Events;

/// <summary>Users' code with methods for events: the class that gets them, and a way to send one and see what comes of it.</summary>
internal static class Rooms
{
    /// <summary>What the package of a protocol declares.</summary>
    public const string Base = """
        using System.Buffers;
        using System.Globalization;
        using System.Text;
        using Busbar;
        using Busbar.MessagePack;

        [EventTable(EventFormat.MessagePack)]
        public abstract class Room
        {
            public List<string> Said { get; } = new();

            public EventOutcome Send(string name, string hex, CancellationToken cancellationToken = default) =>
                DispatchEvent(Encoding.UTF8.GetBytes(name), Convert.FromHexString(hex.Replace(" ", "")), cancellationToken);

            public string Tell(string name, string hex)
            {
                Said.Clear();
                EventOutcome outcome = Send(name, hex);
                return outcome.Status == EventStatus.Handled ? string.Join(" | ", Said) : outcome.ToString();
            }

            protected void Say(FormattableString text) => Said.Add(FormattableString.Invariant(text));

            protected abstract EventOutcome DispatchEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> payload, CancellationToken cancellationToken);
        }

        [EventTable(EventFormat.Json)]
        public abstract class JsonRoom
        {
            public List<string> Said { get; } = new();

            public string Tell(string name, string json)
            {
                Said.Clear();
                EventOutcome outcome = DispatchEvent(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(json), this);
                return outcome.Status == EventStatus.Handled ? string.Join(" | ", Said) : outcome.ToString();
            }

            protected void Say(FormattableString text) => Said.Add(FormattableString.Invariant(text));

            protected virtual EventOutcome DispatchEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> payload, object? context) => EventOutcome.NotFound;
        }

        [EventTable(EventFormat.Raw, Topics = true)]
        public abstract class Topics
        {
            public List<string> Said { get; } = new();

            public IReadOnlyList<string> Filters => EventFilters;

            public string Tell(int filter, string topic, string payload)
            {
                Said.Clear();
                EventOutcome outcome = DispatchEvent(filter, Encoding.UTF8.GetBytes(topic), Encoding.UTF8.GetBytes(payload));
                return outcome.Status == EventStatus.Handled ? string.Join(" | ", Said) : outcome.ToString();
            }

            protected void Say(FormattableString text) => Said.Add(FormattableString.Invariant(text));

            protected virtual IReadOnlyList<string> EventFilters => [];

            protected virtual EventOutcome DispatchEvent(int filter, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) => EventOutcome.NotFound;
        }
        """;

    public const string Usings = "using System.Text; using Busbar; using Busbar.MessagePack;\n";

    public static GeneratorRun Run(params IEnumerable<string> sources) => GeneratorRun.Of<EventGenerator>([Base, .. sources]);

    private static readonly Dictionary<string, Func<string, string, string>> Compiled = new(StringComparer.Ordinal);

    /// <summary>A room of that body, compiled once for all tests that ask for the same: event and payload in, what was said or the fault out.</summary>
    public static Func<string, string, string> Teller(string body, string header = "public sealed partial class My : Room")
    {
        if (!Compiled.TryGetValue(header + body, out Func<string, string, string>? tell))
        {
            tell = Run($"{Usings}\n{header}\n{{\n{body}\n}}\npublic static class Test {{ public static Func<string, string, string> Run() => new My().Tell; }}").Call<Func<string, string, string>>();
            Compiled.Add(header + body, tell);
        }

        return tell;
    }

    /// <summary>Compiles a room of that body, and runs what collects lines into <c>said</c>.</summary>
    public static string[] Call(string body, string statements, string header = "public sealed partial class My : Room") => Run($$"""
        {{Usings}}
        {{header}}
        {
        {{body}}
        }

        public static class Test
        {
            public static string[] Run()
            {
                var said = new List<string>();
                var room = new My();
                {{statements}}
                return said.ToArray();
            }
        }
        """).Call<string[]>();
}
