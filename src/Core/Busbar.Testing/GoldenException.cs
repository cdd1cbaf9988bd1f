namespace Busbar.Testing;

/// <summary>A codec did not do with a golden vector what every codec must.</summary>
public sealed class GoldenException : Exception
{
    internal GoldenException(string message)
        : base(message)
    {
    }
}
