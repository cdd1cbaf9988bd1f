using System.Text.Json;
using System.Xml.Linq;
using Busbar.Packaging.Tests.Builds;
using Busbar.Packaging.Tests.Packages;

namespace Busbar.Packaging.Tests.Programs;

/// <summary>
/// The programs of <c>Consumers</c>, copied out of the repository and built together once, as users of the packages build theirs.
/// Busbar comes from the feed alone; what it stands on comes from where this repository's own restore put it, so that no registry
/// is asked.
/// </summary>
public sealed class FreshPrograms(Feed feed) : IAsyncLifetime
{
    private readonly string _root = Path.Combine(feed.Workplace, "programs");
    private CommandResult? _build;

    /// <summary>The build of all programs; one of them is meant to fail.</summary>
    internal CommandResult Build => _build!;

    public async ValueTask InitializeAsync()
    {
        Copy(Path.Combine(AppContext.BaseDirectory, "Consumers"), _root);
        WriteNuGetConfig();
        _build = await Command.DotnetAsync(_root, ["build", "Consumers.slnx", "-c", "Release", .. Switches]);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A file or folder of a program.</summary>
    public string PathOf(string program, params string[] parts) => Path.Combine([_root, program, .. parts]);

    /// <summary>What was reported about a program, as <c>warning BUS5008</c>.</summary>
    public IReadOnlyList<string> Reported(string program) =>
        [.. Build.Diagnostics.Where(one => one.Project == program).Select(one => $"{one.Severity} {one.Id}").Order(StringComparer.Ordinal)];

    /// <summary>Fails with the whole build's output when anything at all was reported about a program.</summary>
    internal void BuiltInSilence(string program)
    {
        Assert.True(Reported(program).Count == 0, Build.ToString());
        Assert.True(File.Exists(Assembly(program)), Build.ToString());
    }

    /// <summary>What a program prints, line by line.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(string program) => Lines(await Command.DotnetAsync(PathOf(program), Assembly(program)));

    /// <summary>Publishes a program that was built.</summary>
    internal async Task<CommandResult> PublishAsync(string program) =>
        await Command.DotnetAsync(_root, ["publish", program, "-c", "Release", "--no-build", "-o", PathOf(program, "published"), .. Switches]);

    /// <summary>What a published program prints, line by line.</summary>
    public async Task<IReadOnlyList<string>> RunPublishedAsync(string program) =>
        Lines(await Command.RunAsync(PathOf(program, "published", program), PathOf(program)));

    /// <summary>Installs a tool from the feed.</summary>
    internal Task<CommandResult> InstallAsync(string tool, string folder) =>
        Command.DotnetAsync(_root, "tool", "install", tool, "--version", feed.Version, "--tool-path", Path.Combine(_root, folder), "--configfile", Path.Combine(_root, "nuget.config"));

    /// <summary>The names of the files that were generated for a program, below the folder of each generator.</summary>
    public IReadOnlyList<string> Generated(string program) =>
        [.. Directory.GetFiles(PathOf(program, "obj"), "*.g.cs", SearchOption.AllDirectories)
            .Where(file => file.Contains($"{Path.DirectorySeparatorChar}Busbar.Generators{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    /// <summary>Busbar's assemblies among the analyzers that the compiler was given for a program.</summary>
    public IReadOnlyList<string> Analyzers(string program) =>
        [.. Directory.GetFiles(PathOf(program, "obj"), "analyzers.txt", SearchOption.AllDirectories).SelectMany(File.ReadAllLines)
            .Where(file => Path.GetFileName(file).StartsWith("Busbar", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>The names of all packages that restoring a program resolved.</summary>
    public IReadOnlyList<string> Resolved(string program)
    {
        using var assets = JsonDocument.Parse(File.ReadAllBytes(PathOf(program, "obj", "project.assets.json")));
        return [.. assets.RootElement.GetProperty("libraries").EnumerateObject().Select(library => library.Name[..library.Name.IndexOf('/')]).Order(StringComparer.Ordinal)];
    }

    private IEnumerable<string> Switches => [$"-p:BusbarVersion={feed.Version}", "-nologo", "-tl:off", "-v:quiet", "-nodeReuse:false"];

    private string Assembly(string program) => PathOf(program, "bin", "Release", "net10.0", program + ".dll");

    private static IReadOnlyList<string> Lines(CommandResult result) =>
        result.Succeeded().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private void WriteNuGetConfig()
    {
        static XElement Add(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));
        static XElement Only(string name, params IEnumerable<XElement> entries) => new(name, new XElement("clear"), entries);

        new XDocument(new XElement("configuration",
            new XElement("config", Add("globalPackagesFolder", Path.Combine(_root, "packages"))),
            Only("packageSources", Add("feed", feed.Folder)),
            Only("disabledPackageSources"),
            Only("packageSourceMapping"),
            Only("fallbackPackageFolders", Checkout.PackageFolders.Select((folder, index) => Add($"machine-{index}", folder))))).Save(Path.Combine(_root, "nuget.config"));
    }

    private static void Copy(string source, string destination)
    {
        foreach (string file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(destination, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
