namespace Busbar.Messaging;

/// <summary>One object of a client: a view on the text it was read from. What is not there is null or not <see cref="JsonString.IsThere"/>.</summary>
internal ref struct ClientObject
{
    public ClientObjectType Type;

    /// <summary>By which the client knows the answer.</summary>
    public long? Id;

    /// <summary>Of a response: the number of the server's request, without its letter.</summary>
    public long? RequestId;

    public JsonString Key;
    public JsonString Name;
    public JsonString Session;
    public JsonString Filter;
    public JsonString Topic;
    public JsonString To;
    public JsonString Error;
    public JsonString Epoch;
    public long? Position;
    public long? Since;
    public long? History;

    /// <summary>Milliseconds.</summary>
    public double? TimeToLive;

    /// <summary>Milliseconds.</summary>
    public double? Timeout;

    public bool? Own;
    public bool? Presence;
    public TopicKind? Kind;

    /// <summary>The octets of <c>value</c>, JSON that was checked; empty when there is none.</summary>
    public ReadOnlySpan<byte> Value;
}
