using System.Reflection;

namespace Busbar.Packaging.Tests.Builds;

/// <summary>The checked-out repository that these tests run from, and how they were built in it.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>Where restoring this repository put the packages that it stands on.</summary>
    public static IReadOnlyList<string> PackageFolders { get; } =
        Metadata("PackageFolders").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Metadata(string key) =>
        typeof(Checkout).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Packages.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No Packages.sln in {AppContext.BaseDirectory} or above it: these tests run from a checkout.");
    }
}
