using System.Security.Cryptography.X509Certificates;
using Busbar.Links;

namespace Busbar.Modbus;

/// <summary>Who is at the other end of one of a server's connections: what he may ask, and the way back to him.</summary>
/// <param name="connection">The connection, opened.</param>
/// <param name="options">The server's, checked.</param>
/// <param name="links">The server's links.</param>
internal sealed class ServerClient(Connection connection, ModbusServerOptions options, Func<IEnumerable<Link<ServerSession>>> links)
{
    private readonly ModbusAuthorizer? _authorize = options.Authorize;
    private readonly string? _role = options.Authorize is null ? null : RoleOf(connection.PeerCertificate);
    private Link<ServerSession>? _link;

    /// <summary>Whether what comes at once is whole, and what comes next stands for itself.</summary>
    public bool SendsDatagrams => connection.PreservesMessages;

    /// <summary>What the line says of itself; null where it is none.</summary>
    public TimeSpan? CharacterTime => connection.CharacterTime;

    [HotPath]
    public bool MayAsk(byte unit, ReadOnlySpan<byte> pdu) => _authorize is null || IsAuthorized(_authorize, unit, pdu);

    /// <summary>Finds the link to answer by, later than the session was asked: a session is not told of its link.</summary>
    /// <returns>Null when the connection has ended.</returns>
    public async ValueTask<Link<ServerSession>?> FindLinkAsync(ServerSession session)
    {
        while (_link is null && !session.HasEnded)
        {
            _link = links().FirstOrDefault(link => ReferenceEquals(link.Connection, connection));
            if (_link is null)
                await Task.Yield(); // it was started this moment, and is not among the others yet
        }

        return _link;
    }

    private static string? RoleOf(X509Certificate2? certificate) => certificate is null ? null : ModbusSecurity.RoleOf(certificate);

    private bool IsAuthorized(ModbusAuthorizer authorize, byte unit, ReadOnlySpan<byte> pdu)
    {
        try
        {
            return authorize(new ModbusAuthorization(_role, connection.PeerCertificate, unit, pdu));
        }
        catch (Exception exception)
        {
            Log.AuthorizerFailed(options.Logger, exception, unit, (FunctionCode)pdu[0]);
            return false;
        }
    }
}
