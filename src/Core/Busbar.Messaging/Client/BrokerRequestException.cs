namespace Busbar.Messaging;

/// <summary>The broker refused what a client asked, or could not do it.</summary>
public sealed class BrokerRequestException : Exception
{
    internal BrokerRequestException(string code, string message)
        : base(message) => Code = code;

    /// <summary>The error's code on the wire: <c>forbidden</c>, <c>no-handler</c>, <c>rate</c>, …; <c>disconnected</c> when the connection broke before the answer, so that it is not known whether it was done, and <c>overflow</c> when too much waited.</summary>
    public string Code { get; }
}
