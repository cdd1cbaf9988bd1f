using Busbar.Packaging.Tests.Builds;

[assembly: AssemblyFixture(typeof(Busbar.Packaging.Tests.Packages.Feed))]

namespace Busbar.Packaging.Tests.Packages;

/// <summary>
/// All packages, packed once from what is built, in a folder outside the repository. Their version was never before: no cache can
/// have it, and nothing that these tests restore can come from anywhere else.
/// </summary>
public sealed class Feed : IAsyncLifetime
{
    private readonly string _suffix = $"test.x{Guid.NewGuid():N}";

    /// <summary>The folder of everything that these tests make; it goes when they end.</summary>
    public string Workplace { get; } = Directory.CreateTempSubdirectory("busbar-packaging-").FullName;

    public string Folder => Path.Combine(Workplace, "feed");

    /// <summary>The packages without their symbols.</summary>
    internal IReadOnlyList<Package> Packages { get; private set; } = [];

    /// <summary>The one version of all.</summary>
    public string Version => Packages[0].Version;

    internal Package this[string id] => Packages.Single(package => package.Id == id);

    public async ValueTask InitializeAsync()
    {
        CommandResult packed = await Command.DotnetAsync(Checkout.Root,
            "pack", "Packages.sln", "--no-build", "-c", Checkout.Configuration, $"-p:VersionSuffix={_suffix}", $"-p:PackageOutputPath={Folder}/",
            "-nologo", "-tl:off", "-v:quiet", "-nodeReuse:false");
        packed.Succeeded();
        Assert.True(packed.Diagnostics.Count == 0, packed.ToString());
        Packages = [.. Directory.GetFiles(Folder, "*.nupkg").Order(StringComparer.Ordinal).Select(Package.Read)];
        Assert.NotEmpty(Packages);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Workplace, recursive: true);
        return ValueTask.CompletedTask;
    }
}
