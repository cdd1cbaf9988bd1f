using Busbar.Generators.Tests.Harness;

namespace Busbar.Generators.Tests.Analyzers.HotPath;

/// <summary>Members of a class, with what hot paths are made of at hand.</summary>
internal static class Hot
{
    public static Task VerifyAsync(string members) => AnalyzerRun.VerifyAsync(Source(members));

    public static Task<string> MessageAsync(string members) => AnalyzerRun.MessageAsync(Source(members));

    private static string Source(string members) => $$"""
        using System.Buffers;
        using System.Diagnostics;
        using System.Diagnostics.CodeAnalysis;
        using System.Linq;
        using System.Runtime.CompilerServices;
        using System.Text;
        using Busbar;

        public enum Mode { Off, On }

        public class Code
        {
        {{members}}
        }
        """;
}
