namespace Busbar.Generators.Tests.Analyzers.Lifetime;

public sealed class DiscardedSubscriptionTests
{
    [Fact]
    public Task Subscriptions_ThatNobodyKeeps_AreReported() => Uses.VerifyAsync("""
        public void Run(Hub<Sample> hub, Broker broker, ISink<Sample> sink)
        {
            hub.{|BUS6001:Subscribe|}(static (in Sample _) => { });
            hub.{|BUS6001:Subscribe|}(sink);
            broker.{|BUS6001:Subscribe|}("a/#", static _ => { });
            hub.{|BUS6001:SubscribeQueue|}();
            _ = hub.{|BUS6001:SubscribeQueue|}(16);
        }

        public void Short(Broker broker) => broker.{|BUS6001:Subscribe|}("a", static _ => { });
        """);

    [Fact]
    public Task Kept_HandedOn_OrMeantToStay_IsQuiet() => Uses.VerifyAsync("""
        private IDisposable? _kept;

        public IDisposable Run(Hub<Sample> hub, Broker broker, List<IDisposable> all, Outlet outlet)
        {
            using IDisposable first = hub.Subscribe(static (in Sample _) => { });
            _kept = hub.Subscribe(static (in Sample _) => { });
            all.Add(broker.Subscribe("a", static _ => { }));
            _ = broker.Subscribe("b", static _ => { });
            outlet.Subscribe("a/#");
            return hub.SubscribeQueue();
        }

        private readonly Hub<Sample> _own = new();
        private readonly Hub<Sample> _made;

        public Code()
        {
            _made = new Hub<Sample>();
            _made.Subscribe(static (in Sample _) => { });
            _own.Subscribe(static (in Sample _) => { });
        }

        public void Own()
        {
            var hub = new Hub<Sample>();
            hub.Subscribe(static (in Sample _) => { });
        }
        """);

    [Fact]
    public async Task Message_SaysWhatToWrite() => Assert.Equal(
        "What 'Subscribe' returns is discarded, so that the handler is called for as long as the Hub lives; keep it and dispose it, or write '_ =' where that is meant",
        await Uses.MessageAsync("public void Run(Hub<Sample> hub) => hub.Subscribe(static (in Sample _) => { });"));
}
