namespace Busbar.Messaging;

/// <summary>What a <see cref="Broker"/> refuses for a reason of its own.</summary>
public abstract class BrokerException : InvalidOperationException
{
    private protected BrokerException(string message)
        : base(message)
    {
    }
}
