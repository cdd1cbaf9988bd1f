namespace Busbar.Generators.Tests.Harness;

/// <summary>The checked-out repository that these tests run from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

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
