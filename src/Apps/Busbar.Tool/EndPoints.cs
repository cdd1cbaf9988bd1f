using System.Net;

namespace Busbar.Tool;

/// <summary>Addresses as users write them.</summary>
internal static class EndPoints
{
    /// <summary>Where a server listens.</summary>
    public static IPEndPoint ToListenOn(string host, int port, string option = "--port")
    {
        if (port is < 0 or > 65535)
            throw new UsageException($"{option} must be 0 to 65535, not {port}.");
        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase))
            return new IPEndPoint(IPAddress.Loopback, port);
        return IPAddress.TryParse(host, out IPAddress? address)
            ? new IPEndPoint(address, port)
            : throw new UsageException($"--host must be an address of this machine such as 127.0.0.1 or 0.0.0.0, not '{host}'.");
    }

    /// <summary>Where a server is, as HOST:PORT.</summary>
    public static (string Host, int Port) ToConnectTo(string text, string option)
    {
        int colon = text.LastIndexOf(':');
        bool isBare = colon > 0 && text.IndexOf(':') < colon && !text.StartsWith('['); // an IPv6 address without brackets: which part is the port?
        if (colon > 0 && !isBare && int.TryParse(text.AsSpan(colon + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int port) && port is >= 1 and <= 65535)
            return (text[..colon].Trim('[', ']'), port);
        throw new UsageException($"{option} must be HOST:PORT, such as 127.0.0.1:15502 or [::1]:15502, not '{text}'.");
    }
}
