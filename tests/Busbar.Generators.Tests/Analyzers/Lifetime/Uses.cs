using Busbar.Generators.Tests.Harness;

namespace Busbar.Generators.Tests.Analyzers.Lifetime;

/// <summary>Members of a class of a user, with all of Busbar at hand.</summary>
internal static class Uses
{
    public static Task VerifyAsync(string members) => AnalyzerRun.VerifyAsync(Source(members));

    public static Task<string> MessageAsync(string members) => AnalyzerRun.MessageAsync(Source(members));

    public static string Source(string members) => $$"""
        using Busbar;
        using Busbar.Links;
        using Busbar.Messaging;
        using Busbar.Modbus;

        public class Code
        {
        {{members}}
        }
        """;
}
