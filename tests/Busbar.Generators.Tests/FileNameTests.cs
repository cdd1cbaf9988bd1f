using Busbar.Generators.Tests.Events;
using Busbar.Generators.Tests.Harness;

namespace Busbar.Generators.Tests;

/// <summary>Each type has a file of its own, though the compiler does not tell names apart that differ in case alone.</summary>
public sealed class FileNameTests
{
    private static readonly string[] Names = ["Row", "ROW", "ROw", "Row_1", "Row<T>", "Row<T, U>"];

    [Fact]
    public void Measurements_WhoseNamesDifferInCaseOrArityAlone_HaveAFileEach()
    {
        GeneratorRun run = GeneratorRun.Of<MeasurementGenerator>(Names.Select(name =>
            $"using Busbar; [Measurement(\"row\")] public partial record struct {name}([Field] int A, [Timestamp] DateTimeOffset Time);"));

        run.Compile();
        Assert.Equal(
            ["ROW.Measurement.g.cs", "ROw(2).Measurement.g.cs", "Row(3).Measurement.g.cs", "Row-1.Measurement.g.cs", "Row-2.Measurement.g.cs", "Row_1.Measurement.g.cs"],
            Files(run));
    }

    /// <summary>One is found by its event, the other by its fallback.</summary>
    [Fact]
    public void Rooms_WhoseNamesDifferInCaseAlone_HaveAFileEach()
    {
        GeneratorRun run = Rooms.Run(
            "public partial class Chat : Room { [Busbar.Event(\"a\")] void On() { } }",
            "public partial class CHAT : Room { [Busbar.EventFallback] void On(string name) { } }");

        run.Compile();
        Assert.Equal(["CHAT.Events.g.cs", "Chat(2).Events.g.cs"], Files(run));
    }

    [Fact]
    public void AnotherType_IsAFileMore_AndNothingElse()
    {
        GeneratorRun first = Rooms.Run("public partial class Chat : Room { [Busbar.Event(\"a\")] void On() { } }", "class Other;");

        GeneratorRun second = first.AfterEdit("File2.cs", "public partial class Other : Room { [Busbar.Event(\"a\")] void On() { } }");

        Assert.Equal(["Chat.Events.g.cs", "Other.Events.g.cs"], Files(second));
        Assert.Equal(1, StepAssertions.FilesWritten(second));
    }

    private static IEnumerable<string> Files(GeneratorRun run) => run.Result.GeneratedSources.Select(source => source.HintName).Order(StringComparer.Ordinal);
}
