namespace Busbar.Influx;

/// <summary>What one request to the server led to.</summary>
internal enum AnswerKind : byte
{
    /// <summary>Taken (200, 204), or taken but for some points (a partial write).</summary>
    Delivered = 0,

    /// <summary>No answer: refused, cut off, not found, too late.</summary>
    Unreachable,

    /// <summary>The server cannot now (429, 5xx).</summary>
    Busy,

    /// <summary>The request is larger than the server takes (413).</summary>
    TooLarge,

    /// <summary>Version 1: there is no such database (404).</summary>
    NoDatabase,

    /// <summary>The server will never take this.</summary>
    Refused,
}
