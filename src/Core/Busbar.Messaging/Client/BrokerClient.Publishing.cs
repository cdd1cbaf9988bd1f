using System.Text.Json;
using Busbar.Links;

namespace Busbar.Messaging;

// Publishing. Where the connection takes more, and nothing waits in front, a publish is written to it at once; otherwise it waits.
public sealed partial class BrokerClient
{
    /// <summary>
    /// Publishes. Waits in the client's buffer while there is no connection. Over a connection of the binary form it allocates nothing in
    /// steady state.
    /// </summary>
    /// <param name="topic">The topic's name.</param>
    /// <param name="value">One JSON text as UTF-8, or any octets where <see cref="ClientPublishOptions.IsRaw"/> says so; copied. Empty for <c>null</c>.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">The name is none, or the value no JSON.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    [HotPath]
    public void Publish(string topic, ReadOnlySpan<byte> value, ClientPublishOptions options = default)
    {
        Check(topic, value, options);
        if (!TryPublishNow(topic, value, options))
            PublishLater(topic, value, options);
    }

    /// <summary>The same, and ends with the message's sequence when the server has published it.</summary>
    /// <inheritdoc cref="Publish"/>
    /// <exception cref="BrokerRequestException">The server refused, or the connection broke before its answer.</exception>
    /// <exception cref="TimeoutException">There was no answer within <see cref="BrokerClientOptions.AnswerTimeout"/>.</exception>
    public async Task<long> PublishAsync(string topic, ReadOnlyMemory<byte> value, ClientPublishOptions options = default, CancellationToken cancellationToken = default)
    {
        Check(topic, value.Span, options);
        var publish = new ClientPublish(topic, value.ToArray(), options);
        JsonElement answer = await AskAsync(id => new WaitingObject([], id, Publish: publish), _options.AnswerTimeout, cancellationToken).ConfigureAwait(false);
        return answer.GetProperty("sequence"u8).GetInt64();
    }

    /// <summary>What was to be said cannot be, whatever connection there is. Under the link's lock.</summary>
    internal void Refuse(long id, string code, string reason)
    {
        lock (_lock)
        {
            _lost++;
            if (_pending.Reject(id, new BrokerRequestException(code, reason)))
                return;
        }

        ClientLog.Refused(_options.Logger, _link.Target, code, reason);
    }

    [HotPath]
    private bool TryPublishNow(string topic, ReadOnlySpan<byte> value, in ClientPublishOptions options)
    {
        if (_link.Current is not { } link)
            return false;
        try
        {
            using LinkScope<BrokerClientSession> scope = link.Enter();
            if (!scope.Session.IsOpen || scope.Output.PendingOctets >= MaxPendingOctets || HasWaiting())
                return false;
            scope.Session.SayPublish(scope.Output, topic, value, options, 0);
            return true;
        }
        catch (LinkClosedException)
        {
            return false; // it is said on the next connection
        }
    }

    private bool HasWaiting()
    {
        lock (_lock)
            return _waiting.Count > 0;
    }

    private void PublishLater(string topic, ReadOnlySpan<byte> value, in ClientPublishOptions options) =>
        Post(new WaitingObject([], 0, Publish: new ClientPublish(topic, value.ToArray(), options)));

    private static void Check(string topic, ReadOnlySpan<byte> value, in ClientPublishOptions options)
    {
        TopicName.Validate(topic, TopicFilter.MaxLength);
        if (options.TimeToLive is { } life)
            ArgumentOutOfRangeException.ThrowIfLessThan(life, TimeSpan.FromMilliseconds(1), nameof(options));
        if (!options.IsRaw)
            CheckJson(value);
    }

    /// <summary>Empty stands for <c>null</c>.</summary>
    private static void CheckJson(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return;
        try
        {
            var reader = new Utf8JsonReader(value);
            reader.Read();
            reader.Skip();
            if (reader.Read())
                throw new JsonException("there is more than one");
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"The value must be one JSON text: {exception.Message}", nameof(value), exception);
        }
    }

    private static byte[] CopyJson(ReadOnlySpan<byte> value)
    {
        CheckJson(value);
        return value.ToArray();
    }
}
