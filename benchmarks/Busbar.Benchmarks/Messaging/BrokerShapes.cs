using Busbar.Benchmarks.Shapes;

namespace Busbar.Benchmarks.Messaging;

/// <summary>The broker beside what one would take in its place, in slices short enough for a busy machine.</summary>
internal static class BrokerShapes
{
    public static Func<Shape>[] All { get; } =
    [
        () => PublishShape.BesideDelegates(1),
        () => PublishShape.BesideDelegates(8),
        () => PublishShape.BesideDelegates(64),
        () => PublishShape.BesideSubject(1),
        () => PublishShape.BesideSubject(8),
        () => PublishShape.BesideSubject(64),
        () => PublishShape.ByNameBesideHandle(1),
        () => PublishShape.ByNameBesideHandle(8),
        () => PublishShape.ByNameBesideHandle(64),
        PublishShape.AmongIdle,
        PublishShape.WithOptions,
        () => QueuedShape.BesideChannels(1),
        () => QueuedShape.BesideChannels(8),
        TwoThreadsShape.Make,
    ];
}
