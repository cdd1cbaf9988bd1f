using Busbar.Generators.Tests.Harness;
using Busbar.Messaging;

namespace Busbar.Generators.Tests.Analyzers.Lifetime;

public sealed class InvalidFilterTests
{
    [Fact]
    public Task ConstantsThatAreRefused_AreReported() => Uses.VerifyAsync("""
        private const string Named = "plant/+3/a";

        public void Run(Broker broker, Outlet outlet)
        {
            using IDisposable one = broker.Subscribe({|BUS6008:"plant/#/power"|}, static _ => { });
            outlet.Subscribe({|BUS6008:""|});
            outlet.Subscribe({|BUS6008:Named|});
            outlet.Unsubscribe(filter: {|BUS6008:"a#"|});
            _ = TopicFilter.Parse({|BUS6008:"a/b+"|});
            _ = broker.ReadAllAsync({|BUS6008:"a\n"|});
        }
        """);

    [Fact]
    public Task GoodFilters_AndWhatIsNoConstant_AreQuiet() => Uses.VerifyAsync("""
        public void Run(Broker broker, Outlet outlet, string given)
        {
            using IDisposable one = broker.Subscribe("plant/+/3/#", static _ => { });
            outlet.Subscribe("#");
            outlet.Subscribe("+");
            outlet.Subscribe(given + "#");
        }
        """);

    [Theory]
    [InlineData("#")]
    [InlineData("a//b")]
    [InlineData("/")]
    [InlineData("+/+/#")]
    [InlineData("a/#/")]
    [InlineData("##")]
    [InlineData("+a")]
    [InlineData("$sys/#")]
    public async Task TheAnalyzer_RefusesWhatTheBrokerRefuses(string filter)
    {
        bool isRefused = Record.Exception(() => TopicFilter.Parse(filter)) is not null;

        bool isReported = (await AnalyzerRun.ReportAsync(Uses.Source($"public void Run(Outlet outlet) => outlet.Subscribe(\"{filter}\");"))).Length > 0;

        Assert.Equal(isRefused, isReported);
    }
}
