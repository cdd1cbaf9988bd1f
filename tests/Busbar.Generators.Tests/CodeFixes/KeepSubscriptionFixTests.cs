using Busbar.CodeFixes;
using Busbar.Generators.Tests.Analyzers.Lifetime;
using Busbar.Generators.Tests.Harness;

namespace Busbar.Generators.Tests.CodeFixes;

public sealed class KeepSubscriptionFixTests
{
    [Theory]
    [InlineData("hub.Subscribe(static (in Sample _) => { }); // all", "Keep", "using var subscription = hub.Subscribe(static (in Sample _) => { }); // all")]
    [InlineData("hub.Subscribe(static (in Sample _) => { }); // all", "Discard", "_ = hub.Subscribe(static (in Sample _) => { }); // all")]
    [InlineData("int subscription = 1; hub.Subscribe(static (in Sample _) => { });", "Keep", "int subscription = 1; using var subscription2 = hub.Subscribe(static (in Sample _) => { });")]
    [InlineData("_ = hub.SubscribeQueue();", "Keep", "using var queue = hub.SubscribeQueue();")]
    [InlineData("_ = hub.SubscribeQueue();", "Discard", null)]
    [InlineData("if (hub.Subscribers == 0) hub.Subscribe(static (in Sample _) => { });", "Keep", null)]
    public async Task Subscription_IsKept(string before, string key, string? after) =>
        Assert.Equal(after is null ? null : Method(after), await FixRun.ApplyAsync<KeepSubscriptionFix>(Method(before), key));

    private static string Method(string statement) => Uses.Source($$"""
            public void Run(Hub<Sample> hub)
            {
                {{statement}}
            }
        """);
}
