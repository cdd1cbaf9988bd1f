namespace Busbar.Messaging.Tests;

/// <summary>Coming back in the binary form.</summary>
public sealed class BinaryResumeTests : ResumeTests
{
    protected override bool IsBinary => true;
}
