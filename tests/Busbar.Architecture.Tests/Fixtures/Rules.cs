// Types that keep the rules of the house and types that break them: what the checks have to tell apart.
namespace Busbar.Architecture.Tests.Fixtures.Rules;

public class OpenClass;

public abstract class AbstractClass;

public class OpenException : Exception;

public class RootException : Exception;

public sealed class LeafException : RootException;

public sealed class ClassOptions;

public record OpenRecordOptions;

public sealed record FrozenOptions
{
    public int Count { get; init; }
}

public sealed record GoodOptions
{
    public int Count { get; set; }

    public IList<string> Names { get; } = [];

    public bool IsEmpty => Count + Names.Count == 0;
}

public sealed class Waits : IAsyncDisposable
{
    public static Task GoodAsync(int count, CancellationToken cancellationToken = default) => Task.Delay(count, cancellationToken);

    public static Task NoneAsync() => Task.CompletedTask;

    public static ValueTask<int> FirstAsync(CancellationToken cancellationToken, int count) => new(cancellationToken.IsCancellationRequested ? 0 : count);

    public static async IAsyncEnumerable<int> ItemsAsync()
    {
        await Task.Yield();
        yield return 1;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
