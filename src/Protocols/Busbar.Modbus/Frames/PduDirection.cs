namespace Busbar.Modbus;

/// <summary>Which way a PDU travels: requests and responses of one function differ, and nothing in them says which they are.</summary>
public enum PduDirection : byte
{
    /// <summary>From a client to a server.</summary>
    Request = 0,

    /// <summary>From a server to a client, exceptions included.</summary>
    Response,
}
