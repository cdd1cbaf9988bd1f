namespace Busbar.Benchmarks.Events;

/// <summary>A table of three events.</summary>
public sealed partial class ThreeEvents : Room
{
    [Event("event00")]
    public void OnSet(int bay, double value, bool isClosed) => Sum += bay + (long)value + (isClosed ? 1 : 0);

    [Event("event07")]
    public void OnJoin(int bay) => Sum += bay;

    [Event("event42")]
    public void OnLeave(int bay, double value, bool isClosed) => Sum += bay + (long)value - (isClosed ? 1 : 0);
}
