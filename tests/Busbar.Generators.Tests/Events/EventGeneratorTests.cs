using Busbar.Generators.Tests.Harness;

namespace Busbar.Generators.Tests.Events;

/// <summary>What is generated for methods with events, and what an edit causes.</summary>
public sealed class EventGeneratorTests
{
    private const string Chat = Rooms.Usings + """
        namespace Plant;

        public enum Mood { Calm, Angry }

        public sealed record Place(double X, double Y, string Label = "none");

        public sealed partial class Chat : Room
        {
            [Event("msg")]
            private void OnMessage(string author, string text, double? number, DateTimeOffset time, ReadOnlySpan<byte> blob) { }

            [Event("ping")]
            private void OnPing() { }

            [Event("move")]
            private async Task OnMoveAsync(Place place, Mood mood = Mood.Calm, int[]? steps = null, CancellationToken cancellationToken = default) => await Task.Delay(1, cancellationToken);

            [Event("pong")]
            private ValueTask OnPong(Room room, CancellationToken cancellationToken) => default;

            [Event("pull", Raw = true)]
            private void OnPull(ReadOnlySpan<byte> payload) { }

            [Event("place")]
            private Task OnPlace(Room room, short plain, double @new, bool isFinal) => Task.CompletedTask;

            private void DispatchOnPlaceInAnyForm() { }

            [EventFallback]
            private void OnOther(string name, ReadOnlySpan<byte> payload) { }
        }
        """;

    private const string Feeders = """
        using Busbar;

        namespace Plant;

        public enum Phase { L1, L2, L3 }

        public partial class Feeders : Topics
        {
            [Event("plant/{bay}/{phase}/power")]
            private void OnPower(int bay, Phase phase, string payload) { }

            [Event("plant/#")]
            private void OnAny(ReadOnlySpan<byte> payload) { }
        }
        """;

    private const string Settings = """
        using Busbar;

        namespace Plant;

        public sealed partial class Settings : JsonRoom
        {
            [Event("set")]
            private void OnSet(string name, double value, string? unit = null) { }

            [Event("count")]
            private void OnCount(int count) { }
        }
        """;

    [Fact]
    public void Chat_ReadsAsIfTypedByHand()
    {
        GeneratorRun run = Rooms.Run(Chat);

        run.Compile();
        Snapshot.Matches(run.Text, "Chat.Events");
    }

    [Fact]
    public void Feeders_ReadAsIfTypedByHand()
    {
        GeneratorRun run = Rooms.Run(Feeders);

        run.Compile();
        Snapshot.Matches(run.Text, "Feeders.Events");
    }

    [Fact]
    public void Settings_ReadAsIfTypedByHand()
    {
        GeneratorRun run = Rooms.Run(Settings);

        run.Compile();
        Snapshot.Matches(run.Text, "Settings.Events");
    }

    [Fact]
    public void NamesOfOneLength_AreToldApartByOctets()
    {
        string[] names = ["start", "state", "stamp", "stale", "été", "x", "a\\\"b", "stack"];
        GeneratorRun run = Rooms.Run($"using Busbar; public partial class Many : Room {{ {string.Concat(names.Select((name, index) => $"[Event(\"{name}\")] void On{index}() {{ }} "))} }}");

        run.Compile();
        Snapshot.Matches(run.Text, "Many.Events");
    }

    [Fact]
    public void ManyNames_AreJumpedTo_AndComparedThere()
    {
        string[] names = [.. Enumerable.Range(0, 12).Select(index => $"event{index / 4}{index % 4}"), "on", "off", "start", "state"];
        string events = string.Concat(names.Select((name, index) => $"[Event(\"{name}\")] void On{index}() {{ }} "));
        GeneratorRun run = Rooms.Run($"using Busbar; public partial class Jumps : Room {{ {events} [EventFallback] void Other(string name) {{ }} }}");

        run.Compile();
        Snapshot.Matches(run.Text, "Jumps.Events");
    }

    [Fact]
    public void EditElsewhere_CausesNothing()
    {
        GeneratorRun first = Rooms.Run(Chat, "class Other;", "public partial class Only : Room { [Busbar.EventFallback] void On(string name) { } }");

        GeneratorRun second = first.AfterEdit("File2.cs", "class Other { int _more; }");

        StepAssertions.NothingIsDoneAgain(second, Steps.ParseEvents);
        StepAssertions.NothingIsDoneAgain(second, Steps.ParseEventFallbacks);
    }

    [Fact]
    public void EditOfOneOfFiveHundred_WritesOneFile()
    {
        static string Source(int index, string name) => $"using Busbar; public partial class Room{index} : Room {{ [Event(\"{name}\")] void On(int a) {{ }} [Event(\"b\")] void Off() {{ }} }}";
        string[] sources = [.. Enumerable.Range(0, 500).Select(index => Source(index, "a"))];
        GeneratorRun first = Rooms.Run(sources);

        GeneratorRun second = first.AfterEdit("File8.cs", Source(7, "c"));

        Assert.Equal(500, first.Result.GeneratedSources.Length);
        Assert.Equal(1, StepAssertions.FilesWritten(second));
    }
}
