using System.Net;

namespace Busbar.Serial;

/// <summary>A serial line as a place to listen at.</summary>
public sealed class SerialEndPoint : EndPoint
{
    internal SerialEndPoint(string path) => Path = path;

    /// <summary>The device.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public override string ToString() => Path;
}
