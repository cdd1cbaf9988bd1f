namespace Busbar.Generators.Tests.Analyzers.Lifetime;

public sealed class NeverReleasedTests
{
    [Fact]
    public Task OnlyLookedAt_IsReported() => Uses.VerifyAsync("""
        public int Retained(Message message)
        {
            RetainedMessage {|BUS6003:kept|} = message.Retain();
            return kept.Payload.Length + (int)kept.Sequence;
        }

        public int Read(Outlet outlet) => outlet.TryRead(out RetainedMessage {|BUS6003:message|}) ? message.Memory.Length : 0;

        public async Task All(Broker broker)
        {
            await foreach (RetainedMessage {|BUS6003:message|} in broker.ReadAllAsync("#"))
                Console.WriteLine(message.Topic.Name);
        }

        public void Discarded(Message message) => message.{|BUS6003:Retain|}();
        """);

    [Fact]
    public Task Disposed_ReturnedStoredOrHandedOn_IsQuiet() => Uses.VerifyAsync("""
        private RetainedMessage _last;

        public void Run(Message message, Outlet outlet, Topic topic, List<RetainedMessage> all)
        {
            using RetainedMessage first = message.Retain();
            RetainedMessage second = message.Retain();
            second.Dispose();
            RetainedMessage third = message.Retain();
            all.Add(third);
            _last = message.Retain();
            while (outlet.TryRead(out RetainedMessage read))
            {
                using (read)
                    _ = read.Payload.Length;
            }

            if (topic.TryGetRetained(out RetainedMessage state))
                _last = state;
        }

        public async IAsyncEnumerable<RetainedMessage> All(Broker broker)
        {
            await foreach (RetainedMessage message in broker.ReadAllAsync("#"))
                yield return message;
            await foreach (RetainedMessage message in broker.ReadAllAsync("#"))
            {
                Console.WriteLine(message.Topic.Name);
                message.Dispose();
            }
        }
        """);
}
