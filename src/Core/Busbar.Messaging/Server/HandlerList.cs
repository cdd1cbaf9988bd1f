namespace Busbar.Messaging;

/// <summary>Handlers in the order in which they came: an array that is replaced, so that calling them asks no lock.</summary>
internal sealed class HandlerList<THandler>
    where THandler : class
{
    private readonly Lock _lock = new();
    private Entry[] _entries = [];

    public bool IsEmpty => Volatile.Read(ref _entries).Length == 0;

    public Entry[] Entries => Volatile.Read(ref _entries);

    /// <returns>Disposing it takes the handler out again.</returns>
    public IDisposable Add(THandler handler, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var entry = new Entry(this, handler, name);
        lock (_lock)
            Volatile.Write(ref _entries, [.. _entries, entry]);
        return entry;
    }

    private void Remove(Entry entry)
    {
        lock (_lock)
            Volatile.Write(ref _entries, [.. _entries.Where(other => other != entry)]);
    }

    public sealed class Entry(HandlerList<THandler> list, THandler handler, string? name) : IDisposable
    {
        public THandler Handler { get; } = handler;

        /// <summary>What it is for; null for everything.</summary>
        public string? Name { get; } = name;

        public void Dispose() => list.Remove(this);
    }
}
