namespace Busbar.Generators.Tests.Analyzers.Lifetime;

public sealed class UsedAfterDisposeTests
{
    [Fact]
    public Task UseInALaterStatement_IsReportedOnce() => Uses.VerifyAsync("""
        public int Run(Message message)
        {
            RetainedMessage kept = message.Retain();
            kept.Dispose();
            int length = {|BUS6002:kept|}.Payload.Length;
            return length + kept.Memory.Length;
        }

        public void Twice(Message message)
        {
            RetainedMessage kept = message.Retain();
            kept.Dispose();
            if (message.Sequence > 1)
            {
                {|BUS6002:kept|}.Dispose();
            }
        }
        """);

    [Fact]
    public Task SetAgain_OrOnAnotherWay_IsQuiet() => Uses.VerifyAsync("""
        public void Run(Message message, Outlet outlet, bool early)
        {
            RetainedMessage kept = message.Retain();
            if (early)
            {
                kept.Dispose();
                return;
            }

            _ = kept.Payload.Length;
            kept.Dispose();
            kept = message.Retain();
            _ = kept.Payload.Length;
            kept.Dispose();
            while (outlet.TryRead(out kept))
            {
                _ = kept.Payload.Length;
                kept.Dispose();
            }
        }
        """);
}
