using Busbar.CodeFixes;
using Busbar.Generators.Tests.Harness;

namespace Busbar.Generators.Tests.CodeFixes;

public sealed class AddPartialFixTests
{
    [Fact]
    public async Task TheType_AndTheTypesAroundIt_BecomePartial() => Assert.Equal(
        """
        using Busbar;

        // The plant.
        partial class Plant
        {
            public static partial class Feeders
            {
                /// <summary>One.</summary>
                [Measurement("feeder")]
                public readonly partial record struct Feeder([Field] float Power, [Timestamp] DateTimeOffset Time);
            }
        }
        """,
        await FixRun.ApplyAsync<AddPartialFix>("""
        using Busbar;

        // The plant.
        class Plant
        {
            public static partial class Feeders
            {
                /// <summary>One.</summary>
                [Measurement("feeder")]
                public readonly record struct Feeder([Field] float Power, [Timestamp] DateTimeOffset Time);
            }
        }
        """));
}
