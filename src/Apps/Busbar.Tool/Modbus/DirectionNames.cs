using Busbar.Modbus;

namespace Busbar.Tool;

/// <summary>Directions as the command line and decoded frames spell them.</summary>
internal static class DirectionNames
{
    private const string Request = "request";
    private const string Response = "response";

    public static string[] All { get; } = [Request, Response];

    public static string Of(PduDirection direction) => direction == PduDirection.Request ? Request : Response;

    /// <returns>Null when it is none.</returns>
    public static PduDirection? Find(string? name) => name switch
    {
        Request => PduDirection.Request,
        Response => PduDirection.Response,
        _ => null,
    };
}
