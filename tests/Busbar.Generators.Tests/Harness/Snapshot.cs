namespace Busbar.Generators.Tests.Harness;

/// <summary>Generated text beside the text that was read and found good: a file in <c>Snapshots</c>.</summary>
internal static class Snapshot
{
    private const string Accept = "BUSBAR_ACCEPT_SNAPSHOTS";

    /// <summary>The text is that of the file; with BUSBAR_ACCEPT_SNAPSHOTS=1 the file is made from the text instead.</summary>
    public static void Matches(string text, string name)
    {
        string path = Path.Combine(Checkout.Root, "tests", "Busbar.Generators.Tests", "Snapshots", name + ".txt");
        if (Environment.GetEnvironmentVariable(Accept) == "1")
            File.WriteAllText(path, text);
        Assert.True(File.Exists(path), $"There is no {path}; {Accept}=1 makes it.");
        Assert.Equal(File.ReadAllText(path), text);
    }
}
