using Busbar.Packaging.Tests.Builds;
using Busbar.Packaging.Tests.Packages;

namespace Busbar.Packaging.Tests.Programs;

/// <summary>New programs that refer to one package or to several.</summary>
public sealed class ProgramTests(FreshPrograms programs, Feed feed) : IClassFixture<FreshPrograms>
{
    private static readonly string[] CoreAlone = ["Busbar", "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions"];

    [Fact]
    public async Task Busbar_Alone_GeneratesMeasurements()
    {
        programs.BuiltInSilence("Measurement");

        Assert.Equal(["Feeder.Measurement.g.cs"], programs.Generated("Measurement"));
        Assert.Equal(
            ["feeder.active_power{bay=3} = 41.7 kW at 2024-02-29T12:00:00.0000000Z", "feeder.closed{bay=3} = true at 2024-02-29T12:00:00.0000000Z"],
            await programs.RunAsync("Measurement"));
        Assert.Equal(CoreAlone, programs.Resolved("Measurement"));
    }

    [Fact]
    public void Measurement_ThatIsNotPartial_IsAnError() => Assert.True(programs.Reported("NotPartial") is ["error BUS3001"], programs.Build.ToString());

    [Fact]
    public void Mistakes_OnAHotPathAndWithASubscription_AreWarnings() =>
        Assert.True(programs.Reported("Mistakes") is ["warning BUS5008", "warning BUS6001"], programs.Build.ToString());

    [Fact]
    public async Task Modbus_Alone_GeneratesRegisterMaps()
    {
        programs.BuiltInSilence("RegisterMap");

        Assert.Equal(["Meter.RegisterMap.g.cs"], programs.Generated("RegisterMap"));
        Assert.Equal(["230.5 V, 1500 W, set point 0.3", "register 100 is 225"], await programs.RunAsync("RegisterMap"));
        Assert.Equal([CoreAlone[0], "Busbar.Modbus", "Busbar.Sockets", .. CoreAlone[1..]], programs.Resolved("RegisterMap"));
    }

    [Fact]
    public async Task Sqlite_Alone_GeneratesMeasurements_ThoughBusbarIsTwoPackagesBelow()
    {
        programs.BuiltInSilence("History");

        Assert.Equal(["Feeder.Measurement.g.cs"], programs.Generated("History"));
        Assert.Equal(["feeder.active_power{bay=3} = 41.7 kW at 2024-02-29T12:00:00.0000000Z"], await programs.RunAsync("History"));
    }

    [Fact]
    public async Task MessagePack_Alone_BringsNothingAlong()
    {
        programs.BuiltInSilence("Payload");

        Assert.Equal(["Busbar.MessagePack"], programs.Resolved("Payload"));
        Assert.Empty(programs.Analyzers("Payload"));
        Assert.Equal(["19 octets, 2 values: feeder 3 41.7", "offset 1: expected Integer, found String"], await programs.RunAsync("Payload"));
    }

    [Fact]
    public async Task FivePackages_Together_HaveTheGeneratorsOnce()
    {
        programs.BuiltInSilence("Together");

        Assert.Equal(["Feeder.Measurement.g.cs", "Meter.RegisterMap.g.cs"], programs.Generated("Together"));
        Assert.Equal(["Busbar.CodeFixes.dll", "Busbar.Generators.dll"], programs.Analyzers("Together").Select(Path.GetFileName));
        Assert.Equal(["topic feeder/3/active_power", "feeder,bay=3 active_power=1500 1709208000000000000", "1 stored"], await programs.RunAsync("Together"));
    }

    [Fact]
    public void Generators_ComeFromThePackageThatWasJustPacked() =>
        Assert.All(programs.Analyzers("Measurement"), file => Assert.Contains(Path.Combine("busbar", feed.Version), file, StringComparison.Ordinal));

    [Fact]
    public async Task TrimmedProgram_WithAllThatIsInThePackages_HasNoWarning()
    {
        CommandResult published = await programs.PublishAsync("Trimmed");

        Assert.True(programs.Reported("Trimmed").Count == 0, programs.Build.ToString());
        Assert.True(published.Succeeded().Diagnostics.Count == 0, published.ToString());
        Assert.Equal(["feeder,bay=3 active_power=1500 1709208000000000000", "feeder.active_power{bay=3}"], await programs.RunPublishedAsync("Trimmed"));
    }

    [Fact]
    public async Task TrimmedProgram_WithSqlite_HasTheWarningOfItsProviderAlone()
    {
        CommandResult published = await programs.PublishAsync("TrimmedHistory");

        Assert.True(programs.Reported("TrimmedHistory").Count == 0, programs.Build.ToString());
        BuildDiagnostic warning = Assert.Single(published.Succeeded().Diagnostics);
        Assert.True(warning.Id == "IL2104" && warning.Message.Contains("'Microsoft.Data.Sqlite'", StringComparison.Ordinal), published.ToString());
        Assert.Equal(["feeder.active_power{bay=3} = 41.7 kW at 2024-02-29T12:00:00.0000000Z"], await programs.RunPublishedAsync("TrimmedHistory"));
    }

    [Fact]
    public async Task Tool_IsInstalled_AndSaysItsVersion()
    {
        (await programs.InstallAsync(PackageTable.Tool, "tools")).Succeeded();

        CommandResult version = await Command.RunAsync(programs.PathOf("tools", "busbar"), programs.PathOf("tools"), "--version");
        Assert.StartsWith(feed.Version[..feed.Version.IndexOf('-')], version.Succeeded().Output, StringComparison.Ordinal);
    }
}
