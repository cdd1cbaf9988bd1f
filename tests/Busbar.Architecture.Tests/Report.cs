namespace Busbar.Architecture.Tests;

/// <summary>Fails with all that was found, one a line.</summary>
internal static class Report
{
    public static void Empty(IEnumerable<string> problems)
    {
        string[] found = [.. problems];
        if (found.Length > 0)
            Assert.Fail(string.Join(Environment.NewLine, found));
    }
}
