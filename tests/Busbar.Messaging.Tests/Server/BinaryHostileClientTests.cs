namespace Busbar.Messaging.Tests;

/// <summary>What clients of the binary form do wrong.</summary>
public sealed class BinaryHostileClientTests : HostileClientTests
{
    protected override bool IsBinary => true;
}
